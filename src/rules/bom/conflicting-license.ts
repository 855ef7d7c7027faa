import { contradictionRule } from "./contradiction-rule";

/**
 * Why: a derived model is bound by the licence of what it was made from. A document that says another one promises what its
 * author may not be able to give.
 */
export const conflictingLicense = contradictionRule({
  id: "MA-BOM-002",
  name: "conflicting-license",
  about: ["license"],
  severity: "medium",
  confidence: "medium",
  summary: "A model's licence differs from the one that its base or another document says",
  remedy: "Read the base's licence: say the same one, or write down why another is allowed.",
});
