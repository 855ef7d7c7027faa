import { conflictingLicense } from "../../../src/rules/bom/conflicting-license";
import { checkRule } from "../../support/check-rule";
import { contradiction } from "../../support/inventory-fact";

test("says what the documents say, and where the other one is", () =>
  expect(checkRule(conflictingLicense, contradiction("license"))).toMatchObject([
    {
      rule: conflictingLicense.id,
      severity: "medium",
      message: "README.md says a, config.json says b",
      location: { path: "models/bert/README.md", line: 3 },
      evidence: "models/bert: see also models/bert/config.json:7",
    },
  ]));

test("other contradictions and other facts are not its business", () => {
  expect(checkRule(conflictingLicense, contradiction("base"))).toEqual([]);
  expect(checkRule(conflictingLicense, contradiction("license", { kind: "missing", what: "card", path: "m" }))).toEqual(
    [],
  );
});
