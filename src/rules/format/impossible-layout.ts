import { layoutRule } from "../layout-rule";

/**
 * Why: a loader turns the numbers of a header into sizes and addresses. Numbers that contradict each other or the
 * file make a careless loader read or write memory that is not the model's, and show two readers two models.
 */
export const impossibleLayout = layoutRule({
  id: "MA-FMT-010",
  name: "impossible-layout",
  oddities: {
    "out-of-file": "high",
    overlap: "high",
    gap: "high",
    "size-mismatch": "high",
    "bad-count": "high",
    "bad-value": "high",
    misaligned: "high",
  },
  severity: "high",
  confidence: "high",
  since: "0.1.0",
  summary: "A model file's header says what cannot be true of the file",
  remedy: "Do not load this file. Fetch it again and compare its digest, or have its author write it anew.",
});
