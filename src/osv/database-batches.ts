import { crc32, gunzip, inflateRawSync } from "node:zlib";
import { Malformed, type ByteSource } from "../core/bytes";
import { hashOf, LOCAL_BYTES, u16, u32, type Members } from "./database-directory";

/** Packed bytes that are unpacked at once: large enough that the calls cost nothing; larger ones took memory and no less time. */
const BATCH_BYTES = 256 * 1024;
/** Bytes that a batch may unpack to, where it is more than one record (CWE-409). */
const MAX_BATCH_UNPACKED_BYTES = 4 * 1024 * 1024;
/** Batches under way: unpacking runs on Node's pool of four threads while this one searches what is done. */
const LANES = 3;
/** The longest a local header's name and extra field can be. */
const MAX_LOCAL_FIELDS_BYTES = 2 * 0xffff;

/** A deflate block holds at most this much as it is (RFC 1951, 3.2.4). */
const MAX_PLAIN_BLOCK_BYTES = 0xffff;
const PLAIN_HEADER_BYTES = 5;
const GZIP_HEADER = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255];
const GZIP_TRAILER_BYTES = 8;

/** Records one behind the other. */
export interface RecordBatch {
  readonly bytes: Buffer;
  /** Numbers of the members, ascending. */
  readonly members: readonly number[];
  /** Where each one ends in `bytes`; it begins where the one before ends. */
  readonly ends: readonly number[];
}

export interface BatchVisitor {
  batch(batch: RecordBatch): void;
  /** A member that cannot be unpacked, or is not what the directory says. */
  unreadable(member: number, detail: string): void;
}

/**
 * Unpacks all members, in no order. Each is made a gzip member of what the directory says (RFC 1952: a header, its deflate data, its
 * CRC-32 and size), and many of them are given to zlib in one call, which reads gzip members one behind the other and
 * checks each: 16,000 calls would take longer than the unpacking. Because each one's size is checked, the sum is right
 * only if every one is. Throws what the source and the visitor throw, and `Malformed`. Where some are `chosen` (their numbers,
 * ascending), the others are not read.
 */
export async function unpackAll(
  source: ByteSource,
  members: Members,
  visitor: BatchVisitor,
  chosen?: Uint32Array,
): Promise<void> {
  for (const [member, reason] of members.refused) visitor.unreadable(member, reason);
  let next = 0;
  const take = (lane: Lane): Packed | undefined => {
    const { run, after } = nextRun(members, next, chosen);
    next = after;
    return run.members.length === 0 ? undefined : pack(source, members, run, lane);
  };
  const lane = async (): Promise<void> => {
    const mine: Lane = { gzip: Buffer.alloc(0) };
    try {
      for (let packed = take(mine); packed !== undefined; packed = take(mine)) await unpack(packed, members, visitor);
    } finally {
      next = Infinity; // Where one lane throws, the others end after what they have begun.
    }
  };
  // All of them, for the caller closes the file.
  const ended = await Promise.allSettled(Array.from({ length: LANES }, lane));
  for (const each of ended) if (each.status === "rejected") throw each.reason;
}

/** The `<id>` of a member's name `<id>.json`. */
export function idOf(source: ByteSource, members: Members, member: number): string {
  const at = members.offset[member]!;
  const length = u16(source.read(at + 26, 2), 0);
  const name = Buffer.from(source.window(at + LOCAL_BYTES, Math.min(length, 260))).toString("utf8");
  return name.replace(/\.json$/, "");
}

interface Run {
  readonly members: readonly number[];
  /** Bytes of them as gzip members. */
  readonly length: number;
}

/** As many of the members from a place on as a batch holds; one at least, where there is one. */
function nextRun(members: Members, first: number, chosen: Uint32Array | undefined): { run: Run; after: number } {
  const count = chosen?.length ?? members.count;
  const run: number[] = [];
  let length = 0;
  let unpacked = 0;
  let after = first;
  for (; after < count; after++) {
    const i = chosen === undefined ? after : chosen[after]!;
    if (members.refused.has(i)) continue;
    const more = GZIP_HEADER.length + deflatedBytes(members, i) + GZIP_TRAILER_BYTES;
    const full = length + more > BATCH_BYTES || unpacked + members.size[i]! > MAX_BATCH_UNPACKED_BYTES;
    if (full && run.length > 0) break;
    run.push(i);
    length += more;
    unpacked += members.size[i]!;
  }
  return { run: { members: run, length }, after };
}

/** What a lane uses again and again, so that it is not left to the collector of garbage. */
interface Lane {
  gzip: Buffer;
}

interface Packed {
  readonly members: readonly number[];
  readonly gzip: Buffer;
  /** Where each gzip member ends. */
  readonly gzipEnds: readonly number[];
  readonly ends: readonly number[];
}

