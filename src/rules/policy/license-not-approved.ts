import type { InventoryFact } from "../../core/inventory";
import { defineRule } from "../../core/rule";
import { shorten } from "../../core/text";

/**
 * Why: what a model may be used for is in its licence. Which licences are fine was decided once; others are asked about first.
 */
export const licenseNotApproved = defineRule({
  id: "MA-POL-011",
  name: "license-not-approved",
  on: "inventory",
  severity: "medium",
  confidence: "high",
  since: "0.1.0",
  summary: "A model has a licence that the policy does not let in, or says none",
  remedy: "Ask those who keep the policy whether this licence is fine, or use another model.",
  *check({ fact }) {
    if (fact.kind !== "license") return;
    const { path, license = "", why } = fact;
    yield {
      message: wordsOf(fact),
      key: [path, why, license.toLowerCase()],
      ...(why === "unsaid" ? { remedy: "Write its licence into the model's card: license: in the front matter." } : {}),
    };
  },
});

function wordsOf({ path, license = "", why }: InventoryFact & { readonly kind: "license" }): string {
  const name = shorten(license, 200);
  if (why === "denied") return `${path} has the licence ${name}, which licenses.deny of the policy names`;
  if (why === "unsaid") return `${path} says no licence, and licenses.allow of the policy wants one of its list`;
  return `${path} has the licence ${name}, which licenses.allow of the policy does not let in`;
}
