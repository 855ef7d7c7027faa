import { kerasCode } from "../../../src/rules/keras/keras-code";
import { checkKeras } from "./support";

const python = { name: "<lambda>", file: "a.py", line: 3, names: ["os", "system"], strings: ["echo 'hi'"] };
const code = { where: "lambda_1 (Lambda), function", digest: "d1", python };

describe("MA-FMT-040 keras-code", () => {
  test("shows the names and constants, and says when it runs", () => {
    const [found] = checkKeras(kerasCode, { codes: [code] });
    expect(found).toMatchObject({
      severity: "critical",
      evidence: `<lambda> at a.py:3 uses os, system; constants "echo 'hi'"`,
    });
    expect(found!.message).toContain("lambda_1 (Lambda), function: Python code by value; it runs with safe_mode=False");
  });

  test("HDF5 and SavedModels have no safe mode", () => {
    expect(checkKeras(kerasCode, { codes: [code], loader: "keras-h5" })[0]!.message).toContain(
      "does not ask safe_mode",
    );
    expect(checkKeras(kerasCode, { codes: [code], loader: "saved-model" })[0]!.message).toContain(
      "there is no safe_mode",
    );
  });

  test("bytecode that cannot be read is reported as well", () => {
    const [found] = checkKeras(kerasCode, { codes: [{ where: "x", digest: "d", problem: "it ends too early" }] });
    expect(found).toMatchObject({ severity: "critical", evidence: "bytecode that cannot be read: it ends too early" });
  });

  test("the bytecode is the identity, not the place", () => {
    const [one, two] = [code, { ...code, where: "elsewhere" }].map(
      (each) => checkKeras(kerasCode, { codes: [each] })[0]!,
    );
    expect(one!.fingerprint).toBe(two!.fingerprint);
  });

  test("a model without code is silent", () => {
    expect(checkKeras(kerasCode, {})).toEqual([]);
  });
});
