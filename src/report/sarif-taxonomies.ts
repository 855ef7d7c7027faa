import type { RuleId } from "../core/finding";
import { supportedBy, type SupportedItems } from "../frameworks";
import type { Framework, FrameworkItem } from "../frameworks/framework";

/** A rule that supports an item is relevant to it (section 3.53.3): `superset` or `equal` would say that a result is an instance of it. */
const KINDS = ["relevant"];

/** The frameworks that the rules of a run support, as SARIF 2.1.0 says taxonomies. */
export interface SarifTaxonomies {
  /** For `run.taxonomies` (section 3.19.3): only the items that are needed, so `isComprehensive` is false. */
  readonly taxonomies: readonly object[];
  /** For the driver's `supportedTaxonomies` (section 3.19.3). */
  readonly references: readonly object[];
  /** For each rule's `relationships` (section 3.49.15). */
  readonly relationships: ReadonlyMap<RuleId, readonly object[]>;
}

/**
 * What these rules support: those of the log that found something. All rules with all items would be more than the rest of
 * the file, and a run without findings needs no table.
 */
export function sarifTaxonomies(rules: readonly RuleId[]): SarifTaxonomies {
  const supported = new Map(rules.map((rule): [RuleId, SupportedItems[]] => [rule, supportedBy(rule)]));
  const used = itemsByFramework([...supported.values()].flat());
  return {
    taxonomies: [...used].map(([framework, items]) => taxonomy(framework, items)),
    references: [...used.keys()].map(reference),
    relationships: new Map([...supported].map(([rule, all]) => [rule, all.flatMap(relationshipsTo)])),
  };
}

/** The items of each framework, both in the table's order. */
function itemsByFramework(all: readonly SupportedItems[]): Map<Framework, FrameworkItem[]> {
  const wanted = new Set(all.flatMap(({ items }) => items));
  const frameworks = [...new Set(all.map(({ framework }) => framework))];
  return new Map(
    frameworks
      .sort((a, b) => (a.id < b.id ? -1 : 1))
      .map((framework) => [framework, framework.items.filter((item) => wanted.has(item))]),
  );
}

function reference({ name, guid }: Framework): object {
  return { name, guid };
}

function taxonomy({ name, guid, version, publisher, url }: Framework, items: readonly FrameworkItem[]): object {
  return {
    name,
    guid,
    version,
    organization: publisher,
    informationUri: url,
    shortDescription: { text: "Items that rules of this run support. Support is evidence, not compliance." },
    isComprehensive: false,
    taxa: items.map((item) => ({ id: item.id, shortDescription: { text: item.title }, helpUri: item.url })),
  };
}

function relationshipsTo({ framework, items }: SupportedItems): object[] {
  return items.map(({ id }) => ({ target: { id, toolComponent: reference(framework) }, kinds: KINDS }));
}
