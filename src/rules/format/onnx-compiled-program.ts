import { standingOf } from "./onnx/known";
import { nameOf, usesOf } from "./onnx/words";
import { onnxOperatorRule } from "./onnx-operator-rule";

/** Why: what stands there is a program for an accelerator, which its driver runs and nobody can look into. */
export const onnxCompiledProgram = onnxOperatorRule({
  id: "MA-FMT-024",
  name: "onnx-compiled-program",
  severity: "medium",
  confidence: "high",
  since: "0.1.0",
  summary: "An ONNX model carries or names a compiled program for an accelerator",
  remedy: "Compile the model yourself from its ONNX form, for your own accelerator.",
  say(operator) {
    if (standingOf(operator) !== "compiled") return undefined;
    return {
      message: `the operator ${nameOf(operator)} is used ${usesOf(operator)}: it runs a compiled program that cannot be looked into`,
    };
  },
});
