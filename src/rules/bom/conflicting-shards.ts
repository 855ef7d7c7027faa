import { contradictionRule } from "./contradiction-rule";

/**
 * Why: the index tells the loader which file holds which tensor. Where it and the shards disagree, files are from different
 * models or versions, and what is loaded is not what was released.
 */
export const conflictingShards = contradictionRule({
  id: "MA-BOM-003",
  name: "conflicting-shards",
  about: ["index"],
  severity: "medium",
  confidence: "high",
  summary: "A model's index and its shards do not fit together",
  remedy: "Fetch all files of the model anew from one revision.",
});
