import { malformed } from "../../../src/rules/system/malformed";
import { checkUnreadable } from "../../support/check-rule";

describe("MA-SYS-001 malformed", () => {
  test("says why in the reader's words", () => {
    const [found] = checkUnreadable(malformed, "malformed", "its own words");
    expect(found).toMatchObject({ rule: "MA-SYS-001", severity: "high" });
    expect(found!.message).toMatch(/: its own words$/);
  });

  test("the fingerprint does not hang on numbers in the words", () => {
    const [a] = checkUnreadable(malformed, "malformed", "at 0x1");
    const [b] = checkUnreadable(malformed, "malformed", "at 0x2");
    expect(a!.fingerprint).toBe(b!.fingerprint);
  });

  test("leaves other reasons to their rules", () => {
    expect(checkUnreadable(malformed, "limit")).toEqual([]);
  });
});
