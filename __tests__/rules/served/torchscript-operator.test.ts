import type { GraphFacts, OperatorFact } from "../../../src/core/graph-facts";
import { torchscriptOperator } from "../../../src/rules/served/torchscript-operator";
import { checkRule } from "../../support/check-rule";

const say = (operator: Partial<OperatorFact>, format = "torchscript") => {
  const graph: GraphFacts = {
    format, operators: [{ domain: "aten", name: "add", count: 1, where: [], offset: 7, ...operator }], inputs: [], outputs: [], metadata: {},
  }; // prettier-ignore
  return checkRule(torchscriptOperator, { kind: "graph", at: { path: "m.pt", inside: ["m/code/a.py"] }, graph });
};

test("shows the operator, its constant and its place", () =>
  expect(say({ name: "save", constants: ['/tmp/"x'] })).toMatchObject([
    { severity: "critical", evidence: 'aten::save("/tmp/\\"x")', location: { offset: 7 } },
  ]));

test("an operator of a library of someone's is medium", () =>
  expect(say({ domain: "mylib", name: "f" })).toMatchObject([{ severity: "medium" }]));

test.each(["aten", "quantized", "classes.quantized", "torchvision"])("nothing about %s", (domain) =>
  expect(say({ domain })).toEqual([]),
);

test("graphs of other formats have their own rules", () => expect(say({ name: "save" }, "onnx")).toEqual([]));
