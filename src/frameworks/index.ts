import type { RuleId } from "../core/finding";
import type { Framework, FrameworkItem, Supports } from "./framework";
import type * as Table from "./framework-table";

/** Loaded on first use, from a file of its own: only `rules` and SARIF with findings show it. */
// eslint-disable-next-line @typescript-eslint/no-require-imports
const table = (): typeof Table => require("./framework-table") as typeof Table;

/** The items of one framework that something supports. */
export interface SupportedItems {
  readonly framework: Framework;
  /** In the framework's order; never empty. */
  readonly items: readonly FrameworkItem[];
}

/** What a rule supports, in the order of the frameworks; empty for a rule that is not in the table. */
export function supportedBy(rule: RuleId): SupportedItems[] {
  const { FRAMEWORKS, GROUPS } = table();
  const supports: Supports = GROUPS.find(({ rules }) => rules.includes(rule))?.supports ?? {};
  return FRAMEWORKS.map((framework) => ({
    framework,
    items: framework.items.filter(({ id }) => supports[framework.id]?.includes(id) === true),
  })).filter(({ items }) => items.length > 0);
}
