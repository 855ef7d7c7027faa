import { TemplateProblem } from "./problem";

/** A value that a template's own constants make; `undefined` is an item of a list or dict that is not known. */
export type Value = string | number | boolean | null | undefined | readonly Value[] | Mapping;

export class Mapping {
  constructor(readonly pairs: readonly (readonly [Value, Value])[]) {}

  /** The value of a key: the last one counts. */
  get(key: Value): Value {
    return this.pairs.findLast(([each]) => each === key)?.[1];
  }
}

/** Values that one expression may have: several where branches or loops give a name more than one. CWE-770. */
export const MAX_VALUES = 64;
/** Characters of a text that is followed. Names are shorter by far; longer texts are not known. CWE-770. */
export const MAX_TEXT = 400;
/** Items of a list that is followed. CWE-770. */
export const MAX_ITEMS = 500;
/** Expressions and values, large ones more than once, that following the constants of one template may touch. Real ones need up to 100,000. CWE-400. */
const MAX_WORK = 1_000_000;

/** Counts what following constants costs, and keeps every value within its bounds. */
export class Effort {
  private left = MAX_WORK;

  spend(amount: number): void {
    this.left -= amount;
    if (this.left < 0) throw new TemplateProblem("limit", "constants that take too much work to follow", 0);
  }

  /** The value, or `undefined` where it is too large to follow. */
  kept(value: Value): Value {
    const size = sizeOf(value);
    this.spend(1 + (size >> 5));
    if (typeof value === "string") return size > MAX_TEXT ? undefined : value;
    return size > MAX_ITEMS ? undefined : value;
  }
}

/** Characters or items. */
export function sizeOf(value: Value): number {
  if (typeof value === "string" || isList(value)) return value.length;
  return value instanceof Mapping ? value.pairs.length : 0;
}

export function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

/** As Python's `str()` writes it; `undefined` where that is not known here. */
export function textOf(value: Value): string | undefined {
  if (typeof value === "string") return value;
  if (value === true) return "True";
  if (value === false) return "False";
  if (value === null) return "None";
  return typeof value === "number" && Number.isSafeInteger(value) ? String(value) : undefined;
}

/** What iterating over it gives. */
export function itemsIn(value: Value): readonly Value[] {
  if (typeof value === "string") return [...value];
  if (value instanceof Mapping) return value.pairs.map(([key]) => key);
  return isList(value) ? value : [];
}

/** The values as one list without repetitions, and no more than are followed. */
export function distinct(values: Iterable<Value>): Value[] {
  const known = new Set<Value>();
  for (const value of values) {
    if (value !== undefined) known.add(value);
    if (known.size >= MAX_VALUES) break;
  }
  return [...known];
}

/** An index as Python takes it, from the end where it is negative. */
export function itemAt<T>(items: ArrayLike<T>, index: number): T | undefined {
  return items[index < 0 ? items.length + index : index];
}

/** Python's `items[from:to:step]`. */
export function sliced<T>(
  items: ArrayLike<T>,
  from: number | undefined,
  to: number | undefined,
  step = 1,
): T[] | undefined {
  if (![from ?? 0, to ?? 0, step].every(Number.isInteger) || step === 0) return undefined;
  const { length } = items;
  const [low, high] = step > 0 ? [0, length] : [-1, length - 1];
  const clamp = (value: number) => Math.min(Math.max(value < 0 ? value + length : value, low), high);
  const start = from === undefined ? (step > 0 ? low : high) : clamp(from);
  const stop = to === undefined ? (step > 0 ? high : low) : clamp(to);
  const result: T[] = [];
  for (let i = start; step > 0 ? i < stop : i > stop; i += step) result.push(items[i]!);
  return result;
}
