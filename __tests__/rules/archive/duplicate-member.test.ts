import { duplicateMember } from "../../../src/rules/archive/duplicate-member";
import { checkOddity } from "../../support/check-rule";

describe("MA-ARC-003 duplicate-member", () => {
  test("says which member and what is odd about it", () => {
    const [found] = checkOddity(duplicateMember, {
      oddity: "duplicate-name",
      member: "data.pkl",
      detail: "another member has the same name",
      offset: 7,
    });
    expect(found).toMatchObject({
      rule: "MA-ARC-003",
      severity: "high",
      message: "member data.pkl: another member has the same name",
      location: { offset: 7 },
    });
  });

  test("leaves other oddities to their rules", () => {
    expect(checkOddity(duplicateMember, { oddity: "symlink", detail: "something else" })).toEqual([]);
  });

  test("a flood is cut, and said", () => {
    const many = Array.from(
      { length: 500 },
      (_, i) => ({ oddity: "duplicate-name", member: `m${i}`, detail: "x" }) as const,
    );
    const found = checkOddity(duplicateMember, ...many);
    expect(found).toHaveLength(201);
    expect(found.at(-1)!.message).toContain("300 more");
  });
});
