import { defineRule } from "../../core/rule";

/**
 * Why: rules that ended without an answer have let nothing pass. What made them end may be in what they were asked about.
 */
export const ownRulesFailed = defineRule({
  id: "MA-POL-007",
  name: "own-rules-failed",
  on: "own-rules",
  severity: "high",
  confidence: "high",
  since: "0.1.0",
  summary: "Rules of your own, in Rego, gave no answer",
  remedy: "Make the rule that the message names hold up against this evidence; `docs/rego.md` has the limits.",
  *check({ facts }) {
    if (facts.kind !== "failed") return;
    yield { message: `The rules of ${facts.owner} gave no answer: ${facts.detail}`, key: [facts.owner, facts.detail] };
  },
});
