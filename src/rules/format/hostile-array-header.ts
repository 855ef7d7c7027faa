import { defineRule } from "../../core/rule";

/**
 * Why: numpy evaluates the header of an array as a Python literal and trusts its numbers. A header that no numpy
 * writes is there to be read differently, or to exhaust the reader.
 */
export const hostileArrayHeader = defineRule({
  id: "MA-FMT-001",
  name: "hostile-array-header",
  on: "array",
  severity: "high",
  confidence: "high",
  since: "0.1.0",
  summary: "The header of a numpy array is not one that numpy writes",
  remedy: "Do not load this file. Save the array again with numpy.save from data you trust.",
  *check({ array }) {
    if (array.problem !== undefined)
      yield { message: `the array's header is not numpy's: ${array.problem}`, key: ["header"] };
  },
});
