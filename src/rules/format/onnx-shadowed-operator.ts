import { isStandard } from "./onnx/known";
import { nameOf, usesOf } from "./onnx/words";
import { onnxOperatorRule } from "./onnx-operator-rule";

/** Why: who reads the graph takes the node for what its name says, and the runtime runs the model's own function. */
export const onnxShadowedOperator = onnxOperatorRule({
  id: "MA-FMT-023",
  name: "onnx-shadowed-operator",
  severity: "medium",
  confidence: "high",
  since: "0.1.0",
  summary: "An ONNX model defines a standard operator anew",
  remedy: "Look at the function of this name in the model. Its author should give it a domain of its own.",
  say(operator) {
    if (operator.local !== true || !isStandard(operator.name, operator.domain)) return undefined;
    return {
      message: `the standard operator ${nameOf(operator)} is a function of the model itself, used ${usesOf(operator)}`,
    };
  },
});
