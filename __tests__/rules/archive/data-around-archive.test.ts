import { dataAroundArchive } from "../../../src/rules/archive/data-around-archive";
import { checkOddity, checkOddityIn } from "../../support/check-rule";

describe("MA-ARC-006 data-around-archive", () => {
  test("says which member and what is odd about it", () => {
    const [found] = checkOddity(dataAroundArchive, {
      oddity: "data-around",
      detail: "120 bytes stand before the first member",
      offset: 7,
    });
    expect(found).toMatchObject({
      rule: "MA-ARC-006",
      severity: "medium",
      message: "120 bytes stand before the first member",
      location: { offset: 7 },
    });
  });

  test("is worth knowing only in an archive that holds no model: Office files and installers have zips inside", () => {
    const fact = { oddity: "data-around", detail: "12744 bytes before the archive that belong to no member" } as const;
    expect(checkOddityIn("zip", dataAroundArchive, fact)[0]).toMatchObject({ severity: "info" });
  });

  test("leaves other oddities to their rules", () => {
    expect(checkOddity(dataAroundArchive, { oddity: "symlink", detail: "something else" })).toEqual([]);
  });

  test("a flood is cut, and said", () => {
    const many = Array.from(
      { length: 500 },
      (_, i) => ({ oddity: "data-around", member: `m${i}`, detail: "x" }) as const,
    );
    const found = checkOddity(dataAroundArchive, ...many);
    expect(found).toHaveLength(201);
    expect(found.at(-1)!.message).toContain("300 more");
  });
});
