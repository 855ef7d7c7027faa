import { formatDenied } from "../../../src/rules/policy/format-denied";
import { checkFile } from "../../support/check-rule";

describe("MA-POL-004 format-denied", () => {
  const deniedFormats = new Set(["pickle"]);

  test("a file of a format that the policy denies", () => {
    const [found] = checkFile(formatDenied, "models/a.pkl", ["pickle"], {}, { deniedFormats });
    expect(found).toMatchObject({ severity: "high", message: expect.stringContaining("models/a.pkl is pickle") });
  });

  test("a member of one", () => {
    const [found] = checkFile(formatDenied, "a.pt", ["pickle"], { inside: ["a/data.pkl"] }, { deniedFormats });
    expect(found!.message).toContain("a/data.pkl is pickle");
  });

  test("other formats, or no list", () => {
    expect(checkFile(formatDenied, "a.pt", ["torch"], {}, { deniedFormats })).toEqual([]);
    expect(checkFile(formatDenied, "a.pkl", ["pickle"])).toEqual([]);
  });
});
