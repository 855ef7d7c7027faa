import { defineRule } from "../../core/rule";
import type { CodeOrigin, CodeValue } from "../../core/code-facts";
import { argument, callOf, nameIn, ofCall, severityOf, whence } from "./calls";
import { PICKLE_LOADERS } from "./pickle-loaders";

/**
 * Why: who writes a pickle decides what runs where it is loaded. For a file of one's own that is a habit to lose; for
 * what was downloaded a moment ago, whoever holds the server or the repository runs code here.
 */
export const unsafeUnpickling = defineRule({
  id: "MA-LDR-002",
  name: "unsafe-unpickling",
  on: "code",
  severity: "medium",
  confidence: "high",
  since: "0.1.0",
  summary: "Code loads a pickle, or something that runs like one",
  remedy:
    "Keep weights as safetensors and data as JSON, Parquet or plain arrays. Where it has to be a pickle, scan the file and compare its SHA-256 before it is loaded.",
  *check({ code }) {
    const call = callOf(code);
    const name = call && nameIn(call, PICKLE_LOADERS);
    if (call === undefined || name === undefined) return;
    const { at, keywords, when, remedy } = PICKLE_LOADERS.get(name)!;
    if (when?.(call) === false) return;
    const data = argument(call, at, ...keywords);
    if (data === undefined && !call.open) return;
    const origin = data?.origin ?? addressOf(data);
    if (origin?.kind === "own") return;
    const how = name.startsWith("numpy.")
      ? " with allow_pickle=True"
      : name.startsWith("skops.")
        ? " with every type trusted"
        : "";
    const what = origin === undefined ? "what is in the file may run code" : "what is in it runs code";
    yield ofCall(call, {
      message: `${name}${how} loads ${data?.source ?? "data"}${whence(origin)}: ${what}`,
      severity: severityOf(origin),
      key: [name, data?.source ?? ""],
      ...(remedy === undefined || origin?.kind === "downloaded" ? {} : { remedy }),
    });
  },
});

/** pandas and others open what an address names. */
function addressOf(data: CodeValue | undefined): CodeOrigin | undefined {
  const text = data?.literal ?? data?.template;
  if (typeof text !== "string" || !/^(https?|s3|gs|gcs|hf|ftp|abfss?):\/\/(?!localhost|127\.)/i.test(text))
    return undefined;
  return { kind: "downloaded", by: "it", from: text };
}
