import type { Drift } from "../../core/inventory";
import { defineRule } from "../../core/rule";

/** Files in one sentence; a model of the hub can have any number. */
const MAX_NAMED = 5;

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
    const { path, declared, found, files = [] } = fact;
    yield {
      message: messageOf(fact),
      evidence: [
        ...(declared === undefined ? [] : [`recorded ${declared}`]),
        ...(found === undefined ? [] : [`found ${found}`]),
        ...(files.length === 0 ? [] : [namesOf(files)]),
      ].join(", "),
      key: [path, declared ?? "", found ?? "", ...(files.length === 0 ? [] : [String(files.length), namesOf(files)])],
    };
  },
});

function messageOf({ path, declared, found, files }: Drift): string {
  if (files !== undefined) return `${files.length} files of ${path} are recorded in models.lock.yaml and are not there`;
  if (found === undefined) return `${path} is recorded in models.lock.yaml and is not there`;
  return declared === undefined
    ? `${path} stands beside the files of a model that models.lock.yaml records, and is not recorded`
    : `${path} is not what models.lock.yaml records`;
}

function namesOf(files: readonly string[]): string {
  const more = files.length > MAX_NAMED ? ` and ${files.length - MAX_NAMED} more` : "";
  return `${files.slice(0, MAX_NAMED).join(", ")}${more}`;
}
