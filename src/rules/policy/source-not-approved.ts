import type { InventoryFact } from "../../core/inventory";
import { defineRule } from "../../core/rule";
import { shorten } from "../../core/text";

/**
 * Why: a team that has looked at where its models come from says so once, and what comes from elsewhere is looked at before
 * it goes in.
 */
export const sourceNotApproved = defineRule({
  id: "MA-POL-010",
  name: "source-not-approved",
  on: "inventory",
  severity: "high",
  confidence: "high",
  since: "0.1.0",
  summary: "A model, or what it was made from, comes from a source that the policy does not approve of",
  remedy: "Take it from an approved source, or ask those who keep the policy to add this one to sources.allow.",
  *check({ fact }) {
    if (fact.kind !== "source") return;
    const { path, role, from, content } = fact;
    yield {
      message: `${wordsOf(fact)}, which sources.allow of the policy does not let in`,
      key: [path, role, from ?? "", content],
      ...(role === "origin" && from === undefined
        ? { remedy: "Record where it comes from: model-assay lock add SOURCE. The source has to be an approved one." }
        : {}),
    };
  },
});

function wordsOf({ path, role, from }: InventoryFact & { readonly kind: "source" }): string {
  if (from === undefined) return `nobody says where ${path} comes from`;
  const place = shorten(from, 200);
  if (role === "base") return `${path} was made from ${place}`;
  return role === "served" ? `${path} serves ${place}` : `${path} comes from ${place}`;
}
