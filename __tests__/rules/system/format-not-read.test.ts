import { formatNotRead } from "../../../src/rules/system/format-not-read";
import { checkUnreadable } from "../../support/check-rule";

describe("MA-SYS-005 format-not-read", () => {
  test("says why in the reader's words", () => {
    const [found] = checkUnreadable(formatNotRead, "unsupported", "its own words");
    expect(found).toMatchObject({ rule: "MA-SYS-005", severity: "info" });
    expect(found!.message).toMatch(/: its own words$/);
  });

  test("the fingerprint does not hang on numbers in the words", () => {
    const [a] = checkUnreadable(formatNotRead, "unsupported", "at 0x1");
    const [b] = checkUnreadable(formatNotRead, "unsupported", "at 0x2");
    expect(a!.fingerprint).toBe(b!.fingerprint);
  });

  test("leaves other reasons to their rules", () => {
    expect(checkUnreadable(formatNotRead, "not-fetched")).toEqual([]);
  });
});
