import { conflictingDescription } from "../../../src/rules/bom/conflicting-description";
import { checkRule } from "../../support/check-rule";
import { contradiction } from "../../support/inventory-fact";

test.each(["architecture", "dtype", "parameters", "card"] as const)("%s is one", (about) =>
  expect(checkRule(conflictingDescription, contradiction(about))).toMatchObject([
    { severity: "low", message: "README.md says a, config.json says b" },
  ]),
);

test("what is worse has a rule of its own", () => {
  for (const about of ["base", "license", "index", "digest"] as const)
    expect(checkRule(conflictingDescription, contradiction(about))).toEqual([]);
});
