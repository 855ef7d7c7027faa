import { ownRulesFailed } from "../../../src/rules/policy/own-rules-failed";
import type { OwnRulesFacts } from "../../../src/core/own-rules-facts";
import { checkRule } from "../../support/check-rule";

const AT = { path: ".model-assay.yml", inside: [], line: 1 };
const check = (facts: OwnRulesFacts) => checkRule(ownRulesFailed, { kind: "own-rules", at: AT, facts });

describe("MA-POL-007 own-rules-failed", () => {
  test("says whose rules and why", () => {
    expect(
      check({ kind: "failed", detail: "rules/a.rego:3:1: divide by zero", owner: "this repository" }),
    ).toMatchObject([
      {
        severity: "high",
        message: "The rules of this repository gave no answer: rules/a.rego:3:1: divide by zero",
        location: AT,
      },
    ]);
  });

  test("leaves results to their rule", () => {
    expect(check({ kind: "result", from: "deny", severity: "high", message: "m", owner: "o" })).toEqual([]);
  });
});
