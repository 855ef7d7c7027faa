import { symlinkMember } from "../../../src/rules/archive/symlink-member";
import { checkOddity } from "../../support/check-rule";

describe("MA-ARC-002 symlink-member", () => {
  test("says which member and what is odd about it", () => {
    const [found] = checkOddity(symlinkMember, {
      oddity: "symlink",
      member: "link",
      detail: "links to /etc/passwd",
      offset: 7,
    });
    expect(found).toMatchObject({
      rule: "MA-ARC-002",
      severity: "high",
      message: "member link: links to /etc/passwd",
      location: { offset: 7 },
    });
  });

  test("leaves other oddities to their rules", () => {
    expect(checkOddity(symlinkMember, { oddity: "data-around", detail: "something else" })).toEqual([]);
  });

  test("a flood is cut, and said", () => {
    const many = Array.from({ length: 500 }, (_, i) => ({ oddity: "symlink", member: `m${i}`, detail: "x" }) as const);
    const found = checkOddity(symlinkMember, ...many);
    expect(found).toHaveLength(201);
    expect(found.at(-1)!.message).toContain("300 more");
  });
});
