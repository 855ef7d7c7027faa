import { layoutRule } from "../layout-rule";

/**
 * Why: readers pass over what they do not know. Whatever stands there goes with the model, unseen, until another program
 * looks for it.
 */
export const unknownField = layoutRule({
  id: "MA-FMT-025",
  name: "unknown-field",
  oddities: { "unknown-field": "medium" },
  severity: "medium",
  confidence: "medium",
  since: "0.1.0",
  summary: "A model has data in fields that its format does not have",
  remedy: "Ask its author what is stored there. Saving the model again with its library may drop it.",
});
