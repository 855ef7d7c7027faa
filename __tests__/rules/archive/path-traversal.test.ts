import { pathTraversal } from "../../../src/rules/archive/path-traversal";
import { checkOddity } from "../../support/check-rule";

describe("MA-ARC-001 path-traversal", () => {
  test("says which member and what is odd about it", () => {
    const [found] = checkOddity(pathTraversal, {
      oddity: "path-traversal",
      member: "../../x",
      detail: "the name has a `..` component",
      offset: 7,
    });
    expect(found).toMatchObject({
      rule: "MA-ARC-001",
      severity: "high",
      message: "member ../../x: the name has a `..` component",
      location: { offset: 7 },
    });
  });

  test("leaves other oddities to their rules", () => {
    expect(checkOddity(pathTraversal, { oddity: "symlink", detail: "something else" })).toEqual([]);
  });

  test("a flood is cut, and said", () => {
    const many = Array.from(
      { length: 500 },
      (_, i) => ({ oddity: "path-traversal", member: `m${i}`, detail: "x" }) as const,
    );
    const found = checkOddity(pathTraversal, ...many);
    expect(found).toHaveLength(201);
    expect(found.at(-1)!.message).toContain("300 more");
  });
});
