import type { OperatorFact } from "../../../src/core/graph-facts";
import { onnxCompiledProgram } from "../../../src/rules/format/onnx-compiled-program";
import { checkRule } from "../../support/check-rule";

const at = { path: "m.onnx", inside: [] };

function check(operator: Partial<OperatorFact>, format = "onnx") {
  const operators = [{ name: "Foo", count: 1, where: [], ...operator }];
  return checkRule(onnxCompiledProgram, {
    kind: "graph",
    at,
    graph: { format, operators, inputs: [], outputs: [], metadata: {} },
  }).map(({ severity, message, evidence }) => [severity, message, ...(evidence === undefined ? [] : [evidence])]);
}

describe("MA-FMT-024 onnx-compiled-program", () => {
  test("passes on operators that hold a program", () => {
    expect(check({ name: "EPContext", domain: "com.microsoft", node: "n" })).toEqual([
      [
        "medium",
        "the operator com.microsoft:EPContext is used once in node n: it runs a compiled program that cannot be looked into",
      ],
    ]);
    expect(check({ name: "Snpe", domain: "com.microsoft" })).toHaveLength(1);
  });

  test("others are silent", () => {
    expect(check({ name: "EPContext", domain: "com.acme" })).toEqual([]);
    expect(check({ name: "Relu" })).toEqual([]);
  });
});
