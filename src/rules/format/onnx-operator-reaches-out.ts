import { standingOf } from "./onnx/known";
import { nameOf, usesOf } from "./onnx/words";
import { onnxOperatorRule } from "./onnx-operator-rule";

/** Why: a model computes. One that opens files or calls services carries data to or from where nobody expects it. */
export const onnxOperatorReachesOut = onnxOperatorRule({
  id: "MA-FMT-022",
  name: "onnx-operator-reaches-out",
  severity: "high",
  confidence: "high",
  since: "0.1.0",
  summary: "An operator of an ONNX model opens files or calls a service",
  remedy: "Do not run this model before you know which files or addresses it uses. Read inputs in your own program.",
  say(operator) {
    if (standingOf(operator) !== "outside") return undefined;
    const does =
      operator.domain === "com.microsoft.extensions" ? "sends data to a service on the network" : "opens files";
    return {
      message: `the operator ${nameOf(operator)} is used ${usesOf(operator)}: it ${doing(operator.name, does)}`,
    };
  },
});

/** PyTorch's operators are chosen by name: one that others registered may do anything. */
function doing(name: string, does: string): string {
  return name === "ATen" ? "calls an operator of PyTorch by name that opens files or is not PyTorch's own" : does;
}
