import type { BomChange } from "../core/bom-change";
import type { Inventory } from "../core/inventory";
import { byCodePoint } from "../core/order";
import type { ComparedBom } from "./compared";
import { readComparedBom } from "./compared-cyclonedx";
import { comparedOf } from "./compared-inventory";
import { sameSet, sorted } from "./counted";
import { diffContainers } from "./diff-containers";
import { diffModels } from "./diff-models";
import { diffPackages } from "./diff-packages";
import { compareLoosely, type CompareVersions } from "./diff-versions";

export interface DiffOptions {
  /** Which version of a package is higher; an order that most ecosystems share where absent. */
  readonly compareVersions?: CompareVersions;
}

/** What is different between two inventories, models first. The same two give the same list. */
export function diffInventories(base: Inventory, head: Inventory, options: DiffOptions = {}): BomChange[] {
  return diffCompared(comparedOf(base), comparedOf(head), options);
}

/**
 * The same for the text of two CycloneDX files that this tool wrote. What has another shape than ours is passed over.
 * Throws `Malformed` where a text is no JSON, or no CycloneDX.
 */
export function diffBoms(baseJson: string, headJson: string, options: DiffOptions = {}): BomChange[] {
  return diffCompared(readComparedBom(baseJson), readComparedBom(headJson), options);
}

function diffCompared(base: ComparedBom, head: ComparedBom, options: DiffOptions): BomChange[] {
  return [
    ...diffModels(base.models, head.models),
    ...diffDatasets(base.datasets, head.datasets),
    ...diffContainers(base.containers, head.containers),
    ...diffPackages(base.packages, head.packages, options.compareVersions ?? compareLoosely),
  ];
}

function diffDatasets(base: ComparedBom["datasets"], head: ComparedBom["datasets"]): BomChange[] {
  const names = [...new Set([...base.keys(), ...head.keys()])].sort(byCodePoint);
  return names.flatMap((name): BomChange[] => {
    const [before, after] = [base.get(name), head.get(name)];
    if (before === undefined) return [{ kind: "dataset-added", name }];
    if (after === undefined) return [{ kind: "dataset-removed", name }];
    if (sameSet(before, after)) return [];
    return [{ kind: "dataset-revision-changed", name, from: sorted(before), to: sorted(after) }];
  });
}
