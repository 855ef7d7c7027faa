import type { Ecosystem } from "../core/ecosystem";
import type { RecordBatch } from "./database-batches";
import { normalName } from "./name";

const QUOTE = 0x22;
const COLON = 0x3a;
const BACKSLASH = 0x5c;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

/** A record that has to be parsed. */
export interface Candidate {
  readonly member: number;
  readonly start: number;
  readonly end: number;
  /** Names asked for that the record has somewhere as a `"name"`. */
  readonly names: ReadonlySet<string>;
  /** The search may have missed a name: the record has none at all, spells a key with escapes, or is no JSON object. */
  readonly unsure: boolean;
}

/**
 * The records of a batch that may concern the names asked for, found without parsing: 16,000 records hold 20 that matter. A
 * JSON object has a member `name` only if these bytes stand there, `"name"`, a colon and a string, or if an escape (`\u006e`
 * and so on) stands in the key; so a record is passed over only when each of its names was read and none is asked for.
 * What is then wrong with it concerns others. `seen` is told every name that a record has, normalised, for an index: records
 * that are `unsure` may have more.
 */
export function* candidates(
  { bytes, members, ends }: RecordBatch,
  ecosystem: Ecosystem,
  asked: ReadonlySet<string>,
  seen?: (member: number, name: string) => void,
): Generator<Candidate> {
  let hit = bytes.indexOf('name"', 0, "latin1");
  let escape = bytes.indexOf("\\u006", 0, "latin1");
  let start = 0;
  for (let k = 0; k < members.length; k++) {
    const end = ends[k]!;
    let unsure = !isBraced(bytes, start, end);
    let any = false;
    let names: Set<string> | undefined;
    for (; hit >= 0 && hit < end; hit = bytes.indexOf('name"', hit, "latin1")) {
      const from = bytes[hit - 1] === QUOTE && hit > start ? stringAfter(bytes, hit + 5, end) : NO_KEY;
      hit += 5;
      unsure ||= from === NO_STRING;
      if (from < 0) continue;
      const to = stringEnd(bytes, from, end);
      const name = textOf(bytes, from, to);
      any = true;
      hit = to;
      if (name === undefined) {
        unsure = true;
        continue;
      }
      const normal = normalName(ecosystem, name);
      seen?.(members[k]!, normal);
      if (asked.has(normal)) (names ??= new Set()).add(normal);
    }
    if (escape >= 0 && escape < end) {
      unsure = true;
      escape = bytes.indexOf("\\u006", end, "latin1");
    }
    if (names !== undefined || unsure || !any)
      yield { member: members[k]!, start, end, names: names ?? NONE, unsure: unsure || !any };
    start = end;
  }
}

const NONE: ReadonlySet<string> = new Set();

/** Whether the first and the last byte that are no white space are those of an object: a record that was cut off is not. */
function isBraced(bytes: Uint8Array, start: number, end: number): boolean {
  while (start < end && isSpace(bytes[start]!)) start++;
  while (start < end && isSpace(bytes[end - 1]!)) end--;
  return bytes[start] === OPEN_BRACE && bytes[end - 1] === CLOSE_BRACE && end - start >= 2;
}

const NO_KEY = -1;
const NO_STRING = -2;

/** Where the string behind a colon begins. */
function stringAfter(bytes: Uint8Array, at: number, end: number): number {
  while (at < end && isSpace(bytes[at]!)) at++;
  if (at >= end || bytes[at] !== COLON) return NO_KEY;
  at++;
  while (at < end && isSpace(bytes[at]!)) at++;
  return at < end && bytes[at] === QUOTE ? at + 1 : NO_STRING;
}

/** Where the string's closing quote is, or the record's end. */
function stringEnd(bytes: Uint8Array, at: number, end: number): number {
  while (at < end && bytes[at] !== QUOTE) at += bytes[at] === BACKSLASH ? 2 : 1;
  return Math.min(at, end);
}

function textOf(bytes: Buffer, from: number, to: number): string | undefined {
  const raw = bytes.toString("utf8", from, to);
  if (!raw.includes("\\")) return raw;
  try {
    return JSON.parse(`"${raw}"`) as string;
  } catch {
    return undefined;
  }
}

function isSpace(byte: number): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}
