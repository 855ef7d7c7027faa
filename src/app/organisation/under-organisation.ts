import type { PolicyInForce } from "../../gate";
import type { Policy } from "../../core/policy";
import { DEFAULT_POLICY, POLICY_FILE } from "../../policy/file";
import { mergePolicies } from "../../policy/merge";
import type { Overrides } from "../../policy/merge/thresholds";
import { NOWHERE, placesIn } from "../../policy/places";
import { fetchPolicy } from "./fetch-policy";
import type { OrganisationRequest } from "./request";

/** The repository's side of it: its policy as it was read, and the text that says where what stands. */
export interface OwnPolicy {
  readonly policy: Policy;
  /** Undefined where the defaults hold. */
  readonly text: string | undefined;
  readonly overrides: Overrides;
}

/**
 * The repository's policy under the organisation's; `alone` is what would be in force without it. `today`: `YYYY-MM-DD`, UTC. Throws as `fetchPolicy`: without the organisation's
 * policy nothing is decided.
 */
export async function underOrganisation(
  request: OrganisationRequest,
  alone: PolicyInForce,
  { policy, text, overrides }: OwnPolicy,
  today: string,
): Promise<PolicyInForce> {
  const { policy: ours, digest, source, rules } = await fetchPolicy(request);
  const lineOf = text === undefined ? NOWHERE : await placesIn(text);
  const merged = mergePolicies(ours, { policy, lineOf, overrides }, today);
  const ownRules = [...(rules === undefined ? [] : [rules]), ...(alone.ownRules ?? [])];
  return {
    ...alone,
    policy: merged.policy,
    events: [...alone.events, ...merged.dropped],
    ...(ownRules.length === 0 ? {} : { ownRules }),
    organisation: { digest, source },
  };
}

/** The organisation's policy by itself, where no repository's may be asked. Throws as `underOrganisation`. */
export function organisationAlone(request: OrganisationRequest, today: string): Promise<PolicyInForce> {
  const none = { policy: DEFAULT_POLICY, digest: null, source: "the built-in defaults", path: POLICY_FILE, events: [] };
  return underOrganisation(request, none, { policy: DEFAULT_POLICY, text: undefined, overrides: {} }, today);
}
