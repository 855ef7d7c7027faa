import { oddFlags } from "../../../src/rules/archive/odd-flags";
import { checkOddity } from "../../support/check-rule";

describe("MA-ARC-008 odd-flags", () => {
  test("says which member and what is odd about it", () => {
    const [found] = checkOddity(oddFlags, {
      oddity: "flag-bits",
      member: "data.pkl",
      detail: "it says that it is encrypted, and is not",
      offset: 7,
    });
    expect(found).toMatchObject({
      rule: "MA-ARC-008",
      severity: "medium",
      message: "member data.pkl: it says that it is encrypted, and is not",
      location: { offset: 7 },
    });
  });

  test("leaves other oddities to their rules", () => {
    expect(checkOddity(oddFlags, { oddity: "symlink", detail: "something else" })).toEqual([]);
  });

  test("a flood is cut, and said", () => {
    const many = Array.from(
      { length: 500 },
      (_, i) => ({ oddity: "flag-bits", member: `m${i}`, detail: "x" }) as const,
    );
    const found = checkOddity(oddFlags, ...many);
    expect(found).toHaveLength(201);
    expect(found.at(-1)!.message).toContain("300 more");
  });
});
