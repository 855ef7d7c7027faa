import { computedImport } from "../../../src/rules/pickle/computed-import";
import { checkPickle } from "../../support/check-rule";
import { pickle } from "../../support/pickle-builder";

describe("MA-PKL-005 computed-import", () => {
  test.each([
    ["a name that a call returns", pickle(4).string("os").call("builtins", "str", "system").stackGlobal()],
    ["a module that a call returns", pickle(4).call("builtins", "str", "os").string("system").stackGlobal()],
    ["a name that is a number", pickle(4).string("os").int(1).stackGlobal()],
    ["an extension code", pickle(2).ext1(7)],
    ["a two-byte extension code", pickle(2).ext2(700)],
    ["a four-byte extension code", pickle(2).ext4(70000)],
  ])("%s", (_, builder) => {
    const found = checkPickle(computedImport, builder.stop());
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ severity: "high", message: expect.stringContaining("name cannot be read") });
  });

  test("a name that stands in the file is none", () => {
    expect(checkPickle(computedImport, pickle(4).global("os", "system").stop())).toEqual([]);
  });
});
