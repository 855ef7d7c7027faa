import type { OperatorFact } from "../../../src/core/graph-facts";
import { operators } from "../../../src/rules/tensorflow/operator-names";
import { operatorOfALibrary } from "../../../src/rules/tensorflow/operator-of-a-library";
import { checkRule } from "../../support/check-rule";

const at = { path: "m", inside: [] };
const check = (operator: Partial<OperatorFact>, format = "saved-model") =>
  checkRule(operatorOfALibrary, {
    kind: "graph",
    at,
    graph: {
      format,
      operators: [{ name: "Relu", count: 1, where: [], ...operator }],
      inputs: [],
      outputs: [],
      metadata: {},
    },
  });

describe("MA-FMT-031 operator-of-a-library", () => {
  test("an operator that TensorFlow has not", () => {
    expect(check({ name: "MyOp" })).toEqual([
      expect.objectContaining({ severity: "medium", message: "operator MyOp is none of TensorFlow's" }),
    ]);
  });

  test("a library is named where the name tells it", () => {
    expect(check({ name: "IO>FileRead" })[0]!.message).toContain("tensorflow-io has operators of such names");
    expect(check({ name: "Addons>GatherTree" })[0]!.message).toContain("TensorFlow Addons");
  });

  test.each(["MatMul", "_FusedMatMul", "TRTEngineOp", "BoostedTreesPredict", "XlaCallModule"])(
    "%s is quiet",
    (name) => {
      expect(check({ name })).toEqual([]);
    },
  );

  test("in TensorFlow Lite: custom ones, and Flex ones that TensorFlow has not", () => {
    expect(check({ name: "MyOp", domain: "custom" }, "tflite")).toHaveLength(1);
    expect(check({ name: "some.target", domain: "custom-call" }, "tflite")).toHaveLength(1);
    expect(check({ name: "Nope", domain: "flex" }, "tflite")).toHaveLength(1);
    expect(check({ name: "MatrixInverse", domain: "flex" }, "tflite")).toEqual([]);
    expect(check({ name: "CONV_2D" }, "tflite")).toEqual([]);
    expect(check({ name: "Mfcc", domain: "custom" }, "tflite")).toEqual([]);
  });

  test("an ONNX graph is another rule's", () => {
    expect(check({ name: "MyOp", domain: "com.example" }, "onnx")).toEqual([]);
  });

  test("the list is the whole registry", () => {
    expect(operators().size).toBeGreaterThan(1900);
    for (const name of ["ReadFile", "PyFunc", "Conv2D", "Zeta", "Abort"]) expect(operators().has(name)).toBe(true);
  });
});
