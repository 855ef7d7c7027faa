import type { RuleId } from "../core/finding";
import type { RuleMeta } from "../core/rule";

/** `MA-PKL-001 dangerous-global`; the id alone for a rule that is not in the list. */
export type RuleTitle = (id: RuleId) => string;

export function ruleTitles(rules: readonly RuleMeta[]): RuleTitle {
  const names = new Map(rules.map((rule) => [rule.id, rule.name]));
  return (id) => (names.has(id) ? `${id} ${names.get(id)}` : id);
}
