import { defineRule } from "../../core/rule";
import { reportMany } from "../report-many";

/**
 * Why: a name that the stream computes, or that stands in a registry outside it, cannot be read without
 * loading. No pickler writes that: it hides a name from scanners.
 */
export const computedImport = defineRule({
  id: "MA-PKL-005",
  name: "computed-import",
  on: "pickle",
  severity: "high",
  confidence: "high",
  since: "0.1.0",
  summary: "A pickle imports something whose name does not stand in it",
  remedy: "Do not load this file. Hiding a name from whoever looks has no honest use in a model.",
  *check({ pickle, at }) {
    yield* reportMany(
      pickle.computedImports,
      ({ how, offset, detail }) => ({
        message: `imports something whose name cannot be read (${how}): ${detail}`,
        at: { ...at, offset },
        key: [how, detail],
      }),
      (more) => ({ message: `and ${more} more imports whose names cannot be read`, key: ["more"] }),
    );
  },
});
