import { contradictionRule } from "./contradiction-rule";

/**
 * Why: what a model was made from decides its licence, its flaws and whose backdoor it may carry. Where two documents name
 * different ones, the lineage that people read may not be the real one.
 */
export const conflictingBase = contradictionRule({
  id: "MA-BOM-001",
  name: "conflicting-base",
  about: ["base"],
  severity: "medium",
  confidence: "high",
  summary: "Documents of one model name different base models",
  remedy: "Find out which one the weights were trained from, and correct the other document, in the same change.",
});
