import { defineRule } from "../../core/rule";
import { shorten } from "../../core/text";

/**
 * Why: the code is not in what is reviewed here, and its owner can change it at any time. The configuration has no field
 * that would pin it: transformers takes a commit only as the argument `code_revision`.
 */
export const codeFromAnotherRepository = defineRule({
  id: "MA-HUB-002",
  name: "code-from-another-repository",
  on: "reference",
  severity: "high",
  confidence: "high",
  since: "0.1.0",
  summary: "A model's configuration has its code fetched from another repository, at whatever state it is in",
  remedy:
    "Copy the code into this repository and drop the part before the two dashes, or load with code_revision=<commit> and waive this finding.",
  *check({ reference: { field, target } }) {
    if (target.kind !== "elsewhere") return;
    const named = shorten(target.names.join(", "), 300);
    const repository = target.repository === "" ? "an empty name" : shorten(target.repository, 200);
    yield {
      message: `${field} has ${named} fetched from the repository ${repository}, without a pinned commit`,
      key: ["elsewhere", target.repository, ...[...target.names].sort()],
    };
  },
});
