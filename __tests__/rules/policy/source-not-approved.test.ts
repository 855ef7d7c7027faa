import type { InventoryFact } from "../../../src/core/inventory";
import { sourceNotApproved } from "../../../src/rules/policy/source-not-approved";
import { checkRule } from "../../support/check-rule";
import { contradiction, inventorySubject } from "../../support/inventory-fact";

type SourceFact = InventoryFact & { readonly kind: "source" };
const said = (more: Partial<SourceFact>) =>
  checkRule(
    sourceNotApproved,
    inventorySubject({ kind: "source", role: "origin", path: "m", content: "c", ...more }),
  )[0]!;

describe("MA-POL-010 source-not-approved", () => {
  test.each<[Partial<SourceFact>, string]>([
    [
      { from: "huggingface.co/evil/net" },
      "m comes from huggingface.co/evil/net, which sources.allow of the policy does not let in",
    ],
    [
      { role: "base", from: "huggingface.co/gpt2" },
      "m was made from huggingface.co/gpt2, which sources.allow of the policy does not let in",
    ],
    [{ role: "served", from: "s3/b/m" }, "m serves s3/b/m, which sources.allow of the policy does not let in"],
  ])("%j", (fact, message) => expect(said(fact)).toMatchObject({ severity: "high", message }));

  test("where nobody says it, the way out is to record it", () => {
    const found = said({});
    expect(found.message).toMatch(/^nobody says where m comes from/);
    expect(found.remedy).toContain("model-assay lock add SOURCE");
  });

  test("another place, role or content is another finding", () => {
    const all = [{}, { from: "a/b" }, { from: "a/c" }, { role: "base", from: "a/b" } as const, { content: "d" }];
    expect(new Set(all.map((fact) => said(fact).fingerprint)).size).toBe(all.length);
  });

  test("other facts are not its business", () =>
    expect(checkRule(sourceNotApproved, contradiction("card"))).toEqual([]));
});
