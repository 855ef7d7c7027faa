import { wrongChecksum } from "../../../src/rules/archive/wrong-checksum";
import { checkOddity } from "../../support/check-rule";

describe("MA-ARC-007 wrong-checksum", () => {
  test("says which member and what is odd about it", () => {
    const [found] = checkOddity(wrongChecksum, {
      oddity: "wrong-checksum",
      member: "data.pkl",
      detail: "its content is not what its CRC-32 says",
      offset: 7,
    });
    expect(found).toMatchObject({
      rule: "MA-ARC-007",
      severity: "medium",
      message: "member data.pkl: its content is not what its CRC-32 says",
      location: { offset: 7 },
    });
  });

  test("leaves other oddities to their rules", () => {
    expect(checkOddity(wrongChecksum, { oddity: "symlink", detail: "something else" })).toEqual([]);
  });

  test("a flood is cut, and said", () => {
    const many = Array.from(
      { length: 500 },
      (_, i) => ({ oddity: "wrong-checksum", member: `m${i}`, detail: "x" }) as const,
    );
    const found = checkOddity(wrongChecksum, ...many);
    expect(found).toHaveLength(201);
    expect(found.at(-1)!.message).toContain("300 more");
  });
});
