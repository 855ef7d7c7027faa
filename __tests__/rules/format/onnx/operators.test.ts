import { OPERATORS } from "../../../../src/rules/format/onnx/operators";

/** Written by tools/onnx/operators.py; what a person may have done to it since. */
describe("the table of ONNX operators", () => {
  const names = (domain: string) => OPERATORS[domain]!.trim().split(/\s+/);

  test("has the domains of ONNX and ONNX Runtime", () => {
    expect(Object.keys(OPERATORS)).toEqual([
      "",
      "ai.onnx.contrib",
      "ai.onnx.ml",
      "ai.onnx.preview",
      "ai.onnx.preview.training",
      "com.microsoft",
      "com.microsoft.nchwc",
      "com.ms.internal.nhwc",
    ]);
  });

  test.each(Object.keys(OPERATORS))("the names of %j are sorted, and each stands once", (domain) => {
    expect(names(domain)).toEqual([...new Set(names(domain))].sort());
    for (const name of names(domain)) expect(name).toMatch(/^[A-Z][A-Za-z0-9_]*$/);
  });

  test("has old, new and dangerous names where they belong", () => {
    expect(names("")).toEqual(expect.arrayContaining(["Abs", "Attention", "Scan", "Upsample", "GivenTensorFill"]));
    expect(names("").length).toBeGreaterThan(200);
    for (const name of ["PyOp", "PythonOp", "ATen"])
      expect(Object.keys(OPERATORS).filter((domain) => names(domain).includes(name))).toEqual([]);
  });
});
