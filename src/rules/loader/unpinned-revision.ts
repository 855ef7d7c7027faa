import type { CallUse, PipelineUse } from "../../core/code-facts";
import { defineRule, type Report } from "../../core/rule";
import { ofCall, shown } from "./calls";
import { hubLoader, isCommit, isHubId, repositoryOf } from "./hub";

/** Why: a branch of the hub can change under a program that worked yesterday. A commit cannot. */
export const unpinnedRevision = defineRule({
  id: "MA-LDR-006",
  name: "unpinned-revision",
  on: "code",
  severity: "low",
  confidence: "medium",
  since: "0.1.0",
  summary: "Code fetches from a hub without pinning a commit",
  remedy:
    'Pin the commit that you tested: revision="<40 hex digits>". The hub shows it under "Files", and huggingface_hub.HfApi().model_info(id).sha gives it.',
  *check({ code: { use } }) {
    if (use.kind === "call") yield* judgeCall(use);
    if (use.kind === "pipeline") yield* judgeCommands(use);
  },
});

function* judgeCall(call: CallUse): Iterable<Report> {
  const found = hubLoader(call);
  const repository = found === undefined ? undefined : repositoryOf(call);
  if (found === undefined || repository === undefined) return;
  const revision = call.keywords.get("revision");
  if (
    isCommit(revision) ||
    /@[0-9a-f]{40}$/.test(repository) ||
    call.keywords.get("local_files_only")?.literal === true
  )
    return;
  if (revision === undefined ? call.open : revision.literal === undefined) return;
  const name = shown(found.name);
  const at =
    revision === undefined || revision.literal === null
      ? "without a revision"
      : `at ${String(revision.literal)}, which can be moved`;
  yield ofCall(call, { message: `${name} fetches ${repository} ${at}`, key: [name, repository] });
}

/** `hf download org/name`, `huggingface-cli download org/name`. */
function* judgeCommands({ commands, source }: PipelineUse): Iterable<Report> {
  for (const command of commands) {
    const words = command.map(({ text }) => text);
    const at = words.findIndex((word) => /^(.*\/)?(hf|huggingface-cli)$/.test(word));
    const repository = words[at + 2];
    if (at < 0 || words[at + 1] !== "download" || repository === undefined || !isHubId(repository, true)) continue;
    const flag = words.findIndex((word) => /^--revision(=|$)/.test(word));
    const revision = flag < 0 ? undefined : (words[flag]!.split("=")[1] ?? words[flag + 1]);
    if (revision !== undefined && (/^[0-9a-f]{40}$/i.test(revision) || revision.includes("{}"))) continue;
    const how = revision === undefined ? "without --revision" : `at ${revision}, which can be moved`;
    yield {
      message: `${words[at]} download fetches ${repository} ${how}`,
      key: ["download", repository],
      evidence: source,
      remedy: "Pin the commit that you tested: --revision <40 hex digits>.",
    };
  }
}
