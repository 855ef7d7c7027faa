import { standingOf } from "./onnx/known";
import { nameOf, usesOf } from "./onnx/words";
import { onnxOperatorRule } from "./onnx-operator-rule";

/**
 * Why: what an operator outside of the standard does is in a native library that its user has to load into the runtime.
 * The model cannot be judged without it, and an author who asks for a library asks for trust in its code.
 */
export const onnxCustomOperator = onnxOperatorRule({
  id: "MA-FMT-020",
  name: "onnx-custom-operator",
  severity: "medium",
  confidence: "high",
  since: "0.1.0",
  summary: "An ONNX model uses an operator that neither ONNX nor ONNX Runtime has",
  remedy: "Find out which library has this operator and who wrote it before you register it. Or export without it.",
  say(operator) {
    const standing = standingOf(operator);
    const { domain } = operator;
    const uses = usesOf(operator);
    if (standing === "own" && domain?.startsWith("com.") === true)
      return {
        severity: "low",
        message: `the operator ${nameOf(operator)} is used ${uses}, and the ONNX Runtime that we know has none of this name`,
      };
    if (standing === "own")
      return { message: `the operator ${nameOf(operator)} is used ${uses}, and ONNX has none of this name` };
    if (standing === "custom")
      return {
        message: `the operator ${nameOf(operator)} is used ${uses}: a library of its own has to be loaded for it`,
      };
    return undefined;
  },
});
