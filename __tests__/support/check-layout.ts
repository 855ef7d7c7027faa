import type { Finding } from "../../src/core/finding";
import type { LayoutFact } from "../../src/core/layout-facts";
import type { Rule } from "../../src/core/rule";
import { checkRule } from "./check-rule";

/** What a rule says of a layout with these oddities. */
export function checkLayout(rule: Rule<"layout">, ...oddities: LayoutFact[]): Omit<Finding, "id">[] {
  const at = { path: "models/m.gguf", inside: [] };
  return checkRule(rule, { kind: "layout", at, layout: { format: "gguf", oddities } });
}
