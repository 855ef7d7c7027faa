import { conflictingDigest } from "../../../src/rules/bom/conflicting-digest";
import { checkRule } from "../../support/check-rule";
import { contradiction } from "../../support/inventory-fact";

test("says what the documents say, and where the other one is", () =>
  expect(checkRule(conflictingDigest, contradiction("digest"))).toMatchObject([
    {
      rule: conflictingDigest.id,
      severity: "high",
      message: "README.md says a, config.json says b",
      location: { path: "models/bert/README.md", line: 3 },
      evidence: "models/bert: see also models/bert/config.json:7",
    },
  ]));

test("other contradictions and other facts are not its business", () => {
  expect(checkRule(conflictingDigest, contradiction("index"))).toEqual([]);
  expect(checkRule(conflictingDigest, contradiction("digest", { kind: "missing", what: "card", path: "m" }))).toEqual(
    [],
  );
});
