import { braceFormat } from "./format-text";
import { stripped, withoutTrailingSpace } from "./source";
import { MAX_TEXT, Mapping, isList, itemAt, itemsIn, textOf, type Value } from "./values";

/** What a method or filter is given. */
export interface Given {
  readonly positional: readonly Value[];
  readonly named: Mapping;
}

type Method<T> = (self: T, given: Given) => Value;

/** Methods of texts that can put a name together. */
const OF_TEXT: Readonly<Record<string, Method<string>>> = {
  lower: (self) => self.toLowerCase(),
  casefold: (self) => self.toLowerCase(),
  upper: (self) => self.toUpperCase(),
  capitalize: (self) => capitalised(self),
  title: (self) => titled(self),
  swapcase: (self) =>
    [...self].map((each) => (each === each.toLowerCase() ? each.toUpperCase() : each.toLowerCase())).join(""),
  strip: (self, { positional: [what] }) => trimmed(self, what, "both"),
  lstrip: (self, { positional: [what] }) => trimmed(self, what, "start"),
  rstrip: (self, { positional: [what] }) => trimmed(self, what, "end"),
  removeprefix: (self, { positional: [what] }) =>
    typeof what === "string" && self.startsWith(what) ? self.slice(what.length) : self,
  removesuffix: (self, { positional: [what] }) =>
    typeof what === "string" && what !== "" && self.endsWith(what) ? self.slice(0, -what.length) : self,
  replace: (self, { positional: [from, to, count] }) => replaced(self, from, to, count),
  join: (self, { positional: [items] }) => joined(items, self),
  split: (self, { positional: [by] }) => splitBy(self, by),
  rsplit: (self, { positional: [by] }) => splitBy(self, by),
  format: (self, { positional, named }) => braceFormat(self, positional, named),
  format_map: (self, { positional: [from] }) => (from instanceof Mapping ? braceFormat(self, [], from) : undefined),
  encode: (self) => self,
  decode: (self) => self,
};

const OF_LIST: Readonly<Record<string, Method<readonly Value[]>>> = {
  pop: (self, { positional: [index] }) => itemAt(self, typeof index === "number" ? index : -1),
  copy: (self) => self,
};

const OF_MAPPING: Readonly<Record<string, Method<Mapping>>> = {
  keys: (self) => itemsIn(self),
  values: (self) => self.pairs.map(([, value]) => value),
  items: (self) => self.pairs.map((pair) => [...pair]),
  get: (self, { positional: [key, other] }) => self.get(key) ?? other,
  pop: (self, { positional: [key] }) => self.get(key),
  copy: (self) => self,
};

/** What a method makes of a known value; `undefined` where that is not followed. */
export function callMethod(self: Value, name: string, given: Given): Value {
  if (typeof self === "string") return own(OF_TEXT, name)?.(self, given);
  if (self instanceof Mapping) return own(OF_MAPPING, name)?.(self, given);
  return isList(self) ? own(OF_LIST, name)?.(self, given) : undefined;
}

export function own<T>(table: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}

export function capitalised(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1).toLowerCase();
}

export function titled(text: string): string {
  return text.replace(/[A-Za-z]+/g, capitalised);
}

export function trimmed(text: string, what: Value, where: "both" | "start" | "end"): string {
  if (typeof what !== "string") {
    if (where === "both") return stripped(text);
    return where === "end" ? withoutTrailingSpace(text) : text.slice(text.length - text.trimStart().length);
  }
  let [from, to] = [0, text.length];
  while (where !== "end" && from < to && what.includes(text[from]!)) from++;
  while (where !== "start" && to > from && what.includes(text[to - 1]!)) to--;
  return text.slice(from, to);
}

export function replaced(text: string, from: Value, to: Value, count?: Value): Value {
  if (typeof from !== "string" || typeof to !== "string") return undefined;
  const pieces = text.split(from);
  if (text.length + pieces.length * to.length > MAX_TEXT) return undefined;
  const times = typeof count === "number" && count >= 0 ? count : pieces.length;
  const head = pieces.slice(0, times + 1).join(to);
  return [head, ...pieces.slice(times + 1)].join(from);
}

export function joined(items: Value, between: string): Value {
  const texts = itemsIn(items).map((item) => textOf(item));
  let length = 0;
  for (const text of texts) length += (text?.length ?? 0) + between.length;
  return length > MAX_TEXT || !texts.every((text) => text !== undefined) ? undefined : texts.join(between);
}

function splitBy(text: string, by: Value): Value {
  if (typeof by === "string" && by !== "") return text.split(by);
  return stripped(text).split(/\s+/);
}
