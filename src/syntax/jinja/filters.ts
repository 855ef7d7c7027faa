import { percentFormat } from "./format-text";
import { capitalised, joined, own, replaced, titled, trimmed, type Given } from "./methods";
import { Mapping, isList, itemAt, itemsIn, sizeOf, textOf, type Value } from "./values";

type Filter = (input: Value, given: Given) => Value;

const onText =
  (make: (text: string) => string): Filter =>
  (input) => {
    const text = textOf(input);
    return text === undefined ? undefined : make(text);
  };

const same: Filter = (input) => input;

/** Jinja's filters (filters.py of 3.1) that can put a name together out of pieces. */
const FILTERS: Readonly<Record<string, Filter>> = {
  lower: onText((text) => text.toLowerCase()),
  upper: onText((text) => text.toUpperCase()),
  capitalize: onText(capitalised),
  title: onText(titled),
  trim: (input, { positional: [what] }) => onText((text) => trimmed(text, what, "both"))(input, NONE),
  string: onText((text) => text),
  safe: same,
  e: same,
  escape: same,
  forceescape: same,
  striptags: same,
  join: (input, { positional: [between], named }) => {
    const by = between ?? named.get("d") ?? "";
    return typeof by === "string" ? joined(input, by) : undefined;
  },
  replace: (input, { positional: [from, to, count] }) => {
    const text = textOf(input);
    return text === undefined ? undefined : replaced(text, from, to, count);
  },
  reverse: (input) => (typeof input === "string" ? [...input].reverse().join("") : [...itemsIn(input)].reverse()),
  format: (input, { positional, named }) =>
    typeof input === "string" ? percentFormat(input, named.pairs.length > 0 ? named : positional) : undefined,
  list: (input) => itemsIn(input),
  first: (input) => itemsIn(input)[0],
  last: (input) => itemAt(itemsIn(input), -1),
  random: (input) => itemsIn(input)[0],
  items: (input) => (input instanceof Mapping ? input.pairs.map((pair) => [...pair]) : undefined),
  dictsort: (input) => (input instanceof Mapping ? sorted(input.pairs.map((pair) => [...pair])) : undefined),
  sort: (input, { named }) => {
    const items = sorted([...itemsIn(input)]);
    return named.get("reverse") === true ? items.reverse() : items;
  },
  unique: (input) => [...new Set(itemsIn(input))],
  length: (input) => sizeOf(input),
  count: (input) => sizeOf(input),
  int: (input) => (input === null || isList(input) ? undefined : Math.trunc(Number(input))),
  abs: (input) => (typeof input === "number" ? Math.abs(input) : undefined),
  sum: (input, { named }) => summed(itemsIn(input), named.get("start")),
};

const NONE: Given = { positional: [], named: new Mapping([]) };

/** What a filter makes of a known value; `undefined` where that is not followed. */
export function applyFilter(name: string, input: Value, given: Given): Value {
  if (name === "map") return mapped(input, given);
  return own(FILTERS, name)?.(input, given);
}

function mapped(input: Value, { positional: [name, ...rest], named }: Given): Value {
  const attribute = named.get("attribute");
  if (attribute !== undefined)
    return itemsIn(input).map((item) => (item instanceof Mapping ? item.get(attribute) : itemOf(item, attribute)));
  if (typeof name !== "string" || name === "map") return undefined;
  return itemsIn(input).map((item) => own(FILTERS, name)?.(item, { positional: rest, named }));
}

function itemOf(item: Value, key: Value): Value {
  return isList(item) && typeof key === "number" ? itemAt(item, key) : undefined;
}

function sorted(items: Value[]): Value[] {
  const key = (item: Value) => textOf(isList(item) ? item[0] : item) ?? "";
  return items.sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
}

function summed(items: readonly Value[], start: Value): Value {
  if (isList(start) || items.some(isList)) return items.flatMap((item) => (isList(item) ? [...item] : []));
  let total = typeof start === "number" ? start : 0;
  for (const item of items) {
    if (typeof item !== "number") return undefined;
    total += item;
  }
  return total;
}
