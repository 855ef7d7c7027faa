import { polyglot } from "../../../src/rules/archive/polyglot";
import { checkFile } from "../../support/check-rule";

describe("MA-ARC-010 polyglot", () => {
  test("two unrelated claims", () => {
    const [found] = checkFile(polyglot, "a.pt", ["zip", "pickle"]);
    expect(found).toMatchObject({
      severity: "high",
      message: "is pickle and zip at once: readers may take it for either",
    });
  });

  test("one claim, or none", () => {
    expect(checkFile(polyglot, "a.pt", ["torch"])).toEqual([]);
    expect(checkFile(polyglot, "a.pt", [])).toEqual([]);
  });
});
