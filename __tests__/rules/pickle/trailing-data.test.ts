import { trailingData } from "../../../src/rules/pickle/trailing-data";
import { checkRule } from "../../support/check-rule";

describe("MA-PKL-009 trailing-data", () => {
  test("says how many bytes follow what", () => {
    const at = { path: "a.pkl", inside: [], offset: 10 };
    const [found] = checkRule(trailingData, { kind: "trailing", at, bytes: 1234, after: "the pickle" });
    expect(found).toMatchObject({
      severity: "low",
      message: "1,234 bytes follow the pickle and belong to nothing",
      location: at,
    });
  });
});
