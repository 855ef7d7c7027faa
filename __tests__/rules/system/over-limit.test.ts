import { overLimit } from "../../../src/rules/system/over-limit";
import { checkUnreadable } from "../../support/check-rule";

describe("MA-SYS-002 over-limit", () => {
  test("says why in the reader's words", () => {
    const [found] = checkUnreadable(overLimit, "limit", "its own words");
    expect(found).toMatchObject({ rule: "MA-SYS-002", severity: "high" });
    expect(found!.message).toMatch(/: its own words$/);
  });

  test("the fingerprint does not hang on numbers in the words", () => {
    const [a] = checkUnreadable(overLimit, "limit", "at 0x1");
    const [b] = checkUnreadable(overLimit, "limit", "at 0x2");
    expect(a!.fingerprint).toBe(b!.fingerprint);
  });

  test("leaves other reasons to their rules", () => {
    expect(checkUnreadable(overLimit, "malformed")).toEqual([]);
  });
});
