import type { KerasLoader, KerasName } from "../../core/keras-facts";
import type { Waived } from "../../core/finding";
import { defineRule, type Report, type RuleContext } from "../../core/rule";
import { reportMany } from "../report-many";
import { isOfKeras, judgeName } from "./judge";
import { fullName, keyOf, verb } from "./words";

/**
 * Why: a class or function that Keras does not have comes from Python that somebody else wrote: registered by the code
 * around the model, or imported because the model says so. What it does when it is built is in no file that was scanned.
 */
export const kerasCustomObject = defineRule({
  id: "MA-FMT-042",
  name: "keras-custom-object",
  on: "keras",
  severity: "high",
  confidence: "medium",
  since: "0.1.0",
  summary: "A Keras model needs a class or function that is not Keras's and that nobody has vouched for",
  remedy:
    "Read the code of this name before you register it. If it is yours and does no harm, allow it in the policy file; else ask for a model of Keras's own layers.",
  *check({ keras }, context) {
    yield* reportMany(
      keras.names,
      (name) => tell(name, keras.loader, context),
      (more) => ({ message: `and ${more} more names that nobody has vouched for`, key: ["more"] }),
    );
  },
});

function tell(name: KerasName, loader: KerasLoader, context: RuleContext): Report | undefined {
  const { verdict } = judgeName(name, loader);
  if (verdict !== "custom" && verdict !== "unlisted") return undefined;
  const shown = shownName(name);
  const common = { evidence: name.evidence, key: keyOf(name) };
  const waived = allowance(name, context);
  if (waived !== undefined) {
    const message = `${name.where}: ${verb(name)} ${shown}, which the policy allows: ${waived.reason}`;
    return { ...common, waived, severity: "info", message };
  }
  if (name.module !== undefined && context.definesUnchanged(name.module, name.name))
    return {
      ...common,
      severity: "medium",
      message: `${name.where}: ${verb(name)} ${shown}, which this repository defines and this change leaves alone`,
    };
  return { ...common, message: `${name.where}: ${verb(name)} ${shown}, ${why(name, verdict)}` };
}

function why({ use, module }: KerasName, verdict: "custom" | "unlisted"): string {
  if (verdict === "custom") return "which is not Keras's own: the code that loads the model has to bring it";
  if (use === "symbol" || use === "operator" || use === "attribute") return "which is not known to only compute";
  return module !== undefined && isOfKeras(module)
    ? "which is not known as a part that models are built of"
    : "which is imported from outside of Keras";
}

function shownName(name: KerasName): string {
  const { registered } = name;
  return registered === undefined ? fullName(name) : `${fullName(name)} (registered as ${registered})`;
}

/** A module that the model names is what it would import, so that name has to be allowed; else the registered one. */
function allowance(name: KerasName, { allowedGlobals }: RuleContext): Waived | undefined {
  const { module, registered } = name;
  const isImported = module !== undefined && module !== "builtins";
  return allowedGlobals.get(isImported ? `${module}.${name.name}` : (registered ?? name.name).replace(">", "."));
}
