import type { OperatorFact } from "../../../src/core/graph-facts";
import { onnxPythonOperator } from "../../../src/rules/format/onnx-python-operator";
import { checkRule } from "../../support/check-rule";

const at = { path: "m.onnx", inside: [] };

function check(operator: Partial<OperatorFact>, format = "onnx") {
  const operators = [{ name: "Foo", count: 1, where: [], ...operator }];
  return checkRule(onnxPythonOperator, {
    kind: "graph",
    at,
    graph: { format, operators, inputs: [], outputs: [], metadata: {} },
  }).map(({ severity, message, evidence }) => [severity, message, ...(evidence === undefined ? [] : [evidence])]);
}

describe("MA-FMT-021 onnx-python-operator", () => {
  test("an operator that imports the module it names is critical", () => {
    const constants = ["class_name=Multi_1", "compute=run", "module=mymodule"];
    expect(check({ name: "PyOp", domain: "pyopmulti_1", node: "n", constants })).toEqual([
      [
        "critical",
        "the operator pyopmulti_1:PyOp is used once in node n: it imports the Python module mymodule and calls Multi_1",
        "class_name=Multi_1, compute=run, module=mymodule",
      ],
    ]);
  });

  test("one that calls what the program registered is high", () => {
    const constants = ["func_name=torch.nn.MyFunction"];
    expect(check({ name: "PythonOp", domain: "com.microsoft", constants })).toEqual([
      [
        "high",
        "the operator com.microsoft:PythonOp is used once: it calls the Python code torch.nn.MyFunction of the program that loads it",
        "func_name=torch.nn.MyFunction",
      ],
    ]);
    expect(check({ name: "PyOp" })).toEqual([
      ["high", "the operator PyOp is used once: it calls Python code of the program that loads it"],
    ]);
  });

  test.each(["PyFunc", "EagerPyFunc", "PyFuncStateless", "python", "py_func", "MyPyOp", "PythonOpGrad"])(
    "%s is one",
    (name) => {
      expect(check({ name, domain: "com.acme" })[0]![0]).toBe("high");
    },
  );

  test.each(["CopyOp", "Occupy", "NumpyOp", "Pyramid", "PyramidROIAlign_TRT", "Spy"])("%s is none", (name) => {
    expect(check({ name, domain: "com.acme" })).toEqual([]);
  });

  test("a function of the model, and other operators, are silent", () => {
    expect(check({ name: "PyOp", local: true })).toEqual([]);
    expect(check({ name: "Relu" })).toEqual([]);
    expect(check({ name: "PyOp" }, "saved-model")).toEqual([]);
  });
});
