import type { OperatorFact } from "../../../src/core/graph-facts";
import { onnxOperatorReachesOut } from "../../../src/rules/format/onnx-operator-reaches-out";
import { checkRule } from "../../support/check-rule";

const at = { path: "m.onnx", inside: [] };

function check(operator: Partial<OperatorFact>, format = "onnx") {
  const operators = [{ name: "Foo", count: 1, where: [], ...operator }];
  return checkRule(onnxOperatorReachesOut, {
    kind: "graph",
    at,
    graph: { format, operators, inputs: [], outputs: [], metadata: {} },
  }).map(({ severity, message, evidence }) => [severity, message, ...(evidence === undefined ? [] : [evidence])]);
}

describe("MA-FMT-022 onnx-operator-reaches-out", () => {
  test("operators that call a service", () => {
    const constants = ["model_uri=https://example.org/score"];
    expect(check({ name: "AzureTextToText", domain: "com.microsoft.extensions", constants })).toEqual([
      [
        "high",
        "the operator com.microsoft.extensions:AzureTextToText is used once: it sends data to a service on the network",
        "model_uri=https://example.org/score",
      ],
    ]);
  });

  test("operators that open files", () => {
    expect(check({ name: "ImageReader", domain: "ai.onnx.contrib" })).toEqual([
      ["high", "the operator ai.onnx.contrib:ImageReader is used once: it opens files"],
    ]);
    for (const operator of ["aten::from_file", "mylib::anything"])
      expect(check({ name: "ATen", domain: "org.pytorch.aten", constants: [`operator=${operator}`] })).toEqual([
        [
          "high",
          "the operator org.pytorch.aten:ATen is used once: it calls an operator of PyTorch by name that opens files or is not PyTorch's own",
          `operator=${operator}`,
        ],
      ]);
  });

  test.each([
    [{ name: "Relu" }],
    [{ name: "ImageReader", domain: "com.acme" }],
    [
      {
        name: "ATen",
        domain: "org.pytorch.aten",
        constants: ["operator=aten::embedding_bag", "overload_name=from_file"],
      },
    ],
  ])("%j is silent", (operator) => {
    expect(check(operator)).toEqual([]);
  });
});
