import type { OperatorFact } from "../../../src/core/graph-facts";
import { onnxCustomOperator } from "../../../src/rules/format/onnx-custom-operator";
import { checkRule } from "../../support/check-rule";

const at = { path: "m.onnx", inside: [] };

function check(operator: Partial<OperatorFact>, format = "onnx") {
  const operators = [{ name: "Foo", count: 1, where: [], ...operator }];
  return checkRule(onnxCustomOperator, {
    kind: "graph",
    at,
    graph: { format, operators, inputs: [], outputs: [], metadata: {} },
  }).map(({ severity, message, evidence }) => [severity, message, ...(evidence === undefined ? [] : [evidence])]);
}

describe("MA-FMT-020 onnx-custom-operator", () => {
  test("passes on operators of domains that no runtime brings", () => {
    expect(check({ domain: "com.acme", count: 1200, node: "n", where: ["If a (then_branch)"] })).toEqual([
      [
        "medium",
        "the operator com.acme:Foo is used 1,200 times, first in node n (inside If a (then_branch)): a library of its own has to be loaded for it",
      ],
    ]);
  });

  test("passes on names that ONNX does not have in its own domains", () => {
    const message = "the operator Foo is used once, and ONNX has none of this name";
    expect(check({})).toEqual([["medium", message]]);
    expect(check({ domain: "ai.onnx.ml" })[0]![0]).toBe("medium");
    expect(check({ domain: "ai.onnx.contrib" })[0]![0]).toBe("medium");
    expect(check({ name: "relu" })[0]![0]).toBe("medium");
    expect(check({ name: "toString" })[0]![0]).toBe("medium");
    expect(check({ name: "" })[0]![0]).toBe("medium");
  });

  test("a name that is new in ONNX Runtime's domain is hygiene", () => {
    expect(check({ domain: "com.microsoft" })).toEqual([
      ["low", "the operator com.microsoft:Foo is used once, and the ONNX Runtime that we know has none of this name"],
    ]);
  });

  test("PyTorch's operators by name are somebody else's", () => {
    const aten = { name: "ATen", domain: "org.pytorch.aten", constants: ["operator=aten::embedding_bag"] };
    expect(check(aten)).toEqual([
      ["medium", expect.stringContaining("org.pytorch.aten:ATen"), "operator=aten::embedding_bag"],
    ]);
  });

  test.each([
    [{ name: "Relu" }],
    [{ name: "Upsample" }],
    [{ name: "ConstantFill" }],
    [{ name: "TreeEnsembleClassifier", domain: "ai.onnx.ml" }],
    [{ name: "Adam", domain: "ai.onnx.preview.training" }],
    [{ name: "FusedMatMul", domain: "com.microsoft" }],
    [{ name: "Conv", domain: "com.microsoft.nchwc" }],
    [{ name: "Anything", domain: "com.microsoft.dml" }],
    [{ name: "BertTokenizer", domain: "ai.onnx.contrib" }],
    [{ name: "Foo", domain: "pkg.torch", local: true as const }],
  ])("%j is silent", (operator) => {
    expect(check(operator)).toEqual([]);
  });

  test("graphs of other formats are not its business", () => {
    expect(check({ domain: "com.acme" }, "tflite")).toEqual([]);
  });

  test("a thousand operators are one more line", () => {
    const operators = Array.from({ length: 1000 }, (_, i) => ({ name: `Op${i}`, domain: "d", count: 1, where: [] }));
    const graph = { format: "onnx", operators, inputs: [], outputs: [], metadata: {} };
    const found = checkRule(onnxCustomOperator, { kind: "graph", at, graph });
    expect(found).toHaveLength(201);
    expect(found.at(-1)!.message).toBe("and 800 more operators of this kind");
  });

  test("the same operator has the same identity wherever it stands", () => {
    const of = (where: string[], offset: number) =>
      checkRule(onnxCustomOperator, {
        kind: "graph",
        at,
        graph: {
          format: "onnx",
          operators: [{ name: "Foo", domain: "d", count: 1, where, offset }],
          inputs: [],
          outputs: [],
          metadata: {},
        },
      })[0]!;
    expect(of([], 1).fingerprint).toBe(of(["function a:b"], 99).fingerprint);
    expect(of([], 99).location.offset).toBe(99);
  });
});
