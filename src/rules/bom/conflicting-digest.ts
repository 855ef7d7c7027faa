import { contradictionRule } from "./contradiction-rule";

/**
 * Why: a digest is written down so that a changed file is noticed. This one is: the file is not the one that was meant
 * (CWE-354).
 */
export const conflictingDigest = contradictionRule({
  id: "MA-BOM-004",
  name: "conflicting-digest",
  about: ["digest"],
  severity: "high",
  confidence: "high",
  summary: "A file is not the one whose digest a document declares",
  remedy:
    "Do not use the file before it is known why. Fetch it from its source and compare; if it was replaced on purpose, write the new digest in the same change.",
});
