import { layoutRule } from "../layout-rule";

/**
 * Why: whoever reviews a model by its index looks at other tensors than the loader takes. A tensor that is missing is
 * started at random by some loaders, with a warning only; a shard of another format than the index is unpickled.
 */
export const indexMismatch = layoutRule({
  id: "MA-FMT-013",
  name: "index-mismatch",
  oddities: { "missing-part": "high", "wrong-kind": "high", "unlisted-part": "medium", "stale-total": "info" },
  severity: "high",
  confidence: "high",
  since: "0.1.0",
  summary: "The index of a model and its parts do not fit together",
  remedy: "Fetch index and parts again from the same revision, or have the author save the model anew.",
});
