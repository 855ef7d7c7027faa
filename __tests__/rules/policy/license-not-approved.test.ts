import type { InventoryFact } from "../../../src/core/inventory";
import { licenseNotApproved } from "../../../src/rules/policy/license-not-approved";
import { checkRule } from "../../support/check-rule";
import { contradiction, inventorySubject } from "../../support/inventory-fact";

type LicenseFact = InventoryFact & { readonly kind: "license" };
const said = (more: Partial<LicenseFact> & Pick<LicenseFact, "why">) =>
  checkRule(licenseNotApproved, inventorySubject({ kind: "license", path: "m", ...more }))[0]!;

describe("MA-POL-011 license-not-approved", () => {
  test.each<[Partial<LicenseFact> & Pick<LicenseFact, "why">, string]>([
    [{ why: "denied", license: "MIT" }, "m has the licence MIT, which licenses.deny of the policy names"],
    [
      { why: "not-allowed", license: "MIT" },
      "m has the licence MIT, which licenses.allow of the policy does not let in",
    ],
    [{ why: "unsaid" }, "m says no licence, and licenses.allow of the policy wants one of its list"],
  ])("%j", (fact, message) => expect(said(fact)).toMatchObject({ severity: "medium", message }));

  test("where none is said, the way out is to say it", () =>
    expect(said({ why: "unsaid" }).remedy).toContain("front matter"));

  test("the same licence in other letters is the same finding", () => {
    expect(said({ why: "denied", license: "MIT" }).fingerprint).toBe(
      said({ why: "denied", license: "mit" }).fingerprint,
    );
    expect(said({ why: "denied", license: "MIT" }).fingerprint).not.toBe(
      said({ why: "denied", license: "x" }).fingerprint,
    );
  });

  test("other facts are not its business", () =>
    expect(checkRule(licenseNotApproved, contradiction("card"))).toEqual([]));
});
