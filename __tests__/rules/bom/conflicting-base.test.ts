import { conflictingBase } from "../../../src/rules/bom/conflicting-base";
import { checkRule } from "../../support/check-rule";
import { contradiction } from "../../support/inventory-fact";

test("says what the documents say, and where the other one is", () =>
  expect(checkRule(conflictingBase, contradiction("base"))).toMatchObject([
    {
      rule: conflictingBase.id,
      severity: "medium",
      message: "README.md says a, config.json says b",
      location: { path: "models/bert/README.md", line: 3 },
      evidence: "models/bert: see also models/bert/config.json:7",
    },
  ]));

test("other contradictions and other facts are not its business", () => {
  expect(checkRule(conflictingBase, contradiction("license"))).toEqual([]);
  expect(checkRule(conflictingBase, contradiction("base", { kind: "missing", what: "card", path: "m" }))).toEqual([]);
});
