import type { Policy } from "../core/policy";
import { allowedGlobals } from "../policy/decide";
import type { ContextData } from "./rule-context";

/** What rules may ask of a policy. `today`: `YYYY-MM-DD`, UTC. Not beside `ruleContext`, which threads load: they are sent this. */
export function policyContext(policy: Policy, today: string): ContextData {
  const { formats, sources } = policy;
  return {
    allowedGlobals: [...allowedGlobals(policy, today)],
    deniedFormats: formats.deny,
    allowedFormats: formats.allow,
    allowedSources: sources.allow,
  };
}
