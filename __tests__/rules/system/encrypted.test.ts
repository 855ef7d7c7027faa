import { encrypted } from "../../../src/rules/system/encrypted";
import { checkUnreadable } from "../../support/check-rule";

describe("MA-SYS-003 encrypted", () => {
  test("says why in the reader's words", () => {
    const [found] = checkUnreadable(encrypted, "encrypted", "its own words");
    expect(found).toMatchObject({ rule: "MA-SYS-003", severity: "high" });
    expect(found!.message).toMatch(/: its own words$/);
  });

  test("the fingerprint does not hang on numbers in the words", () => {
    const [a] = checkUnreadable(encrypted, "encrypted", "at 0x1");
    const [b] = checkUnreadable(encrypted, "encrypted", "at 0x2");
    expect(a!.fingerprint).toBe(b!.fingerprint);
  });

  test("leaves other reasons to their rules", () => {
    expect(checkUnreadable(encrypted, "unsupported")).toEqual([]);
  });
});
