import { Malformed, type ByteSource } from "../core/bytes";

/** OSV's largest database has some 300,000 records; each costs 32 bytes here (CWE-770). */
export const MAX_MEMBERS = 2_000_000;
/** Bytes of one record. The largest real ones have some megabytes; it is held in memory and parsed (CWE-409). */
export const MAX_RECORD_BYTES = 16 * 1024 * 1024;
/** All records may be this many times the file: real databases are 2 to 5 times, deflate alone could do 1,032 (CWE-409). */
export const MAX_RATIO = 20;
/** A small file may be mostly repetition; below this nobody asks for the ratio. */
const RATIO_FROM_BYTES = 1024 * 1024;
/** Bytes of the directory looked at once: more than its longest possible record, of 46 and three times 65,535. */
const DIRECTORY_WINDOW_BYTES = 512 * 1024;

const END_BYTES = 22;
const MAX_COMMENT_BYTES = 0xffff;
const ZIP64_LOCATOR_BYTES = 20;
const ZIP64_END_BYTES = 56;
const CENTRAL_BYTES = 46;
export const LOCAL_BYTES = 30;

const STORED = 0;
const DEFLATE = 8;

/**
 * The records of a database: columns in the order of the members' places, so that 300,000 of them are a few megabytes and reading
 * goes through the file once. Sizes and offsets are in bytes; `offset` has one more element, where the directory begins.
 */
export interface Members {
  readonly count: number;
  readonly offset: Float64Array;
  readonly packed: Uint32Array;
  readonly size: Uint32Array;
  readonly crc: Uint32Array;
  readonly nameHash: Uint32Array;
  readonly deflated: Uint8Array;
  /** Members that cannot be decoded, by their number, and why. */
  readonly refused: ReadonlyMap<number, string>;
}

type Columns = { -readonly [K in keyof Members]: Members[K] } & { readonly refused: Map<number, string> };

/**
 * Reads the directory of an `all.zip` strictly (APPNOTE.TXT 4.3.12 to 4.3.16): its writer is known, so what is odd is
 * damaged. Members that are no `.json` are none of ours. Throws `Malformed`.
 */
export function readDirectory(source: ByteSource): Members {
  const { count, start, end } = findDirectory(source);
  if (count > MAX_MEMBERS) throw new Malformed(`it claims ${count} members; at most ${MAX_MEMBERS} are read`);
  if (count * CENTRAL_BYTES > end - start) throw new Malformed(`its directory is too short for ${count} members`);
  const members = columns(count);
  let at = start;
  let seen = 0;
  while (seen < count) {
    const bytes = source.window(at, Math.min(DIRECTORY_WINDOW_BYTES, end - at));
    const before = seen;
    let from = 0;
    while (seen < count) {
      const next = recordEnd(bytes, from, at);
      if (next === undefined) break;
      addMember(members, bytes, from, next);
      from = next;
      seen++;
    }
    if (seen === before) throw new Malformed(`its directory ends inside record ${seen} of ${count}`, at);
    at += from;
  }
  if (at !== end) throw new Malformed(`its directory has ${end - at} bytes behind the last of ${count} records`, at);
  return settle(members, start, source.size);
}

/** A hash of a name's bytes (FNV-1a), to compare the two places that a zip has names at. */
export function hashOf(bytes: Uint8Array, from: number, to: number): number {
  let hash = 0x811c9dc5;
  for (let i = from; i < to; i++) hash = Math.imul(hash ^ bytes[i]!, 0x01000193);
  return hash >>> 0;
}

export function u16(bytes: Uint8Array, at: number): number {
  return bytes[at]! | (bytes[at + 1]! << 8);
}

export function u32(bytes: Uint8Array, at: number): number {
  return (bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)) >>> 0;
}

/** Above 2^53 it is not exact, but then it is far beyond every file too. */
function u64(bytes: Uint8Array, at: number): number {
  return u32(bytes, at) + u32(bytes, at + 4) * 2 ** 32;
}

