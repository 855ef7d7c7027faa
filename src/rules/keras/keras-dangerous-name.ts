import type { KerasName } from "../../core/keras-facts";
import { defineRule, type Report } from "../../core/rule";
import { reportMany } from "../report-many";
import { judgeName } from "./judge";
import { fullName, keyOf, verb } from "./words";

/**
 * Why: a configuration names modules, classes and functions, and Keras imports, builds and calls them with arguments of
 * the configuration's choosing. Each version refuses some names that the one before did not.
 */
export const kerasDangerousName = defineRule({
  id: "MA-FMT-041",
  name: "keras-dangerous-name",
  on: "keras",
  severity: "critical",
  confidence: "high",
  since: "0.1.0",
  summary: "A Keras model names something that runs code, touches files or turns checks off",
  remedy: "Do not load this model, whatever safe_mode says. Ask its author why a model needs this name.",
  *check({ keras }) {
    yield* reportMany(
      keras.names,
      (name) => tell(name, keras.loader),
      (more) => ({ message: `and ${more} more dangerous names`, key: ["more"] }),
    );
  },
});

function tell(name: KerasName, loader: Parameters<typeof judgeName>[1]): Report | undefined {
  const judged = judgeName(name, loader);
  if (judged.verdict !== "dangerous") return undefined;
  return {
    message: `${name.where}: ${verb(name)} ${fullName(name)}, which ${judged.reason}`,
    evidence: name.evidence,
    key: keyOf(name),
  };
}
