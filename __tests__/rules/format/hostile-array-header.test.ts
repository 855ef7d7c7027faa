import { hostileArrayHeader } from "../../../src/rules/format/hostile-array-header";
import { checkRule } from "../../support/check-rule";

const at = { path: "a.npy", inside: [] };
const array = { dtype: "<f4", shape: [3], fortranOrder: false, hasObjects: false };

describe("MA-FMT-001 hostile-array-header", () => {
  test("passes on what is wrong with the header", () => {
    const [found] = checkRule(hostileArrayHeader, {
      kind: "array",
      at,
      array: { ...array, problem: "the shape is negative" },
    });
    expect(found).toMatchObject({
      severity: "high",
      message: "the array's header is not numpy's: the shape is negative",
    });
  });

  test("a good header is silent", () => {
    expect(checkRule(hostileArrayHeader, { kind: "array", at, array })).toEqual([]);
  });
});
