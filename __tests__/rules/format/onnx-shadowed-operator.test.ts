import type { OperatorFact } from "../../../src/core/graph-facts";
import { onnxShadowedOperator } from "../../../src/rules/format/onnx-shadowed-operator";
import { checkRule } from "../../support/check-rule";

const at = { path: "m.onnx", inside: [] };

function check(operator: Partial<OperatorFact>, format = "onnx") {
  const operators = [{ name: "Foo", count: 1, where: [], ...operator }];
  return checkRule(onnxShadowedOperator, {
    kind: "graph",
    at,
    graph: { format, operators, inputs: [], outputs: [], metadata: {} },
  }).map(({ severity, message, evidence }) => [severity, message, ...(evidence === undefined ? [] : [evidence])]);
}

describe("MA-FMT-023 onnx-shadowed-operator", () => {
  test("passes on a function that has a standard operator's name", () => {
    expect(check({ name: "Relu", local: true, count: 2 })).toEqual([
      ["medium", "the standard operator Relu is a function of the model itself, used 2 times"],
    ]);
    expect(check({ name: "Scaler", domain: "ai.onnx.ml", local: true })).toHaveLength(1);
  });

  test.each([
    [{ name: "Relu" }],
    [{ name: "Relu", domain: "pkg.torch", local: true as const }],
    [{ name: "Foo", local: true as const }],
    [{ name: "FusedMatMul", domain: "com.microsoft", local: true as const }],
  ])("%j is silent", (operator) => {
    expect(check(operator)).toEqual([]);
  });
});
