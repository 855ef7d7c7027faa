import type * as SmolToml from "smol-toml";
import { Malformed } from "../core/bytes";
import { surveyToml, type TomlSurvey } from "./toml-survey";

/** Loaded on first use, so that a run without TOML does not pay for it. */
// eslint-disable-next-line @typescript-eslint/no-require-imports
const library = (): typeof SmolToml => require("smol-toml") as typeof SmolToml;

/** Arrays and inline tables inside each other; smol-toml recurses. The deepest real lockfiles have four. CWE-674. */
const MAX_DEPTH = 100;

/** Tables have no prototype: `__proto__` and `constructor` are keys like others. */
export type TomlTable = SmolToml.TomlTableWithoutBigInt;
export type TomlValue = SmolToml.TomlValueWithoutBigInt;

export interface TomlDocument {
  readonly root: TomlTable;
  /**
   * Where each table of an array of tables at the root begins, in characters, in the order of the array: its header
   * (`[[name]]`), or its brace where the array stands inline before the first header.
   */
  placesOf(name: string): readonly number[];
}

/**
 * A TOML text (https://toml.io/en/v1.0.0, and what 1.1 adds). Throws `Malformed` with the place in characters: where it is no
 * TOML, where a key stands twice, where it would cost too much memory, for whole numbers beyond 2^53.
 */
export function parseToml(text: string): TomlDocument {
  const survey = surveyToml(text);
  const root = parsed(text);
  let places: ReadonlyMap<string, readonly number[]> | undefined;
  return { root, placesOf: (name) => (places ??= placesByName(survey)).get(name) ?? [] };
}

function parsed(text: string): TomlTable {
  try {
    return library().parse(text, { maxDepth: MAX_DEPTH });
  } catch (error) {
    throw refusal(text, error);
  }
}

/** Any error of the library is the text's doing: it has no state and touches nothing else. */
function refusal(text: string, error: unknown): Malformed {
  if (!(error instanceof library().TomlError)) return new Malformed("it is no TOML that can be read");
  const [first] = error.message.split("\n", 1);
  const what = first!.replace(/^Invalid TOML document: /, "");
  let start = 0;
  for (let line = 1; line < error.line; line++) start = text.indexOf("\n", start) + 1;
  return new Malformed(`it is no TOML: ${what}`, start + error.column - 1);
}

function placesByName({ tables }: TomlSurvey): ReadonlyMap<string, readonly number[]> {
  const places = new Map<string, number[]>();
  for (const { key, at } of tables) {
    const name = rootKey(key);
    if (name === undefined) continue;
    const known = places.get(name);
    if (known === undefined) places.set(name, [at]);
    else known.push(at);
  }
  return places;
}

/** The name that a key of one part spells: `package`, ` package `, `"package"`, `"pack\u0061ge"`. */
function rootKey(key: string): string | undefined {
  const plain = key.trim();
  if (/^[A-Za-z0-9_-]+$/.test(plain)) return plain;
  if (!/^["']/.test(plain)) return undefined;
  try {
    const [name, value] = Object.entries(library().parse(`${plain} = 0`))[0] ?? [];
    return value === 0 ? name : undefined;
  } catch {
    return undefined;
  }
}

/** The value at a path of keys; `undefined` where there is none, or something else than a table on the way. */
export function tomlAt(value: TomlValue | undefined, ...path: readonly string[]): TomlValue | undefined {
  let at = value;
  for (const key of path) at = tomlTable(at)?.[key];
  return at;
}

export function tomlTable(value: TomlValue | undefined): TomlTable | undefined {
  return typeof value === "object" && !Array.isArray(value) && !(value instanceof Date)
    ? (value as TomlTable)
    : undefined;
}

/** The items of an array; none of anything else. */
export function tomlItems(value: TomlValue | undefined): readonly TomlValue[] {
  return Array.isArray(value) ? value : [];
}

/** The keys and values of a table; none of anything else. */
export function tomlEntries(value: TomlValue | undefined): readonly (readonly [string, TomlValue])[] {
  return Object.entries(tomlTable(value) ?? {});
}

export function tomlString(value: TomlValue | undefined): string | undefined {
  return typeof value === "string" ? value : undefined;
}
