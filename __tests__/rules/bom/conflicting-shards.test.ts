import { conflictingShards } from "../../../src/rules/bom/conflicting-shards";
import { checkRule } from "../../support/check-rule";
import { contradiction } from "../../support/inventory-fact";

test("says what the documents say, and where the other one is", () =>
  expect(checkRule(conflictingShards, contradiction("index"))).toMatchObject([
    {
      rule: conflictingShards.id,
      severity: "medium",
      message: "README.md says a, config.json says b",
      location: { path: "models/bert/README.md", line: 3 },
      evidence: "models/bert: see also models/bert/config.json:7",
    },
  ]));

test("other contradictions and other facts are not its business", () => {
  expect(checkRule(conflictingShards, contradiction("digest"))).toEqual([]);
  expect(checkRule(conflictingShards, contradiction("index", { kind: "missing", what: "card", path: "m" }))).toEqual(
    [],
  );
});
