import { notFetched } from "../../../src/rules/system/not-fetched";
import { checkUnreadable } from "../../support/check-rule";

describe("MA-SYS-004 not-fetched", () => {
  test("says why in the reader's words", () => {
    const [found] = checkUnreadable(notFetched, "not-fetched", "its own words");
    expect(found).toMatchObject({ rule: "MA-SYS-004", severity: "medium" });
    expect(found!.message).toMatch(/: its own words$/);
  });

  test("the fingerprint does not hang on numbers in the words", () => {
    const [a] = checkUnreadable(notFetched, "not-fetched", "at 0x1");
    const [b] = checkUnreadable(notFetched, "not-fetched", "at 0x2");
    expect(a!.fingerprint).toBe(b!.fingerprint);
  });

  test("leaves other reasons to their rules", () => {
    expect(checkUnreadable(notFetched, "unsupported")).toEqual([]);
  });
});
