import { ownRule } from "../../../src/rules/policy/own-rule";
import type { OwnRulesFacts } from "../../../src/core/own-rules-facts";
import { checkRule } from "../../support/check-rule";

const AT = { path: ".model-assay.yml", inside: [], line: 1 };
const RESULT = {
  kind: "result",
  from: "deny",
  severity: "critical",
  message: "no pickle files",
  path: "models/a.pkl",
  owner: "acme/policies",
} as const;
const check = (facts: OwnRulesFacts) => checkRule(ownRule, { kind: "own-rules", at: AT, facts });

describe("MA-POL-006 own-rule", () => {
  test("says what the rule says, as severe, where the rule says it", () => {
    expect(check(RESULT)).toMatchObject([
      {
        rule: "MA-POL-006",
        severity: "critical",
        message: "no pickle files",
        evidence: "deny of acme/policies",
        location: { path: "models/a.pkl", inside: [] },
      },
    ]);
  });

  test("stands at the policy where the rule names no path", () => {
    expect(check({ kind: "result", from: "warn", severity: "low", message: "m", owner: "o" })).toMatchObject([
      { severity: "low", location: AT },
    ]);
  });

  test("is another finding for other words, another path, and warn instead of deny, and the same for another owner", () => {
    const variants = [
      {},
      { message: "x" },
      { path: "b" },
      { from: "warn" },
      { owner: "b" },
      { severity: "low" },
    ] as const;
    const prints = variants.map((more) => check({ ...RESULT, ...more })[0]!.fingerprint);
    expect(new Set(prints.slice(0, 4)).size).toBe(4);
    expect(prints.slice(4)).toEqual([prints[0], prints[0]]);
  });

  test("leaves failures to their rule", () => {
    expect(check({ kind: "failed", detail: "x", owner: "acme/policies" })).toEqual([]);
  });
});
