import { createHash } from "node:crypto";
import type { ByteSource } from "../core/bytes";
import type { Ecosystem } from "../core/ecosystem";
import { MAX_MEMBERS, type Members } from "./database-directory";
import { NORMALISATION } from "./name";

/** To be raised with every change of what an index holds, or of which records a search looks at (`database-names.ts`). */
const FORMAT = 1;
/** Pairs of a name and a record. PyPI has some 40,000, npm, the largest, some 300,000 (CWE-770). */
export const MAX_PAIRS = 2 ** 21;
const SHA256_BYTES = 32;
const HEAD_BYTES = 2 * SHA256_BYTES + 8;
const PAIR_BYTES = 8;
const NUMBER_BYTES = 4;
/** Bytes of an index: so many pairs, and every record among those that are always read. */
export const MAX_INDEX_BYTES = HEAD_BYTES + PAIR_BYTES * MAX_PAIRS + NUMBER_BYTES * MAX_MEMBERS;
/** A member's number is below this, so that it and 32 bits of hash are an exact number. */
const MEMBERS_SPAN = 2 ** 21;
const HASHED_BYTES = 1024 * 1024;

/**
 * What an index is of: the file's every byte, the directory as it was read (the file could change in between), and how names
 * are found and compared. Two that are equal have the same answers.
 */
export interface IndexSubject {
  /** SHA-256 of the file in hexadecimal digits; the store's key. */
  readonly key: string;
  readonly binding: Buffer;
  readonly members: number;
}

/** Reads all of the file. Throws what the source throws. */
export function indexSubject(source: ByteSource, members: Members, ecosystem: Ecosystem): IndexSubject {
  const hash = createHash("sha256");
  for (let at = 0; at < source.size; at += HASHED_BYTES) hash.update(source.window(at, HASHED_BYTES));
  const key = hash.digest("hex");
  const little = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;
  const subject = [FORMAT, NORMALISATION, ecosystem, key, members.count, little, [...members.refused]];
  const binding = createHash("sha256").update(JSON.stringify(subject));
  for (const column of ["offset", "packed", "size", "crc", "nameHash", "deflated"] as const)
    binding.update(members[column]);
  return { key, binding: binding.digest(), members: members.count };
}

/** Collects, while every record of a database is searched, what names it has. */
export class IndexBuilder {
  private pairs = new Float64Array(1 << 12);
  private count = 0;
  private full = false;
  private readonly always = new Set<number>();
  private seen = 0;

  /** `name` is normalised. */
  readonly name = (member: number, name: string): void => {
    const pair = hashOfName(name) * MEMBERS_SPAN + member;
    if (this.full || (this.count > 0 && this.pairs[this.count - 1] === pair)) return;
    if (this.count === this.pairs.length) this.grow();
    if (!this.full) this.pairs[this.count++] = pair;
  };

  /** A record that does not tell its names: it is read whoever asks. */
  unclear(member: number): void {
    this.always.add(member);
  }

  /** So many records were searched or found unreadable. */
  searched(members: number): void {
    this.seen += members;
  }

  /** The index as bytes; `undefined` where it would be too large, or where not every record was searched. */
  finish({ binding, members }: IndexSubject): Uint8Array | undefined {
    if (this.full || this.seen !== members) return undefined;
    const pairs = this.pairs.subarray(0, this.count).sort();
    let count = 0;
    for (const pair of pairs) if (count === 0 || pairs[count - 1] !== pair) pairs[count++] = pair;
    const always = Uint32Array.from(this.always).sort();
    const index = Buffer.alloc(HEAD_BYTES + count * PAIR_BYTES + always.byteLength);
    binding.copy(index, SHA256_BYTES);
    index.set(bytesOf(Uint32Array.of(count, always.length)), 2 * SHA256_BYTES);
    index.set(bytesOf(pairs.subarray(0, count)), HEAD_BYTES);
    index.set(bytesOf(always), HEAD_BYTES + count * PAIR_BYTES);
    sumOf(index).copy(index);
    return index;
  }

  private grow(): void {
    if (this.count * 2 > MAX_PAIRS) {
      this.full = true;
      return;
    }
    const larger = new Float64Array(this.count * 2);
    larger.set(this.pairs);
    this.pairs = larger;
  }
}

/**
 * Numbers of the records that have one of these names (normalised), or that tell none, ascending; some more, where hashes are
 * alike. `undefined` where the bytes are no index of this subject, or damaged. The layout: SHA-256 of the rest; what it
 * is of; two counts (32 bits); pairs in ascending order, each a name's hash * 2^21 + a record's number (64-bit floating
 * point, exact); numbers of records that are always read (32 bits).
 */
export function membersByIndex(
  stored: Uint8Array,
  { binding, members }: IndexSubject,
  names: Iterable<string>,
): Uint32Array | undefined {
  if (stored.length < HEAD_BYTES || stored.length > MAX_INDEX_BYTES) return undefined;
  // Numbers are where they may be read as such only if the whole begins at a multiple of eight.
  const index = stored.byteOffset % PAIR_BYTES === 0 ? asBuffer(stored) : asBuffer(Uint8Array.from(stored));
  if (!index.subarray(SHA256_BYTES, 2 * SHA256_BYTES).equals(binding)) return undefined;
  if (!index.subarray(0, SHA256_BYTES).equals(sumOf(index))) return undefined;
  const [count, alwaysCount] = new Uint32Array(index.buffer, index.byteOffset + 2 * SHA256_BYTES, 2) as unknown as [
    number,
    number,
  ];
  const alwaysAt = HEAD_BYTES + count * PAIR_BYTES;
  if (alwaysAt + alwaysCount * NUMBER_BYTES !== index.length) return undefined;
  const pairs = new Float64Array(index.buffer, index.byteOffset + HEAD_BYTES, count);
  const chosen = new Set<number>(new Uint32Array(index.buffer, index.byteOffset + alwaysAt, alwaysCount));
  for (const name of names) {
    const first = hashOfName(name) * MEMBERS_SPAN;
    for (let i = firstFrom(pairs, first); i < count && pairs[i]! < first + MEMBERS_SPAN; i++)
      chosen.add(pairs[i]! - first);
  }
  const numbers = Uint32Array.from(chosen).sort();
  return numbers.length > 0 && numbers.at(-1)! >= members ? undefined : numbers;
}

/** The first place whose number is `least` or more. */
function firstFrom(pairs: Float64Array, least: number): number {
  let low = 0;
  let high = pairs.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (pairs[middle]! < least) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** 32 bits (FNV-1a over UTF-16 units). Names with the same one are told apart once their records are read. */
function hashOfName(name: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

/** Tells damage, not malice: the store answers for who wrote it. */
function sumOf(index: Buffer): Buffer {
  return createHash("sha256").update(index.subarray(SHA256_BYTES)).digest();
}

function bytesOf(numbers: Float64Array | Uint32Array): Uint8Array {
  return new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
