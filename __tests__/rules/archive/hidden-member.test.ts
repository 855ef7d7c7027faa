import { hiddenMember } from "../../../src/rules/archive/hidden-member";
import { checkOddity } from "../../support/check-rule";

describe("MA-ARC-005 hidden-member", () => {
  test("says which member and what is odd about it", () => {
    const [found] = checkOddity(hiddenMember, {
      oddity: "hidden-member",
      member: "data.pkl",
      detail: "the directory does not list it",
      offset: 7,
    });
    expect(found).toMatchObject({
      rule: "MA-ARC-005",
      severity: "high",
      message: "member data.pkl: the directory does not list it",
      location: { offset: 7 },
    });
  });

  test("leaves other oddities to their rules", () => {
    expect(checkOddity(hiddenMember, { oddity: "symlink", detail: "something else" })).toEqual([]);
  });

  test("a flood is cut, and said", () => {
    const many = Array.from(
      { length: 500 },
      (_, i) => ({ oddity: "hidden-member", member: `m${i}`, detail: "x" }) as const,
    );
    const found = checkOddity(hiddenMember, ...many);
    expect(found).toHaveLength(201);
    expect(found.at(-1)!.message).toContain("300 more");
  });
});
