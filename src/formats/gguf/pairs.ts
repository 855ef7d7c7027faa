import type { Budget } from "../../core/budget";
import { shorten } from "../../core/text";
import type { LayoutNotes } from "../layout-notes";
import { Broken, type Cursor } from "./cursor";

/** One pair of the metadata. */
export interface Pair {
  readonly key: string;
  readonly type: number;
  /** Of a text, and the first ones of an array of texts. */
  readonly texts: readonly string[];
  /** Of a number or a truth value. */
  readonly number?: number;
  /** In words, for people. */
  readonly shown: string;
  readonly offset: number;
}

/** Value types (`gguf_metadata_value_type`): bytes of those that have a size of their own. */
const SIZES: Readonly<Record<number, number>> = { 0: 1, 1: 1, 2: 2, 3: 2, 4: 4, 5: 4, 6: 4, 7: 1, 10: 8, 11: 8, 12: 8 };
const SIGNED = new Set([1, 3, 5, 11]);
export const UINT32 = 4;
const FLOAT32 = 6;
const BOOL = 7;
export const TEXT = 8;
const ARRAY = 9;
const FLOAT64 = 12;

/** The specification's own bound of a key. Bytes. CWE-770. */
const MAX_KEY = 65_535;
/** The longest real texts (templates, licences) have some 100 KB. Bytes. CWE-770. */
const MAX_TEXT = 16 * 1024 ** 2;
/** Of an array of texts, what is looked at: tags and templates' names are few, tokens are only counted. CWE-770. */
const MAX_TEXTS = 64;
const MAX_ITEM = 64 * 1024;
/** Arrays inside arrays. Writers use one level, and llama.cpp takes none. CWE-674. */
const MAX_NESTING = 4;
/** What one pair costs here, at least. Bytes. */
const PAIR_COST = 128;

/** The pairs as they come, so that what stands before a break is seen. Throws `Broken`. */
export function* readPairs(cursor: Cursor, count: number, budget: Budget, notes: LayoutNotes): Generator<Pair> {
  const seen = new Set<string>();
  for (let nth = 0; nth < count; nth++) {
    const offset = cursor.at;
    cursor.part = `key ${nth + 1} of its metadata`;
    const { text: key, length } = cursor.text(MAX_KEY);
    budget.spend("fields", 1);
    budget.spend("held", PAIR_COST + Math.min(length, MAX_KEY));
    const part = key === "" ? cursor.part : shorten(key, 200);
    if (length > MAX_KEY)
      throw new Broken({ oddity: "bad-count", part, detail: `a key of ${told(length)} bytes`, offset });
    if (key === "" || key.includes("\0"))
      notes.add({ oddity: "bad-value", part, detail: key === "" ? "is empty" : "has a NUL, where C ends it", offset });
    if (seen.size === seen.add(key).size)
      notes.add({ oddity: "duplicate-key", part, detail: "this key stands twice in the metadata", offset });
    cursor.part = `the value of ${part}`;
    yield { key, offset, ...readValue(cursor, part, budget, notes) };
  }
}

function readValue(cursor: Cursor, part: string, budget: Budget, notes: LayoutNotes): Omit<Pair, "key" | "offset"> {
  const type = cursor.u32();
  if (type === ARRAY) return { type, ...readArray(cursor, part, budget, 1) };
  if (type === TEXT) {
    const { text, length } = cursor.text(MAX_TEXT);
    if (length > MAX_TEXT)
      notes.add({ oddity: "bad-count", part, detail: `a text of ${told(length)} bytes`, offset: cursor.at - length });
    return { type, texts: [text], shown: text };
  }
  const number = readNumber(cursor, type, part);
  if (type === BOOL && number > 1)
    notes.add({ oddity: "bad-value", part, detail: `a truth value of ${number}`, offset: cursor.at - 1 });
  return { type, texts: [], number, shown: String(number) };
}

/** Of 64 bits, exact up to 2^53. */
function readNumber(cursor: Cursor, type: number, part: string): number {
  const size = SIZES[type];
  if (size === undefined) throw noType(type, part, cursor);
  if (type === FLOAT32 || type === FLOAT64) return cursor.float(size);
  const number = size === 1 ? cursor.u8() : size === 2 ? cursor.u16() : size === 4 ? cursor.u32() : cursor.u64();
  const range = 2 ** (8 * size);
  return SIGNED.has(type) && number >= range / 2 ? number - range : number;
}

function readArray(cursor: Cursor, part: string, budget: Budget, depth: number): Pick<Pair, "texts" | "shown"> {
  const type = cursor.u32();
  const count = cursor.count();
  const shown = `${told(count)} values`;
  if (type === TEXT) return { texts: readTexts(cursor, count, budget), shown };
  if (type !== ARRAY) {
    const size = SIZES[type];
    if (size === undefined) throw noType(type, part, cursor);
    cursor.skip(count * size);
    return { texts: [], shown };
  }
  if (depth === MAX_NESTING)
    throw new Broken({ oddity: "bad-count", part, detail: `more than ${MAX_NESTING} arrays inside each other` });
  for (let i = 0; i < count; i++) {
    budget.spend("fields", 1);
    readArray(cursor, part, budget, depth + 1);
  }
  return { texts: [], shown };
}

function readTexts(cursor: Cursor, count: number, budget: Budget): string[] {
  cursor.need(count);
  budget.spend("fields", count);
  const texts: string[] = [];
  for (let i = 0; i < count; i++)
    if (i < MAX_TEXTS) texts.push(cursor.text(MAX_ITEM).text);
    else cursor.skipText();
  return texts;
}

function noType(type: number, part: string, cursor: Cursor): Broken {
  return new Broken({
    oddity: "bad-value",
    part,
    detail: `its type ${type} is none of the format`,
    offset: cursor.at - 4,
  });
}

function told(count: number): string {
  return count.toLocaleString("en-US");
}
