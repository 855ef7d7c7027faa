import { missingEvidence } from "../../../src/rules/bom/missing-evidence";
import { checkRule } from "../../support/check-rule";
import { contradiction, inventorySubject } from "../../support/inventory-fact";

test.each([
  ["card", "models/bert has no card, which the policy wants"],
  ["license", "models/bert has no licence that any of its documents says, which the policy wants"],
  ["base-revision", "models/bert names a base model without the commit that it was made from, which the policy wants"],
  ["dataset", "models/bert names no dataset that it was trained on, which the policy wants"],
] as const)("%s", (what, message) =>
  expect(checkRule(missingEvidence, inventorySubject({ kind: "missing", what, path: "models/bert" }))).toMatchObject([
    { severity: "medium", message },
  ]),
);

test("each model and each lack is a finding of its own", () => {
  const of = (what: "card" | "license", path: string) =>
    checkRule(missingEvidence, inventorySubject({ kind: "missing", what, path }))[0]!.fingerprint;
  expect(new Set([of("card", "a"), of("card", "b"), of("license", "a")]).size).toBe(3);
});

test("other facts are not its business", () => expect(checkRule(missingEvidence, contradiction("card"))).toEqual([]));
