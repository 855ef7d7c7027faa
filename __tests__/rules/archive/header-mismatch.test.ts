import { headerMismatch } from "../../../src/rules/archive/header-mismatch";
import { checkOddity } from "../../support/check-rule";

describe("MA-ARC-004 header-mismatch", () => {
  test("says which member and what is odd about it", () => {
    const [found] = checkOddity(headerMismatch, {
      oddity: "header-mismatch",
      member: "x.txt",
      detail: "the local header says data.pkl, the directory says x.txt",
      offset: 7,
    });
    expect(found).toMatchObject({
      rule: "MA-ARC-004",
      severity: "high",
      message: "member x.txt: the local header says data.pkl, the directory says x.txt",
      location: { offset: 7 },
    });
  });

  test("leaves other oddities to their rules", () => {
    expect(checkOddity(headerMismatch, { oddity: "symlink", detail: "something else" })).toEqual([]);
  });

  test("a flood is cut, and said", () => {
    const many = Array.from(
      { length: 500 },
      (_, i) => ({ oddity: "header-mismatch", member: `m${i}`, detail: "x" }) as const,
    );
    const found = checkOddity(headerMismatch, ...many);
    expect(found).toHaveLength(201);
    expect(found.at(-1)!.message).toContain("300 more");
  });
});
