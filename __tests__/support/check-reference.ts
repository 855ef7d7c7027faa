import type { Finding } from "../../src/core/finding";
import type { Callable, ReferenceTarget } from "../../src/core/reference-facts";
import type { Rule, RuleContext } from "../../src/core/rule";
import { checkRule } from "./check-rule";

/** What a rule says of one field of a configuration. */
export function checkReference(
  rule: Rule<"reference">,
  target: ReferenceTarget,
  context: Partial<RuleContext> = {},
  field = "a.field",
): Omit<Finding, "id">[] {
  const at = { path: "config.json", inside: [], line: 3 };
  return checkRule(rule, { kind: "reference", at, reference: { format: "hf-config", field, target } }, context);
}

/** A callable by its name and by who calls it. */
export function callable(name: string, by: Callable["by"] = "hydra", ...given: [string, string][]): Callable {
  return { kind: "callable", name, by, arguments: given };
}