/** How many records the directory has, and its first and last byte's end. */
function findDirectory(source: ByteSource): { count: number; start: number; end: number } {
  const from = Math.max(0, source.size - END_BYTES - MAX_COMMENT_BYTES);
  const tail = source.window(from, source.size - from);
  let place = tail.length - END_BYTES;
  while (place >= 0 && !(u32(tail, place) === 0x06054b50 && place + END_BYTES + u16(tail, place + 20) === tail.length))
    place--;
  if (place < 0) throw new Malformed("it is no zip file, or its end is missing");
  const short = { count: u16(tail, place + 10), size: u32(tail, place + 12), start: u32(tail, place + 16) };
  if (u16(tail, place + 4) !== 0 || u16(tail, place + 8) !== short.count)
    throw new Malformed("it is a part of a zip file in several parts");
  const wide = short.count === 0xffff || short.size === 0xffffffff || short.start === 0xffffffff;
  const at = from + place;
  const { count, size, start, end } = wide ? zip64Directory(source, at, short) : { ...short, end: at };
  if (start + size !== end)
    throw new Malformed(`its directory should be ${size} bytes at ${start}, but ends at ${end}`, at);
  return { count, start, end };
}

interface EndRecord {
  readonly count: number;
  readonly size: number;
  readonly start: number;
}

/** What the longer end record says; a database of exactly 65,535 records needs none. */
function zip64Directory(source: ByteSource, endAt: number, short: EndRecord): EndRecord & { end: number } {
  const locatorAt = endAt - ZIP64_LOCATOR_BYTES;
  const locator = locatorAt < 0 ? new Uint8Array(0) : source.read(locatorAt, ZIP64_LOCATOR_BYTES);
  if (locator.length === 0 || u32(locator, 0) !== 0x07064b50) return { ...short, end: endAt };
  const at = u64(locator, 8);
  if (at + ZIP64_END_BYTES !== locatorAt) throw new Malformed("its zip64 end record is not where it should be", at);
  const record = source.read(at, ZIP64_END_BYTES);
  if (u32(record, 0) !== 0x06064b50) throw new Malformed("its zip64 end record is missing", at);
  return { count: u64(record, 32), size: u64(record, 40), start: u64(record, 48), end: at };
}

function columns(count: number): Columns {
  return {
    count: 0,
    offset: new Float64Array(count + 1),
    packed: new Uint32Array(count),
    size: new Uint32Array(count),
    crc: new Uint32Array(count),
    nameHash: new Uint32Array(count),
    deflated: new Uint8Array(count),
    refused: new Map(),
  };
}

/** Where the record at `from` ends, `undefined` where that is not among these bytes. */
function recordEnd(bytes: Uint8Array, from: number, base: number): number | undefined {
  if (from + CENTRAL_BYTES > bytes.length) return undefined;
  if (u32(bytes, from) !== 0x02014b50)
    throw new Malformed("its directory has no record where one should be", base + from);
  const end = from + CENTRAL_BYTES + u16(bytes, from + 28) + u16(bytes, from + 30) + u16(bytes, from + 32);
  return end > bytes.length ? undefined : end;
}

function addMember(members: Columns, bytes: Uint8Array, from: number, to: number): void {
  const name = from + CENTRAL_BYTES;
  const nameEnd = name + u16(bytes, from + 28);
  if (!endsInJson(bytes, name, nameEnd)) return;
  const flags = u16(bytes, from + 8);
  const method = u16(bytes, from + 10);
  const sizes = wideSizes(bytes, from, nameEnd, to);
  const i = members.count++;
  members.crc[i] = u32(bytes, from + 16);
  members.packed[i] = Math.min(sizes.packed, 0xffffffff);
  members.size[i] = Math.min(sizes.size, 0xffffffff);
  members.offset[i] = sizes.offset;
  members.nameHash[i] = hashOf(bytes, name, nameEnd);
  members.deflated[i] = method === DEFLATE ? 1 : 0;
  const reason = refusal(flags, method, sizes);
  if (reason !== undefined) members.refused.set(i, reason);
}

