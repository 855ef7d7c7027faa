import type { EvidenceRef } from "../../core/evidence";
import type { FileSelection } from "../../core/host";
import { wholeSeconds } from "../../core/time";
import type { GitHubEvent } from "../../host/event";
import type { Env, Git } from "../../host/git";
import type { EvidenceRun } from "../../policy/rego/build-evidence";

/** What the evidence of a gate is of. */
export interface GateRun {
  readonly env: Env;
  readonly event: GitHubEvent;
  readonly selection: FileSelection;
  readonly git: Git | undefined;
  readonly now: Date;
}

/**
 * Who asks, about which commits. What only a workflow's runner knows is `null` elsewhere: variables of a shell are no evidence. Of a
 * pull request `refs.head` is the commit that was proposed and approved, not the merge that may be checked out.
 */
export function gateRun({ env, event, selection, git, now }: GateRun): EvidenceRun {
  const inWorkflow = event.kind !== "none";
  const said = (name: string) => (inWorkflow ? env[name] || null : null);
  const branch = (name: string) => (said(name) === null ? null : `refs/heads/${said(name)!}`);
  const isRequest = event.kind === "pull_request" || event.kind === "pull_request_target";
  const head = isRequest ? event.headSha : (selection.head ?? git?.ask(["rev-parse", "--verify", "-q", "HEAD"]));
  return {
    time: wholeSeconds(now),
    stage: "gate",
    subject: { repository: said("GITHUB_REPOSITORY"), commit: head ?? null, event: said("GITHUB_EVENT_NAME") },
    actor: said("GITHUB_ACTOR"),
    refs: {
      base: refOf(branch("GITHUB_BASE_REF"), isRequest ? event.baseSha : selection.base),
      head: refOf(isRequest ? branch("GITHUB_HEAD_REF") : said("GITHUB_REF"), head),
    },
  };
}

function refOf(name: string | null, commit: string | undefined): EvidenceRef | null {
  return commit === undefined ? null : { name, commit };
}
