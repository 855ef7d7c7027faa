import { specialFile } from "../../../src/rules/archive/special-file";
import { checkOddity } from "../../support/check-rule";

describe("MA-ARC-009 special-file", () => {
  test("says which member and what is odd about it", () => {
    const [found] = checkOddity(specialFile, {
      oddity: "special-file",
      member: "dev",
      detail: "is a device",
      offset: 7,
    });
    expect(found).toMatchObject({
      rule: "MA-ARC-009",
      severity: "high",
      message: "member dev: is a device",
      location: { offset: 7 },
    });
  });

  test("leaves other oddities to their rules", () => {
    expect(checkOddity(specialFile, { oddity: "symlink", detail: "something else" })).toEqual([]);
  });

  test("a flood is cut, and said", () => {
    const many = Array.from(
      { length: 500 },
      (_, i) => ({ oddity: "special-file", member: `m${i}`, detail: "x" }) as const,
    );
    const found = checkOddity(specialFile, ...many);
    expect(found).toHaveLength(201);
    expect(found.at(-1)!.message).toContain("300 more");
  });
});
