import { defineRule } from "../../core/rule";
import { shorten } from "../../core/text";

/** Why: an adapter is nothing without the model below it, and a name of the hub is whatever its owner last uploaded. */
export const unpinnedBaseModel = defineRule({
  id: "MA-HUB-007",
  name: "unpinned-base-model",
  on: "reference",
  severity: "low",
  confidence: "high",
  since: "0.1.0",
  summary: "A configuration names a base model without saying which state of it",
  remedy: 'Set "revision" beside the name to the commit that the adapter was trained on.',
  *check({ reference: { field, target } }) {
    if (target.kind !== "model") return;
    const { name, place, revision } = target;
    const key = ["model", name, revision ?? ""];
    const model = shorten(name, 200);
    if (place === "url")
      yield { message: `${field} is an address to load a model from: ${model}`, severity: "medium", key };
    else if (place === "local")
      yield { message: `${field} is ${model}, a directory of the machine it was made on`, severity: "info", key };
    else if (revision === undefined) yield { message: `${field} is ${model} of the hub, without a revision`, key };
    else if (!/^[0-9a-f]{40}$/.test(revision))
      yield {
        message: `${field} is ${model} of the hub at ${shorten(revision, 60)}, which is no commit and can move`,
        key,
      };
  },
});
