import type { CallUse, PipelineUse } from "../../core/code-facts";
import { placeMatcher } from "../../core/model-place";
import { defineRule, type Report, type RuleContext } from "../../core/rule";
import { ofCall, shown } from "../loader/calls";
import { hubLoader, isHubId, repositoryOf } from "../loader/hub";

const REMEDY = "Load an approved model, or ask those who keep the policy to add this source to sources.allow.";

/**
 * Why: a model that a program fetches when it starts was never in the repository, so no other rule sees it come in.
 */
export const codeSourceNotApproved = defineRule({
  id: "MA-POL-012",
  name: "code-source-not-approved",
  on: "code",
  severity: "high",
  confidence: "medium",
  since: "0.1.0",
  summary: "Code fetches a model from a source that the policy does not approve of",
  remedy: REMEDY,
  *check({ code: { use } }, { allowedSources }) {
    if (allowedSources.length === 0) return;
    if (use.kind === "call") yield* ofOneCall(use, allowedSources);
    if (use.kind === "pipeline") yield* ofCommands(use, allowedSources);
  },
});

function* ofOneCall(call: CallUse, lists: RuleContext["allowedSources"]): Iterable<Report> {
  const found = hubLoader(call);
  const repository = found === undefined ? undefined : repositoryOf(call);
  if (found === undefined || repository === undefined || isOfData(found.name)) return;
  const id = repository.replace(/^(?:hf[-_]hub:|hf:\/\/)/, "").replace(/@[^@/]*$/, "");
  if (placeMatcher(lists)(`huggingface.co/${id}`)) return;
  const name = shown(found.name);
  yield ofCall(call, { message: message(name, id), key: [name, id] });
}

/** `hf download org/name`, `huggingface-cli download org/name`. */
function* ofCommands({ commands, source }: PipelineUse, lists: RuleContext["allowedSources"]): Iterable<Report> {
  for (const command of commands) {
    const words = command.map(({ text }) => text);
    const at = words.findIndex((word) => /^(.*\/)?(hf|huggingface-cli)$/.test(word));
    const id = words[at + 2];
    if (at < 0 || words[at + 1] !== "download" || id === undefined || !isHubId(id, true)) continue;
    if (words.some((word) => /^dataset$|^--repo-type=dataset$/.test(word))) continue;
    if (placeMatcher(lists)(`huggingface.co/${id}`)) continue;
    yield { message: message(`${words[at]} download`, id), key: ["download", id], evidence: source };
  }
}

/** Data is no model: `load_dataset`, and measures of it. */
const isOfData = (name: string): boolean => /^(?:datasets|evaluate)\./.test(name);

const message = (what: string, id: string): string =>
  `${what} fetches huggingface.co/${id}, which sources.allow of the policy does not let in`;
