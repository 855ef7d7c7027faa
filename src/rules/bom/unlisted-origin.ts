import { defineRule } from "../../core/rule";

/**
 * Why: where models are recorded with their source, one that is not came from nobody knows where. Only where there is such a
 * record.
 */
export const unlistedOrigin = defineRule({
  id: "MA-BOM-008",
  name: "unlisted-origin",
  on: "inventory",
  severity: "low",
  confidence: "high",
  since: "0.1.0",
  summary: "A model is not in models.lock.yaml, so nothing says where it came from",
  remedy: "Record it: model-assay lock add SOURCE.",
  *check({ fact }) {
    if (fact.kind !== "unlisted-origin") return;
    yield { message: `${fact.path} has no entry in ${fact.manifest}`, key: [fact.path] };
  },
});
