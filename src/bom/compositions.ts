import type { Inventory } from "../core/inventory";
import { byCodePoint } from "../core/order";
import { allRead } from "./files";
import type { Composition } from "./model/component";

/** References of what is in the bill, by the kind of what is said about it. */
export interface Assemblies {
  readonly root: string;
  /** In the order of the inventory's models and data sets. */
  readonly models: readonly string[];
  readonly datasets: readonly string[];
  /** Things of which the repository has the name only. */
  readonly named: readonly string[];
  readonly packages: readonly string[];
}

/**
 * Complete is only what was hashed from content that was read, with nothing missing; of what is known by name nobody
 * tells the parts. The repository has sources that are not in the bill: never complete.
 */
export function compositionsOf(inventory: Inventory, refs: Assemblies): Composition[] {
  const whole: string[] = [];
  const partial: string[] = [refs.root];
  const unknown: string[] = [...refs.named];
  inventory.models.forEach(({ files, gaps }, index) => {
    (allRead(files) && gaps.length === 0 ? whole : partial).push(refs.models[index]!);
  });
  inventory.datasets.forEach(({ files }, index) => {
    (files.length === 0 ? unknown : allRead(files) ? whole : partial).push(refs.datasets[index]!);
  });
  return [
    ...composition("complete", "assemblies", whole),
    ...composition("incomplete", "assemblies", partial),
    ...composition("incomplete", "dependencies", [refs.root, ...refs.models]),
    ...composition("unknown", "assemblies", unknown),
    ...composition("unknown", "dependencies", refs.packages),
  ];
}

function composition(
  aggregate: Composition["aggregate"],
  what: "assemblies" | "dependencies",
  refs: readonly string[],
): Composition[] {
  return refs.length === 0 ? [] : [{ aggregate, [what]: [...new Set(refs)].sort(byCodePoint) }];
}
