import type { CallUse, CodeValue } from "../../core/code-facts";
import { defineRule, type Report } from "../../core/rule";
import { argument, callOf, lastPart, mayBeTrue, nameIn, ofCall, shown } from "./calls";
import { isCommit, isHubId, repositoryOf } from "./hub";

const TORCH_HUB = new Set(["torch.hub.load", "torch.hub.help", "torch.hub.list"]);
const KEYWORD = "trust_remote_code";
/** Variables that say the same for everything. */
const VARIABLES = new Set(["HF_DATASETS_TRUST_REMOTE_CODE", "TRUST_REMOTE_CODE"]);

/**
 * Why: with trust_remote_code, the repository that a model comes from brings Python files, and they run. Without a
 * pinned commit they may be others tomorrow.
 */
export const trustedRemoteCode = defineRule({
  id: "MA-LDR-005",
  name: "trusted-remote-code",
  on: "code",
  severity: "medium",
  confidence: "high",
  since: "0.1.0",
  summary: "Code lets a model's repository run its own code",
  remedy:
    'Use a model whose class the library has. Where the code is needed: read it, copy it into this repository or pin it with revision="<commit>" (and code_revision).',
  *check({ code }) {
    const { use } = code;
    if (use.kind === "setting") {
      if (use.of === "environment" && VARIABLES.has(use.name) && /^(1|true|yes|on)$/i.test(String(use.value.literal)))
        yield {
          message: `${use.name} is set: repositories of models and data sets run their code`,
          key: [use.name],
          evidence: use.source,
        };
    } else if (use.kind === "pipeline") {
      const [words] = use.commands.filter((each) =>
        each.some(({ text }) => /^--trust[-_]remote[-_]code(=(true|1))?$/i.test(text)),
      );
      if (words !== undefined)
        yield {
          message: `${words[0]!.text} is run with --trust-remote-code: the model's repository runs its code`,
          key: ["command", words[0]!.text],
          evidence: use.source,
        };
    }
    const call = callOf(code);
    if (call !== undefined) yield* nameIn(call, TORCH_HUB) === undefined ? judgeKeyword(call) : judgeTorchHub(call);
  },
});

function* judgeKeyword(call: CallUse): Iterable<Report> {
  yield* judgeDefault(call);
  yield* judgePipeline(call);
  const values = [...call.keywords].map(([keyword, value]): [string, CodeValue] => [keyword, value]);
  const direct = mayBeTrue(call.keywords.get(KEYWORD));
  const nested = values.find(([, { entries }]) => mayBeTrue(entries?.get(KEYWORD)))?.[0];
  // A dict of arguments is told where it is used.
  if ((!direct && nested === undefined) || call.names.includes("builtins.dict")) return;
  const name = shown(call.names[0]!);
  const repository = repositoryOf(call);
  const of = repository === undefined ? "the model's repository" : repository;
  yield ofCall(call, {
    message: `${name} is called with ${direct ? "" : `${nested} `}${KEYWORD}=True: code of ${of} runs, ${pinning(call.keywords.get("revision"))}`,
    key: [name, KEYWORD, repository ?? ""],
  });
}

/** `add_argument("--trust_remote_code", default=True)`. */
function* judgeDefault(call: CallUse): Iterable<Report> {
  const option = call.positional[0]?.literal;
  if (!call.names.some((name) => lastPart(name) === "add_argument") || typeof option !== "string") return;
  if (/^--trust[-_]remote[-_]code$/.test(option) && mayBeTrue(call.keywords.get("default")))
    yield ofCall(call, {
      message: `${option} is on unless the user says otherwise: the model's repository runs its code`,
      key: ["default", option],
    });
}

/** diffusers runs the pipeline.py of another repository, or one of its community folder. */
function* judgePipeline(call: CallUse): Iterable<Report> {
  const custom = call.keywords.get("custom_pipeline")?.literal;
  if (!call.names.some((name) => lastPart(name) === "from_pretrained") || typeof custom !== "string") return;
  if (isHubId(custom, false) && call.keywords.get("custom_revision") === undefined)
    yield ofCall(call, {
      message: `custom_pipeline=${custom} has the pipeline.py of that repository run, and no commit is pinned`,
      key: ["custom_pipeline", custom],
    });
}

function pinning(revision: CodeValue | undefined): string {
  if (revision === undefined || revision.literal === null) return "and no commit is pinned, so it may change";
  if (isCommit(revision)) return "as of the pinned commit";
  return revision.literal === undefined
    ? "at a revision that is not written here"
    : `and ${String(revision.literal)} is no commit, so it may change`;
}

function* judgeTorchHub(call: CallUse): Iterable<Report> {
  const repository = argument(call, 0, "repo_or_dir", "github");
  const source = call.keywords.get("source");
  if (source !== undefined && source.literal !== "github") return;
  const text = repository?.literal;
  if (typeof text !== "string" || !/^[\w.-]+\/[\w.-]+(:.+)?$/.test(text)) return;
  const name = shown(call.names[0]!);
  const pinned = /:[0-9a-f]{40}$/.test(text);
  const trusted = mayBeTrue(call.keywords.get("trust_repo")) ? ", and trust_repo=True asks nobody" : "";
  yield ofCall(call, {
    message: `${name} runs hubconf.py of github.com/${text}${pinned ? ", as of the pinned commit" : ", and no commit is pinned, so it may change"}${trusted}`,
    key: [name, text],
    remedy: 'Pin the commit, as in torch.hub.load("owner/repository:<commit>", ...), after reading its hubconf.py.',
  });
}
