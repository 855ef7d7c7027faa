import type { ExecutableFacts } from "../../core/executable-facts";
import { defineRule } from "../../core/rule";
import type { Severity } from "../../core/severity";

/**
 * Why: a program under a model's name, or hidden in a model, needs only one more step to run, and nobody reviews what
 * is taken for numbers.
 */
export const disguisedProgram = defineRule({
  id: "MA-ARC-012",
  name: "disguised-program",
  on: "executable",
  severity: "high",
  confidence: "high",
  since: "0.1.0",
  summary: "A program stands where a model, or a part of one, is expected",
  remedy: "Do not run or load this file. Ask its author for the model alone, as safetensors or GGUF.",
  *check({ executable }) {
    const severity = severityOf(executable);
    if (severity === undefined) return;
    yield { message: `${wording(executable)}: ${executable.what}`, severity, key: [executable.place, executable.what] };
  },
});

/** Software may bring programs; a compiled model brings some by design, and nobody has looked at them. */
function severityOf({ place, name, container }: ExecutableFacts): Severity | undefined {
  if (place !== "member" || name === "model" || container === "model") return "high";
  return container === "compiled" ? "medium" : undefined;
}

function wording({ place, name, container }: ExecutableFacts): string {
  if (place === "file") return "under a model's name is a program";
  if (place === "hidden") return "a program is hidden in bytes that belong to nothing";
  if (name === "model") return "a member with a model's name is a program";
  return container === "compiled"
    ? "the model brings compiled code, which runs when it is used"
    : "the model holds a program";
}
