import type { CodeFile } from "../../core/reference-facts";
import { defineRule } from "../../core/rule";
import { shorten } from "../../core/text";

/**
 * Why: a model that brings code is a program. Nothing of it runs before somebody trusts it, but loaders have let it run
 * without being asked (CVE-2026-22807, CVE-2025-66448), so the code is what has to be reviewed.
 */
export const repositoryCode = defineRule({
  id: "MA-HUB-001",
  name: "repository-code",
  on: "reference",
  severity: "medium",
  confidence: "high",
  since: "0.1.0",
  summary: "A model's configuration names Python code that comes with the model",
  remedy:
    "Review that code as any other, and load the model by a pinned revision=<commit>, or use an architecture that the library itself has.",
  *check({ reference: { field, target } }) {
    if (target.kind !== "code") return;
    const { names, path, state } = target;
    const named = shorten(names.join(", "), 200);
    yield {
      message: `${field} has ${named} imported from ${shorten(path, 200)}${WORDS[state]}`,
      severity: state === "leaves" ? "high" : "medium",
      key: ["code", path, ...[...names].sort()],
    };
  },
});

const WORDS: Readonly<Record<CodeFile["state"], string>> = {
  present: ", which runs when the model is loaded with trust_remote_code=True",
  absent: ", which is not here: a loader fails, or takes code that nobody has seen",
  pointer: ", which is only a pointer here: nobody has seen the code",
  leaves: ", which is outside of the model's directory",
  unknown: ", which comes with the model and runs when it is loaded with trust_remote_code=True",
};
