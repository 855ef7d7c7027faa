import type { WantedEvidence } from "../../core/inventory";
import { defineRule } from "../../core/rule";

const WORDS: Readonly<Record<WantedEvidence, string>> = {
  card: "has no card",
  license: "has no licence that any of its documents says",
  "base-revision": "names a base model without the commit that it was made from",
  dataset: "names no dataset that it was trained on",
};

/**
 * Why: the policy of this repository says what has to be known of a model before it goes in. Only where it says so.
 */
export const missingEvidence = defineRule({
  id: "MA-BOM-006",
  name: "missing-evidence",
  on: "inventory",
  severity: "medium",
  confidence: "high",
  since: "0.1.0",
  summary: "A model lacks what the policy wants to be known of it",
  remedy: "Write it into the model's card (README.md, front matter), or take it from the policy's bom.require.",
  *check({ fact }) {
    if (fact.kind !== "missing") return;
    yield { message: `${fact.path} ${WORDS[fact.what]}, which the policy wants`, key: [fact.what, fact.path] };
  },
});
