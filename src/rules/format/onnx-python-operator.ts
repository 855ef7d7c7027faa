import { standingOf } from "./onnx/known";
import { nameOf, usesOf } from "./onnx/words";
import { onnxOperatorRule } from "./onnx-operator-rule";

/** Why: such an operator calls Python by the names that the model gives; one of them imports the module that it names. */
export const onnxPythonOperator = onnxOperatorRule({
  id: "MA-FMT-021",
  name: "onnx-python-operator",
  severity: "critical",
  confidence: "high",
  since: "0.1.0",
  summary: "An ONNX model runs Python code by name",
  remedy: "Do not load this model into a runtime with Python operators. Export it with standard operators.",
  say(operator) {
    if (standingOf(operator) !== "python") return undefined;
    const { constants = [] } = operator;
    const text = (key: string) => constants.find((each) => each.startsWith(`${key}=`))?.slice(key.length + 1);
    const [module, name] = [text("module"), text("class_name") ?? text("func_name") ?? text("name")];
    const used = `the operator ${nameOf(operator)} is used ${usesOf(operator)}`;
    if (module !== undefined)
      return {
        message: `${used}: it imports the Python module ${module}${name === undefined ? "" : ` and calls ${name}`}`,
      };
    return {
      severity: "high",
      message: `${used}: it calls ${name === undefined ? "Python code" : `the Python code ${name}`} of the program that loads it`,
    };
  },
});
