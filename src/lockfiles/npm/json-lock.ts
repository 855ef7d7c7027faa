import { Malformed } from "../../core/bytes";
import { parseJson, parseJsonc, type JsonNode } from "../../syntax/json";

/** Values of one lock; each takes some hundred bytes. The largest real ones (10 MB) have 400,000. CWE-770. */
const MAX_VALUES = 1_000_000;
/** Characters below which a text cannot have so many values that it is worth counting them. */
const SMALL = 4 * 1024 ** 2;

/** An object of a lock that `JSON.parse` has read. Keys are the input's: look only for own ones, or for those of `Object.keys`. */
export type PlainObject = Readonly<Record<string, unknown>>;

/** The tree of a lock in JSON. Throws `Malformed` with the place in characters, as lockfiles have it; JSON's own is in bytes. */
export function jsonLock(text: string, comments: "no comments" | "comments" = "no comments"): JsonNode {
  try {
    return comments === "comments" ? parseJsonc(text, MAX_VALUES) : parseJson(text, MAX_VALUES);
  } catch (error) {
    if (!(error instanceof Malformed) || error.offset === undefined) throw error;
    throw new Malformed(error.message, Buffer.from(text).subarray(0, error.offset).toString("utf8").length);
  }
}

/**
 * The same as plain values, five times faster, and exactly what npm reads: of members that stand twice the last one.
 * Throws `Malformed` as `jsonLock` does.
 */
export function plainJsonLock(text: string): unknown {
  if (text.length > SMALL && hasTooMany(text))
    throw new Malformed(`it is no lockfile: it has more than ${MAX_VALUES.toLocaleString("en-US")} values`, 0);
  try {
    return JSON.parse(text) as unknown;
  } catch {
    jsonLock(text);
    // Words that Python's reader knows and npm's does not.
    throw new Malformed("it is no JSON: NaN or Infinity is in it", 0);
  }
}

function hasTooMany(text: string): boolean {
  let values = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x2c || code === 0x5b || code === 0x7b) values++;
  }
  return values > MAX_VALUES;
}

export function objectIn(value: unknown): PlainObject | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as PlainObject) : undefined;
}

/** An own member that is an object; `__proto__` and the like are no more than names. */
export function objectAt(parent: unknown, key: string): PlainObject | undefined {
  return own(parent, key, objectIn);
}

export function stringAt(parent: unknown, key: string): string | undefined {
  return own(parent, key, (value) => (typeof value === "string" ? value : undefined));
}

export function isTrueAt(parent: unknown, key: string): boolean {
  return own(parent, key, (value) => (value === true ? value : undefined)) === true;
}

function own<T>(parent: unknown, key: string, as: (value: unknown) => T | undefined): T | undefined {
  const object = objectIn(parent);
  return object !== undefined && Object.hasOwn(object, key) ? as(object[key]) : undefined;
}
