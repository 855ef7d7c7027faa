import { scannerFailure } from "../../../src/rules/system/scanner-failure";
import { checkUnreadable } from "../../support/check-rule";

describe("MA-SYS-006 scanner-failure", () => {
  test("says why in the reader's words", () => {
    const [found] = checkUnreadable(scannerFailure, "crashed", "its own words");
    expect(found).toMatchObject({ rule: "MA-SYS-006", severity: "high" });
    expect(found!.message).toMatch(/: its own words$/);
  });

  test("the fingerprint does not hang on numbers in the words", () => {
    const [a] = checkUnreadable(scannerFailure, "crashed", "at 0x1");
    const [b] = checkUnreadable(scannerFailure, "crashed", "at 0x2");
    expect(a!.fingerprint).toBe(b!.fingerprint);
  });

  test("leaves other reasons to their rules", () => {
    expect(checkUnreadable(scannerFailure, "malformed")).toEqual([]);
  });
});
