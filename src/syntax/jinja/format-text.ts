import { MAX_TEXT, Mapping, isList, itemAt, textOf, type Value } from "./values";

/** One `%` directive: its key in brackets, width, precision, and what it makes of its argument. */
const DIRECTIVE = /%(?:\(([^()]{0,200})\))?[-+ #0]{0,5}(\d{0,12}|\*)(?:\.(\d{0,12}|\*))?[hlL]?([a-zA-Z%])/g;

/** Python's `format % argument`, as far as it is followed; `undefined` where it is not. */
export function percentFormat(format: string, argument: Value): string | undefined {
  const given = isList(argument) ? [...argument] : [argument];
  let known = true;
  const result = format.replace(DIRECTIVE, (_whole, key: string | undefined, width: string, cut, kind: string) => {
    if (kind === "%") return "%";
    const value = key === undefined ? given.shift() : argument instanceof Mapping ? argument.get(key) : undefined;
    const text = converted(value, kind);
    if (text === undefined || Number(width) > MAX_TEXT || width === "*") {
      known = false;
      return "";
    }
    const shown = kind === "s" && typeof cut === "string" ? text.slice(0, Number(cut)) : text;
    return shown.padStart(Number(width));
  });
  return known ? result : undefined;
}

function converted(value: Value, kind: string): string | undefined {
  if (kind === "s") return textOf(value);
  if (kind === "c" && typeof value === "string") return value;
  if (typeof value !== "number" || !Number.isSafeInteger(value)) return undefined;
  if (kind === "c") return isCodePoint(value) ? String.fromCodePoint(value) : undefined;
  if ("di".includes(kind)) return String(value);
  if (kind === "x") return value.toString(16);
  return kind === "o" ? value.toString(8) : undefined;
}

function isCodePoint(value: number): boolean {
  return Number.isInteger(value) && value >= 0 && value <= 0x10ffff;
}

/** A replacement field of `str.format`: the argument's name, what is reached on it, and the rest. */
export interface FormatField {
  readonly argument: string;
  /** Names behind dots and in brackets, in order. */
  readonly reached: readonly string[];
  readonly specification: string;
}

const FIELD = /\{\{|\}\}|\{([^{}!:]{0,500})(?:![a-z])?(?::([^{}]{0,200}(?:\{[^{}]{0,200}\}[^{}]{0,200}){0,4}))?\}/g;

/** The replacement fields of a format text. */
export function fieldsOf(format: string): FormatField[] {
  const fields: FormatField[] = [];
  for (const [, name, specification = ""] of format.matchAll(FIELD))
    if (name !== undefined) fields.push(fieldOf(name, specification));
  return fields;
}

function fieldOf(name: string, specification: string): FormatField {
  const [argument = "", ...rest] = name.split(/[.[]/);
  return {
    argument,
    reached: rest.map((each) => each.replace(/\]$/, "")).filter((each) => each !== ""),
    specification,
  };
}

/** Python's `format.format(...)`, as far as it is followed; `undefined` where it is not. */
export function braceFormat(format: string, positional: readonly Value[], named: Mapping): string | undefined {
  let [known, next] = [true, 0];
  const result = format.replace(FIELD, (whole, name?: string, specification = "") => {
    if (name === undefined) return whole[0]!;
    const { argument, reached } = fieldOf(name, "");
    const place = argument === "" ? next++ : /^\d{1,3}$/.test(argument) ? Number(argument) : undefined;
    let value = place === undefined ? named.get(argument) : positional[place];
    for (const key of reached) value = reachedIn(value, key);
    const text = specification === "c" ? converted(value, "c") : textOf(value);
    if (text === undefined || /\d{4}/.test(String(specification))) known = false;
    return text ?? "";
  });
  return known ? result : undefined;
}

function reachedIn(value: Value, key: string): Value {
  if (value instanceof Mapping) return value.get(key);
  return isList(value) && /^\d{1,4}$/.test(key) ? itemAt(value, Number(key)) : undefined;
}

/** The widest padding that a format text asks for, of `%` and of `str.format`. */
export function widthOf(format: string): number {
  let widest = 0;
  for (const [, , width = "", cut = ""] of format.matchAll(DIRECTIVE))
    widest = Math.max(widest, Number(width) || 0, Number(cut) || 0);
  for (const { specification } of fieldsOf(format))
    for (const [digits] of specification.matchAll(/\d{1,15}/g)) widest = Math.max(widest, Number(digits));
  return widest;
}