function pack(source: ByteSource, members: Members, { members: numbers, length }: Run, lane: Lane): Packed {
  if (lane.gzip.length < length) lane.gzip = Buffer.allocUnsafeSlow(Math.max(length, BATCH_BYTES));
  const gzip = lane.gzip.subarray(0, length);
  const gzipEnds: number[] = [];
  const ends: number[] = [];
  let at = 0;
  let end = 0;
  for (const i of numbers) {
    const data = dataOf(source, members, i);
    for (const byte of GZIP_HEADER) gzip[at++] = byte;
    at = putDeflated(gzip, at, data, members.deflated[i] === 1);
    at = putU32(gzip, putU32(gzip, at, members.crc[i]!), members.size[i]!);
    gzipEnds.push(at);
    ends.push((end += members.size[i]!));
  }
  return { members: numbers, gzip, gzipEnds, ends };
}

/** The member's data, behind its local header, which must be of the same name, method and kind. */
function dataOf(source: ByteSource, members: Members, i: number): Uint8Array {
  const place = members.offset[i]!;
  const alone = LOCAL_BYTES + MAX_LOCAL_FIELDS_BYTES + members.packed[i]!;
  const bytes = source.read(place, Math.min(members.offset[i + 1]! - place, alone));
  const nameEnd = LOCAL_BYTES + u16(bytes, 26);
  const data = nameEnd + u16(bytes, 28);
  if (u32(bytes, 0) !== 0x04034b50 || data + members.packed[i]! > bytes.length)
    throw new Malformed("a member is not where its directory says", place);
  const same =
    hashOf(bytes, LOCAL_BYTES, nameEnd) === members.nameHash[i] && u16(bytes, 8) === members.deflated[i]! * 8;
  if (!same) throw new Malformed("a member is not the one that its directory names", place);
  return bytes.subarray(data, data + members.packed[i]!);
}

function deflatedBytes({ packed, deflated }: Members, i: number): number {
  const blocks = Math.max(1, Math.ceil(packed[i]! / MAX_PLAIN_BLOCK_BYTES));
  return deflated[i] === 1 ? packed[i]! : packed[i]! + blocks * PLAIN_HEADER_BYTES;
}

/** Deflate data as it is; data that is not packed as plain blocks. */
function putDeflated(into: Buffer, at: number, data: Uint8Array, deflated: boolean): number {
  if (deflated) {
    into.set(data, at);
    return at + data.length;
  }
  let from = 0;
  do {
    const block = data.subarray(from, from + MAX_PLAIN_BLOCK_BYTES);
    from += block.length;
    into[at++] = from >= data.length ? 1 : 0;
    at = into.writeUInt16LE(block.length, at);
    at = into.writeUInt16LE(block.length ^ 0xffff, at);
    into.set(block, at);
    at += block.length;
  } while (from < data.length);
  return at;
}

function putU32(into: Uint8Array, at: number, value: number): number {
  into[at] = value;
  into[at + 1] = value >>> 8;
  into[at + 2] = value >>> 16;
  into[at + 3] = value >>> 24;
  return at + 4;
}

async function unpack(packed: Packed, members: Members, visitor: BatchVisitor): Promise<void> {
  const size = packed.ends.at(-1)!;
  const bytes = await gunzipped(packed.gzip, size);
  if (bytes?.length === size) visitor.batch({ bytes, members: packed.members, ends: packed.ends });
  else salvage(packed, members, visitor);
}

/** `undefined` where it is broken or longer than `size`. */
function gunzipped(bytes: Buffer, size: number): Promise<Buffer | undefined> {
  // One byte more than needed, so that everything comes in one piece; zlib wants 64 at least.
  const options = { chunkSize: Math.max(64, size + 1), maxOutputLength: Math.max(1, size) };
  return new Promise((resolve) => gunzip(bytes, options, (error, result) => resolve(error ? undefined : result)));
}

/** One by one, where one of them at least is broken. */
function salvage({ members: numbers, gzip, gzipEnds }: Packed, members: Members, visitor: BatchVisitor): void {
  numbers.forEach((i, k) => {
    const from = (k === 0 ? 0 : gzipEnds[k - 1]!) + GZIP_HEADER.length;
    const size = members.size[i]!;
    const bytes = inflated(gzip.subarray(from, gzipEnds[k]! - GZIP_TRAILER_BYTES), size);
    if (bytes === undefined) visitor.unreadable(i, "its packed data is damaged");
    else if (bytes.length !== size) visitor.unreadable(i, "it is not as long as the database says");
    else if (crc32(bytes) !== members.crc[i]) visitor.unreadable(i, "its checksum is wrong");
    else visitor.batch({ bytes, members: [i], ends: [size] });
  });
}

function inflated(bytes: Uint8Array, size: number): Buffer | undefined {
  try {
    return inflateRawSync(bytes, { maxOutputLength: Math.max(1, size + 1) });
  } catch {
    return undefined;
  }
}
