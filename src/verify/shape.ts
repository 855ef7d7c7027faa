import { Refused } from "../core/attestation";
import { shorten } from "../core/text";

/**
 * Members of JSON that came from outside, each asked for by its own name, so that what an object inherits never answers
 * for it (CWE-1321). `where` says in words what is read, and begins the message.
 */

/** Characters of a text. Real ones are names and addresses. CWE-770. */
const MAX_TEXT = 16_384;

/** The member, `undefined` where there is none or the value is no object. */
export function field(value: unknown, ...path: readonly string[]): unknown {
  let at = value;
  for (const key of path) at = isObject(at) && Object.hasOwn(at, key) ? at[key] : undefined;
  return at;
}

export function objectOf(value: unknown, where: string): Readonly<Record<string, unknown>> {
  if (isObject(value)) return value;
  throw malformed(where, value, "an object");
}

export function listOf(value: unknown, where: string, atMost: number): readonly unknown[] {
  if (!Array.isArray(value)) throw malformed(where, value, "a list");
  if (value.length > atMost)
    throw new Refused("malformed", `${where} has ${value.length} entries; no more than ${atMost} are read.`);
  return value;
}

/** Text that is not empty. */
export function textOf(value: unknown, where: string): string {
  if (typeof value !== "string" || value === "") throw malformed(where, value, "a text");
  if (value.length > MAX_TEXT)
    throw new Refused("malformed", `${where} is longer than ${MAX_TEXT} characters: ${shorten(value, 60)}`);
  if (/\p{Surrogate}/u.test(value)) throw new Refused("malformed", `${where} has characters that are no Unicode.`);
  return value;
}

export function optionalText(value: unknown, where: string): string | undefined {
  return value === undefined ? undefined : textOf(value, where);
}

/** SHA-256 in lower-case hex. */
export function sha256Of(value: unknown, where: string): string {
  const text = textOf(value, where);
  if (/^[0-9a-f]{64}$/.test(text)) return text;
  throw new Refused("malformed", `${where} is no SHA-256 in lower-case hex: ${shorten(text, 80)}`);
}

/** Refuses members that nobody has defined there. */
export function onlyMembers(value: Readonly<Record<string, unknown>>, known: readonly string[], where: string): void {
  const unknown = Object.keys(value).find((key) => !known.includes(key));
  if (unknown !== undefined)
    throw new Refused("malformed", `${where} has a member that is not known there: ${shorten(unknown, 60)}`);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function malformed(where: string, value: unknown, wanted: string): Refused {
  return new Refused("malformed", value === undefined ? `${where} is missing.` : `${where} is not ${wanted}.`);
}
