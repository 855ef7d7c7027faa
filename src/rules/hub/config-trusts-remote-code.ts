import { defineRule } from "../../core/rule";

/**
 * Why: whether a model's code may run is for those to say who load it. A configuration that says so has been believed,
 * against the caller's own word (CVE-2026-5241).
 */
export const configTrustsRemoteCode = defineRule({
  id: "MA-HUB-003",
  name: "config-trusts-remote-code",
  on: "reference",
  severity: "medium",
  confidence: "high",
  since: "0.1.0",
  summary: "A configuration says that code which comes with a model may run",
  remedy:
    "Remove the field. Where the code is needed, review it, pin it by revision=<commit>, and trust it in the call that loads it.",
  *check({ reference: { field, target } }) {
    if (target.kind !== "trust") return;
    const what = target.kept
      ? "a note of how the tokenizer was once loaded, which no reader should obey"
      : "the configuration itself lets code run that comes with a model";
    yield {
      message: `${field} is true: ${what}`,
      severity: target.kept ? "low" : "medium",
      key: ["trust", field],
    };
  },
});
