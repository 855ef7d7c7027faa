import type { Contradiction, Drift, Inventory, InventoryModel } from "../core/inventory";
import { MAX_LIST_LENGTH } from "./clean";
import { factPairs } from "./fact-properties";
import { placeOf } from "./facts";
import type { NamedValue } from "./model/component";
import { propertiesOf } from "./properties";

export type DriftsOfModels = ReadonlyMap<string, readonly Drift[]>;
type Pair = readonly [string, string | number | undefined];

/** What CycloneDX has no field for. */
export function modelProperties(
  model: InventoryModel,
  { contradictions, drifts }: { readonly contradictions: readonly Contradiction[]; readonly drifts: DriftsOfModels },
): NamedValue[] {
  return propertiesOf([
    ["kind", model.kind],
    ["path", model.path],
    ...model.gaps.map((gap): Pair => ["gap", gap]),
    ["left-out", leftOut("metrics", model.metrics.length)],
    ["left-out", leftOut("datasets of the card", model.datasets.length)],
    ["left-out", leftOut("inputs", model.inputs.length)],
    ["left-out", leftOut("outputs", model.outputs.length)],
    ...contradictions
      .filter(({ path }) => path === model.path)
      .map((each): Pair => [`contradiction:${each.about}`, contradictionWords(each)]),
    ...(drifts.get(model.path) ?? []).map((each): Pair => ["drift", driftWords(each)]),
    ...originProperties(model),
    ...factPairs(model).map(({ value }) => value),
  ]);
}

/** Lists of a component are bounded: what is not in them is at least counted. */
function leftOut(what: string, count: number): string | undefined {
  return count > MAX_LIST_LENGTH ? `${what}: ${count - MAX_LIST_LENGTH} of ${count}` : undefined;
}

function contradictionWords({ detail, at, other }: Contradiction): string {
  return `${detail} (${[at, ...(other === undefined ? [] : [other])].map(placeOf).join(", ")})`;
}

/** Drifts by the path of the model: the one that is recorded, and the one that the file is of where that is another. */
export function driftsByModel({ models, drifts }: Inventory): DriftsOfModels {
  const owners = new Map(models.flatMap(({ path, files }) => files.map((file) => [file.path, path] as const)));
  const found = new Map<string, Drift[]>();
  for (const drift of drifts)
    for (const path of new Set([drift.model, owners.get(drift.path) ?? drift.model])) {
      const list = found.get(path) ?? [];
      list.push(drift);
      found.set(path, list);
    }
  return found;
}

function driftWords({ path, declared, found, files, at }: Drift): string {
  const absent = files === undefined ? "not here" : `${files.length} files are not here`;
  const recorded =
    declared === undefined ? (files === undefined ? "not recorded" : "recorded") : `recorded ${declared}`;
  return `${path}: ${recorded}, ${found === undefined ? absent : `found ${found}`} (${placeOf(at)})`;
}

function originProperties({ origin }: InventoryModel): Pair[] {
  if (origin === undefined) return [];
  return [
    ["origin:revision", origin.value.revision],
    ["origin:fetched", origin.value.fetched],
  ];
}
