import type { CallUse, CodeOrigin, SettingUse } from "../../core/code-facts";
import { defineRule, type Report } from "../../core/rule";
import { argument, lastPart, mayBeFalse, mayBeTrue, nameIn, ofCall, severityOf, shown, whence } from "./calls";

const TORCH_LOAD = new Set(["torch.load", "torch.serialization.load"]);
/** Their `weights_only` is False by default, in torch 2.15 too, and they download by themselves. */
const FROM_URL =
  /^(torch\.hub|torchvision(\.\w+){0,6}|timm(\.\w+){0,6})\.load_state_dict_from_url$|^torch\.utils\.model_zoo\.load_url$/;
/** Takes away the default everywhere (torch/serialization.py). */
const FORCED = "TORCH_FORCE_NO_WEIGHTS_ONLY_LOAD";

/**
 * Why: a PyTorch file is a pickle, and torch.load runs what is in it, unless weights_only restricts it to tensors and
 * plain containers. That is the default from torch 2.6 on, and nobody needs more for weights.
 */
export const unsafeTorchLoad = defineRule({
  id: "MA-LDR-001",
  name: "unsafe-torch-load",
  on: "code",
  severity: "medium",
  confidence: "high",
  since: "0.1.0",
  summary: "Code loads a PyTorch file without weights_only",
  remedy:
    "Pass weights_only=True. Where the file holds more than tensors, save it again as safetensors: safetensors.torch.save_file(model.state_dict(), path).",
  *check({ code: { use } }) {
    if (use.kind === "setting") yield* judgeSetting(use);
    if (use.kind === "call") yield* judgeCall(use);
    if (use.kind === "pipeline")
      for (const { text } of use.commands.flat()) {
        const value = text.startsWith(`${FORCED}=`) ? text.slice(FORCED.length + 1) : undefined;
        if (value !== undefined) yield* judgeForced(value, use.source);
      }
  },
});

function* judgeSetting(use: SettingUse): Iterable<Report> {
  const { name, value, source } = use;
  if (name === FORCED) yield* judgeForced(String(value.literal), source);
}

function* judgeForced(value: string, source: string): Iterable<Report> {
  if (!/^(1|y|yes|true)$/i.test(value)) return;
  yield {
    message: `${FORCED} is set: torch.load runs any pickle wherever weights_only is not given`,
    key: [FORCED],
    evidence: source,
    remedy: `Take ${FORCED} away, and pass weights_only=False only where a file needs it and is trusted.`,
  };
}

function* judgeCall(call: CallUse): Iterable<Report> {
  const url = call.names.find((name) => FROM_URL.test(name));
  const name = url ?? nameIn(call, TORCH_LOAD) ?? otherLoader(call);
  const given = call.keywords.get("weights_only");
  if (name === undefined || (mayBeTrue(given) && !mayBeFalse(given))) return;
  const file = call.keywords.get("f") ?? call.keywords.get("url") ?? call.positional[0];
  const origin = url === undefined ? file?.origin : downloadedBy(url, file?.literal);
  if (origin?.kind === "own") return;
  const why = reason(call, name, url !== undefined);
  if (why === undefined) return;
  const checked = url !== undefined && call.keywords.get("check_hash")?.literal === true;
  const where = checked ? `${whence(origin)} and checks by the hash in its name` : whence(origin);
  yield ofCall(call, {
    message: `${shown(name)} ${why}: a pickle in the file runs code${where}`,
    severity: checked ? "medium" : severityOf(origin),
    key: [shown(name), why.replace(/ \(.*/, ""), file?.source ?? ""],
  });
}

/** Why the call is unsafe, in words; `undefined` where it is not, or nobody can tell. */
function reason(call: CallUse, name: string, fromUrl: boolean): string | undefined {
  const given = call.keywords.get("weights_only");
  if (mayBeFalse(given)) return `${mayBeTrue(given) ? "may be" : "is"} called with weights_only=False`;
  if (given !== undefined && given.literal !== null) return undefined;
  if (call.open) return undefined;
  if (fromUrl) return "is called without weights_only=True, which is not its default";
  if (!TORCH_LOAD.has(name)) return undefined;
  const module = argument(call, 2, "pickle_module");
  if (module !== undefined && module.literal !== null) return `is called with pickle_module=${module.source}`;
  if (call.torch?.oldDefault === true)
    return `is called without weights_only on a torch below 2.6 (${call.torch.text} in ${call.torch.file})`;
  return undefined;
}

/** Other functions that load and hand weights_only on: Lightning's `load_from_checkpoint`, wrappers. */
function otherLoader(call: CallUse): string | undefined {
  if (!mayBeFalse(call.keywords.get("weights_only"))) return undefined;
  return call.names.find((name) => /load|from_checkpoint|restore/.test(lastPart(name)));
}

function downloadedBy(by: string, from: unknown): CodeOrigin {
  return { kind: "downloaded", by, ...(typeof from === "string" ? { from } : {}) };
}
