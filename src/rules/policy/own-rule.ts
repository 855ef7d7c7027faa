import { defineRule } from "../../core/rule";
import { shorten } from "../../core/text";

/**
 * Why: what an organisation asks of its models, beyond what everybody would, it says in rules of its own. They decide as ours do.
 */
export const ownRule = defineRule({
  id: "MA-POL-006",
  name: "own-rule",
  on: "own-rules",
  severity: "high",
  confidence: "high",
  since: "0.1.0",
  summary: "A rule of your own, in Rego, refuses this",
  remedy:
    "Do what the rule asks for. Whoever owns the folder that the policy names under `rego` knows why it is there.",
  *check({ facts }) {
    if (facts.kind !== "result") return;
    const { from, severity, message, path, owner } = facts;
    yield {
      message,
      severity,
      ...(path === undefined ? {} : { at: { path, inside: [] } }),
      evidence: `${from} of ${shorten(owner, 200)}`,
      key: [from, path ?? "", message],
    };
  },
});
