import type { CardFact } from "../core/card-facts";
import type { Contradiction, InventoryModel } from "../core/inventory";
import { oneLine } from "./clean";
import { placeOf } from "./facts";
import type { NamedValue } from "./model/component";
import { propertiesOf, slug } from "./properties";

type Pair = readonly [string, string | number | undefined];

/** What CycloneDX has no field for. */
export function modelProperties(model: InventoryModel, contradictions: readonly Contradiction[]): NamedValue[] {
  return propertiesOf([
    ["kind", model.kind],
    ["path", model.path],
    ...model.gaps.map((gap): Pair => ["gap", gap]),
    ...contradictions
      .filter(({ path }) => path === model.path)
      .map((each): Pair => [`contradiction:${each.about}`, contradictionWords(each)]),
    ...originProperties(model),
    ...model.facts.flatMap((fact): readonly Pair[] => pairsOf(fact)),
  ]);
}

function contradictionWords({ detail, at, other }: Contradiction): string {
  return `${detail} (${[at, ...(other === undefined ? [] : [other])].map(placeOf).join(", ")})`;
}

function originProperties({ origin }: InventoryModel): Pair[] {
  if (origin === undefined) return [];
  return [
    ["origin:revision", origin.value.revision],
    ["origin:fetched", origin.value.fetched],
  ];
}

function pairsOf(fact: CardFact): readonly Pair[] {
  switch (fact.kind) {
    case "library":
    case "language":
    case "dtype":
    case "quantization":
    case "training":
    // Several documents may say several: the first has the field of its own, all are here.
    case "task":
    case "family":
    case "architecture":
    case "approach":
      return [[fact.kind, fact.value]];
    case "parameters":
      return [[fact.dtype === undefined ? "parameters" : `parameters:${slug(fact.dtype)}`, fact.value]];
    case "emission":
      return [[`emission:${slug(fact.name)}`, fact.value]];
    case "run":
      return [[`run:${slug(fact.system)}`, fact.id]];
    case "digest":
      return [["declared-digest", `${fact.algorithm}:${oneLine(fact.value)} ${oneLine(fact.path)}`]];
    case "property":
      return slug(fact.name) === "" ? [] : [[slug(fact.name), fact.value]];
    default:
      return [];
  }
}
