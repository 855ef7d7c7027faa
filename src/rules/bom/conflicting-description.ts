import { contradictionRule } from "./contradiction-rule";

/**
 * Why: a bill of materials repeats what documents say. Where the weights say otherwise, people plan with a model that is not
 * this one; often a configuration was copied from another model.
 */
export const conflictingDescription = contradictionRule({
  id: "MA-BOM-005",
  name: "conflicting-description",
  about: ["architecture", "dtype", "parameters", "card"],
  severity: "low",
  confidence: "medium",
  summary: "A document describes the weights otherwise than they are",
  remedy: "Correct the document: the header of the weights is what is loaded.",
});