function endsInJson(bytes: Uint8Array, from: number, to: number): boolean {
  return to - from > 5 && bytes[to - 5] === 0x2e && u32(bytes, to - 4) === 0x6e6f736a;
}

interface Sizes {
  readonly packed: number;
  readonly size: number;
  readonly offset: number;
}

/** Sizes and place, from the zip64 field (APPNOTE.TXT 4.5.3) where the short ones say that they are there. */
function wideSizes(bytes: Uint8Array, from: number, extra: number, to: number): Sizes {
  const short = { size: u32(bytes, from + 24), packed: u32(bytes, from + 20), offset: u32(bytes, from + 42) };
  const wanted = (["size", "packed", "offset"] as const).filter((key) => short[key] === 0xffffffff);
  if (wanted.length === 0) return short;
  const end = Math.min(to, extra + u16(bytes, from + 30));
  let at = extra;
  while (at + 4 <= end && u16(bytes, at) !== 1) at += 4 + u16(bytes, at + 2);
  if (at + 4 + wanted.length * 8 > end || u16(bytes, at + 2) < wanted.length * 8)
    throw new Malformed("a member's size or place is missing in its zip64 field");
  return wanted.reduce<Sizes>((sizes, key, i) => ({ ...sizes, [key]: u64(bytes, at + 4 + i * 8) }), short);
}

function refusal(flags: number, method: number, { packed, size }: Sizes): string | undefined {
  if ((flags & 0x2041) !== 0) return "it is encrypted";
  if (method !== STORED && method !== DEFLATE) return `it is packed by method ${method}, which is not read`;
  if (size > MAX_RECORD_BYTES) return `it claims ${size} bytes; at most ${MAX_RECORD_BYTES} are read`;
  if (packed > MAX_RECORD_BYTES) return `it claims ${packed} packed bytes; at most ${MAX_RECORD_BYTES} are read`;
  if (method === STORED && packed !== size) return "its two sizes differ, although it is not packed";
  return undefined;
}

/** In the order of places, checked: none overlaps another or the directory, and together they are no bomb. */
function settle(members: Columns, directory: number, fileSize: number): Members {
  const { count, offset } = members;
  let sorted = true;
  for (let i = 1; i < count && sorted; i++) sorted = offset[i - 1]! < offset[i]!;
  if (!sorted) sortByPlace(members);
  offset[count] = directory;
  let total = 0;
  for (let i = 0; i < count; i++) {
    if (offset[i]! + LOCAL_BYTES + members.packed[i]! > offset[i + 1]!)
      throw new Malformed("its members overlap", offset[i]);
    if (!members.refused.has(i)) total += members.size[i]!;
  }
  if (total > RATIO_FROM_BYTES && total > fileSize * MAX_RATIO)
    throw new Malformed(`it claims ${total} bytes of records, more than ${MAX_RATIO} times its own size`);
  return members;
}

function sortByPlace(members: Columns): void {
  const { count, offset } = members;
  const order = new Uint32Array(count).map((_, i) => i).sort((a, b) => offset[a]! - offset[b]!);
  for (const column of ["packed", "size", "crc", "nameHash", "deflated"] as const) {
    const old = members[column].slice(0, count);
    for (let i = 0; i < count; i++) members[column][i] = old[order[i]!]!;
  }
  const places = offset.slice(0, count);
  for (let i = 0; i < count; i++) offset[i] = places[order[i]!]!;
  const refused = [...members.refused];
  const place = new Map([...order].map((was, now) => [was, now]));
  members.refused.clear();
  for (const [was, reason] of refused) members.refused.set(place.get(was)!, reason);
}
