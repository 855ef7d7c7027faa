import { spelledForParser } from "../../../src/syntax/python/spelling";
import { PythonTree } from "../../../src/syntax/python/tree";

describe("spelledForParser", () => {
  test.each([
    ["x = [1., 2.e-3, 3.j, 1_0.]", "x = [10, 20e-3, 30j, 1_00]"],
    ["conv1.load(a1.b, 1.5, 1..real, x[0].y)", "conv1.load(a1.b, 1.5, 1..real, x[0].y)"],
    ["def f():\n    yield\n    x = (yield)", "def f():\n    None \n    x = (None )"],
    ["yield x; yields", "yield x; yields"],
    ["with a as self.f: pass", "with a as self_f: pass"],
    ["with a as (b, c): pass", "with a as _b__c_: pass"],
    ["match x:\n case str() | int():\n  f()", "match x:\n case str   | int  :\n  f()"],
  ])("%j", (text, expected) => {
    expect(spelledForParser(text)).toBe(expected);
    expect(spelledForParser(text)).toHaveLength(text.length);
  });

  test("values are read from the text as it is", () => {
    const tree = PythonTree.parse('x = "version 1. yield"\n');
    const strings = Array.from({ length: tree.size }, (_, node) => node).filter((node) => tree.type(node) === "String");
    expect(strings.map((node) => tree.source(node))).toEqual(['"version 1. yield"']);
    expect(tree.errors).toBe(0);
  });

  test.each([
    "1".repeat(200_000),
    "as ".repeat(100_000),
    "case ".repeat(100_000),
    "1.".repeat(100_000),
    `as ${"a.".repeat(100_000)}`,
  ])("takes time in proportion to the text", (text) => {
    const started = performance.now();
    spelledForParser(text);
    expect(performance.now() - started).toBeLessThan(120_000);
  });
});
