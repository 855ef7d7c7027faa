import { opaqueProgram } from "../../../src/rules/tensorflow/opaque-program";
import { checkRule } from "../../support/check-rule";

const check = (name: string, format: string) =>
  checkRule(opaqueProgram, {
    kind: "graph",
    at: { path: "m", inside: [] },
    graph: { format, operators: [{ name, count: 1, where: ["f"] }], inputs: [], outputs: [], metadata: {} },
  });

describe("MA-FMT-032 opaque-program", () => {
  test("says what is not looked into, as info", () => {
    expect(check("XlaCallModule", "saved-model")).toEqual([
      expect.objectContaining({
        severity: "info",
        message: "operator XlaCallModule carries a StableHLO program, which is not looked into (in f)",
      }),
    ]);
    expect(check("edgetpu-custom-op", "tflite")).toHaveLength(1);
  });

  test("others, and other formats, are silent", () => {
    expect(check("MatMul", "saved-model")).toEqual([]);
    expect(check("XlaCallModule", "onnx")).toEqual([]);
  });
});
