import { ConfigurationError } from "../../core/host";
import type { VerdictResult } from "../../core/report";
import type { AttestRequest } from "./request";

/** What is known of a run before anything is signed. */
export interface SigningPlace {
  readonly request: Pick<AttestRequest, "attest" | "sigstore">;
  /** `GITHUB_EVENT_NAME`; absent outside of a workflow. */
  readonly event: string | undefined;
  /** As the event says it; absent where it does not. */
  readonly visibility: "public" | "private" | "internal" | undefined;
  /** Whether the job may ask for an identity token (`id-token: write`). */
  readonly hasToken: boolean;
  /** Absent where it is signed whatever it is, as a decision is. */
  readonly verdict?: VerdictResult;
}

export type SigningDecision =
  | { readonly sign: true; readonly instance: SigstoreInstance }
  /** `why`: a line for people; absent where nobody asked for signatures. */
  | { readonly sign: false; readonly why?: string };

/** Whose certificates: everybody's with a public log, GitHub's own without one, or what a file says. */
export type SigstoreInstance =
  { readonly kind: "public" } | { readonly kind: "github" } | { readonly kind: "config"; readonly path: string };

/**
 * Events that only happen to what is on a branch or tag of the repository itself. Everything that a fork can bring about
 * (`pull_request*`, `issue_comment`, `workflow_run`) is not among them.
 */
const TRUSTED = new Set(["push", "release", "workflow_dispatch", "repository_dispatch", "schedule", "merge_group"]);

/** The lines of a workflow that let a job sign. */
const PERMISSIONS = "permissions:\n  id-token: write\n  attestations: write";

/** Whether this run signs, and by which instance. Throws `ConfigurationError` where it was told to and cannot. */
export function maySign({ request, event, visibility, hasToken, verdict }: SigningPlace): SigningDecision {
  const { attest, sigstore } = request;
  if (attest === "false") return { sign: false };
  if (event === undefined || !TRUSTED.has(event))
    return {
      sign: false,
      why: `Nothing was signed: ${eventWords(event)} A signature says that this repository stands behind what it signs, so only a push, a release, a dispatch, a schedule or a merge group signs.`,
    };
  if (!hasToken) {
    if (attest === "true")
      throw new ConfigurationError(`attest: true needs an identity token. Add to the job:\n${PERMISSIONS}`);
    return { sign: false, why: "Nothing was signed: the job has no id-token: write." };
  }
  if (verdict !== undefined && verdict !== "pass")
    return { sign: false, why: `Nothing was signed: only what passed is, and this run ${failed(verdict)}.` };
  return { sign: true, instance: instanceOf(sigstore, visibility) };
}

/** A name in a public log cannot be taken back: a repository that is not known to be public gets there only by `public`. */
export function instanceOf(sigstore: string, visibility: SigningPlace["visibility"]): SigstoreInstance {
  if (sigstore === "public" || sigstore === "github") return { kind: sigstore };
  if (sigstore !== "auto") return { kind: "config", path: sigstore };
  return { kind: visibility === "public" ? "public" : "github" };
}

function eventWords(event: string | undefined): string {
  if (event === undefined) return "this is no workflow run.";
  return event.startsWith("pull_request") ? "no pull request signs." : `this run was started by ${event}.`;
}

function failed(verdict: Exclude<VerdictResult, "pass">): string {
  return verdict === "fail" ? "failed" : "is incomplete";
}
