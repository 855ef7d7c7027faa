import { defineRule } from "../../core/rule";

/** Why: where both are there, readers take the safetensors; the pickle is a copy that nobody checks against them, for old or asked-for loaders. */
export const pickleBesideSafetensors = defineRule({
  id: "MA-HUB-008",
  name: "pickle-beside-safetensors",
  on: "file",
  severity: "info",
  confidence: "high",
  since: "0.1.0",
  summary: "Pickled weights stand beside the same weights as safetensors",
  remedy: "Remove the pickle: loaders prefer the safetensors. Keep use_safetensors=True in the code that loads.",
  *check({ beside = [] }) {
    const [twin] = beside;
    if (twin !== undefined)
      yield {
        message: `stands beside ${twin}, which loaders prefer; this pickle is loaded by old versions, and with use_safetensors=False`,
        key: ["beside", twin],
      };
  },
});
