import type { KerasFacts, KerasName } from "../../../src/core/keras-facts";
import type { Finding } from "../../../src/core/finding";
import type { Rule, RuleContext } from "../../../src/core/rule";
import { checkRule } from "../../support/check-rule";

const AT = { path: "m.keras", inside: ["config.json"] };

/** What a rule says of these facts, as findings; nothing else in the model. */
export function checkKeras(
  rule: Rule<"keras">,
  facts: Partial<KerasFacts>,
  context: Partial<RuleContext> = {},
): Omit<Finding, "id">[] {
  const nothing = { names: [], codes: [], files: [], repeats: [], objects: 0, metadata: {} };
  return checkRule(rule, { kind: "keras", at: AT, keras: { loader: "keras", ...nothing, ...facts } }, context);
}

export function kerasName(name: string, more: Partial<KerasName> = {}): KerasName {
  return { use: "class", name, where: "here", count: 1, called: false, ...more };
}
