import { defineRule } from "../../core/rule";

/**
 * Why: who can change the policy can let anything in. The change itself was judged by the policy of the base; a reviewer
 * should read it.
 */
export const policyChanged = defineRule({
  id: "MA-POL-001",
  name: "policy-changed",
  on: "repository",
  severity: "medium",
  confidence: "high",
  since: "0.1.0",
  summary: "The change edits the policy that judges it",
  remedy: "Read the difference of the policy file before you approve. It takes effect after the merge.",
  *check({ event }) {
    if (event.kind === "policy-changed") yield { message: event.detail, key: [event.detail] };
  },
});
