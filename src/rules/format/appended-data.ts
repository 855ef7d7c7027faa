import { layoutRule } from "../layout-rule";

/**
 * Why: bytes behind a model that no reader of it looks at are where a second file hides: a script, an archive, a
 * pickle that another loader starts from.
 */
export const appendedData = layoutRule({
  id: "MA-FMT-012",
  name: "appended-data",
  oddities: { appended: "high" },
  severity: "high",
  confidence: "high",
  since: "0.1.0",
  summary: "Bytes follow a model that belong to none of its parts",
  remedy: "Do not use this file. Have its author write it anew, and look at what follows the model.",
});
