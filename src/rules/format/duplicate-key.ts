import { layoutRule } from "../layout-rule";

/**
 * Why: where a name stands twice, one reader keeps the first and another the last: what was reviewed is not what is
 * loaded.
 */
export const duplicateKey = layoutRule({
  id: "MA-FMT-011",
  name: "duplicate-key",
  oddities: { "duplicate-key": "high" },
  severity: "high",
  confidence: "high",
  since: "0.1.0",
  summary: "A model file has the same name twice, and readers differ in which one counts",
  remedy: "Do not load this file. No library writes a name twice: have its author write it anew.",
});
