import { defineRule } from "../../core/rule";

/**
 * Why: `models.lock.yaml` says which bytes were looked at when the model was taken in. Other bytes are another model under its
 * name (CWE-494).
 */
export const driftedFromLock = defineRule({
  id: "MA-BOM-007",
  name: "drifted-from-lock",
  on: "inventory",
  severity: "high",
  confidence: "high",
  since: "0.1.0",
  summary: "A model's file is not the one that models.lock.yaml records",
  remedy:
    "Look at who changed it, and why. If it was meant: model-assay lock update, which shows the difference, in the same change. Else fetch the recorded file again.",
  *check({ fact }) {
    if (fact.kind !== "drift") return;
    const { path, declared, found } = fact;
    yield {
      message:
        found === undefined
          ? `${path} is recorded in models.lock.yaml and is not there`
          : `${path} is not what models.lock.yaml records`,
      evidence: found === undefined ? `recorded ${declared}` : `recorded ${declared}, found ${found}`,
      key: [path, declared, found ?? ""],
    };
  },
});
