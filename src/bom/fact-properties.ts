import type { CardFact, Said } from "../core/card-facts";
import type { InventoryModel } from "../core/inventory";
import { oneLine } from "./clean";
import type { FieldSource, NamedValue } from "./model/component";
import { propertiesOf, slug } from "./properties";

/** A property of ours, without its prefix. */
export type Pair = readonly [string, string | number | undefined];

/** What documents and headers say that CycloneDX has no field for, with the place of each. */
export function factPairs(model: InventoryModel): Said<Pair>[] {
  return [
    ...parameterPairs(model),
    ...model.facts.flatMap((fact) => pairsOf(fact).map((value): Said<Pair> => ({ value, at: fact.at }))),
  ];
}

/** Where each of these was read, for those that are among the properties of the model. */
export function factSources(model: InventoryModel, properties: readonly NamedValue[]): FieldSource[] {
  const keyOf = ({ name, value }: NamedValue) => `${name}\0${value}`;
  const places = new Map(properties.map((each, index) => [keyOf(each), index]));
  const found = new Map<string, FieldSource>();
  for (const { value: pair, at } of factPairs(model)) {
    const [property] = propertiesOf([pair]);
    const index = property === undefined ? undefined : places.get(keyOf(property));
    if (index === undefined) continue;
    const source = { path: ["properties", index], label: pair[0], at };
    found.set(JSON.stringify([pair[0], at.path, at.line]), source);
  }
  return [...found.values()];
}

/**
 * How many parameters the model has, and of which type. Each header counts its own file: where these add up to the whole, the
 * sums are said, from all of the files, else what each says.
 */
function parameterPairs({ facts, parameters: total }: InventoryModel): Said<Pair>[] {
  const counts = facts.flatMap((fact) => (fact.kind === "parameters" ? [fact] : []));
  const nameOf = (dtype: string | undefined) => (dtype === undefined ? "parameters" : `parameters:${slug(dtype)}`);
  const sums = new Map<string, number>();
  for (const { dtype, value } of counts)
    if (dtype !== undefined) sums.set(nameOf(dtype), (sums.get(nameOf(dtype)) ?? 0) + value);
  const whole = total !== undefined && [...sums.values()].reduce((sum, each) => sum + each, 0) === total;
  return counts.flatMap(({ dtype, value, at }): Said<Pair>[] => [
    ...(total === undefined ? [] : [{ value: ["parameters", total] as const, at }]),
    ...(whole && dtype === undefined
      ? []
      : [{ value: [nameOf(dtype), whole ? sums.get(nameOf(dtype)) : value] as const, at }]),
  ]);
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
