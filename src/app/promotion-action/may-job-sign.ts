import { repositoryVisibility } from "../../host/event";
import type { Env } from "../../host/git";
import { hasIdTokens } from "../../host/id-token";
import { maySign, type SigningDecision } from "../attest/may-sign";
import type { AttestRequest } from "../attest/request";

/** What of the inputs says whether a decision is signed, and with what. */
export type DecisionWishes = Pick<AttestRequest, "attest" | "sigstore">;

/** Whether this job signs. Throws `ConfigurationError` where it was told to and cannot ever, which nobody wants to learn at the end. */
export function mayJobSign(request: DecisionWishes, env: Env): SigningDecision {
  return maySign({
    request,
    event: env["GITHUB_EVENT_NAME"] || undefined,
    visibility: repositoryVisibility(env),
    hasToken: hasIdTokens(env),
  });
}
