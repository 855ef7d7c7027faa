import type { Cursor } from "./cursor";
import type { Space } from "./space";

/** A piece of a chunked dataset, as it is stored. */
export interface Chunk {
  readonly address: number;
  /** Stored bytes. */
  readonly size: number;
  /** Bits of filters that this chunk did not go through. */
  readonly mask: number;
  /** Of its first element, in the first dimension; not known for other ranks in some indexes. */
  readonly offset: number;
}

/** What both arrays need to read an entry. */
interface Entries {
  readonly space: Space;
  readonly isFiltered: boolean;
  readonly entrySize: number;
  /** Bytes of a chunk that went through no filter. */
  readonly whole: number;
  /** Elements of a chunk in the first dimension. */
  readonly step: number;
}

/** Bytes of the checksum behind every block and page. */
const CHECKSUM = 4;

/** The chunks of a fixed array: a header, then one block, in pages where it is long. */
export function* fixedArray(
  space: Space,
  address: number,
  whole: number,
  step: number,
): Generator<Chunk, void, undefined> {
  const { address: a, length: l } = space.widths;
  const head = space.block(address, 8 + l + a, "a fixed array");
  head.signature("FAHD");
  head.skip(1);
  const [isFiltered, entrySize, pageBits] = [head.u8() === 1, head.u8(), head.u8()];
  const count = head.length();
  const block = head.address();
  if (block === undefined) return;
  if (entrySize < a || pageBits > 31) throw head.malformed("does not make sense", 0);
  const entries: Entries = { space, isFiltered, entrySize, whole, step };
  const perPage = 2 ** pageBits;
  const start = block + 6 + a;
  if (count <= perPage) return yield* run(entries, start, 0, count);
  const bitmap = Math.ceil(Math.ceil(count / perPage) / 8);
  yield* pages(entries, start + bitmap + CHECKSUM, 0, count, perPage);
}

/**
 * The chunks of an extensible array: the first in the index block, then in data blocks that double in size, the later of which
 * hang under secondary blocks.
 */
export function* extensibleArray(
  space: Space,
  address: number,
  whole: number,
  step: number,
): Generator<Chunk, void, undefined> {
  const { address: a, length: l } = space.widths;
  const head = space.block(address, 12 + 6 * l + a, "an extensible array");
  head.signature("EAHD");
  head.skip(1);
  const isFiltered = head.u8() === 1;
  const [entrySize, bits, inIndex, perBlock, minPointers, pageBits] = Array.from({ length: 6 }, () => head.u8()) as Six;
  head.skip(4 * l);
  const used = head.length();
  head.skip(l);
  const index = head.address();
  if (index === undefined) return;
  const sensible = isPower(perBlock) && isPower(minPointers) && bits <= 64 && pageBits <= 31 && entrySize >= a;
  if (!sensible) throw head.malformed("does not make sense", 0);
  const entries: Entries = { space, isFiltered, entrySize, whole, step };
  const shape: Shape = { perBlock, perPage: 2 ** pageBits, offsetWidth: Math.ceil(bits / 8), used };
  yield* run(entries, index + 6 + a, 0, Math.min(inIndex, used));
  const levels = 1 + bits - Math.log2(perBlock);
  const direct = 2 * Math.log2(minPointers);
  let pointer = index + 6 + a + inIndex * entrySize;
  let first = inIndex;
  for (let level = 0; level < levels && first < used; level++) {
    const [blocks, size] = [2 ** Math.floor(level / 2), perBlock * 2 ** Math.ceil(level / 2)];
    if (level < direct) {
      for (let i = 0; i < blocks && first + i * size < used; i++)
        yield* dataBlock(entries, shape, addressAt(space, pointer + i * a), first + i * size, size);
      pointer += blocks * a;
    } else {
      yield* secondaryBlock(entries, shape, addressAt(space, pointer), { first, blocks, size });
      pointer += a;
    }
    first += blocks * size;
  }
}

type Six = [number, number, number, number, number, number];

interface Shape {
  readonly perBlock: number;
  readonly perPage: number;
  readonly offsetWidth: number;
  /** Elements that were ever set: what is behind is empty. */
  readonly used: number;
}

function* secondaryBlock(
  entries: Entries,
  shape: Shape,
  address: number | undefined,
  { first, blocks, size }: { first: number; blocks: number; size: number },
): Generator<Chunk, void, undefined> {
  if (address === undefined) return;
  const { space } = entries;
  const a = space.widths.address;
  space.head(address, 4, "an extensible array's block").signature("EASB");
  const isPaged = size > shape.perPage;
  const bitmap = isPaged ? blocks * Math.ceil(size / shape.perPage / 8) : 0;
  const pointers = address + 6 + a + shape.offsetWidth + bitmap;
  for (let i = 0; i < blocks && first + i * size < shape.used; i++)
    yield* dataBlock(entries, shape, addressAt(space, pointers + i * a), first + i * size, size);
}

function* dataBlock(
  entries: Entries,
  { perPage, offsetWidth, used }: Shape,
  address: number | undefined,
  first: number,
  size: number,
): Generator<Chunk, void, undefined> {
  if (address === undefined) return;
  const { space } = entries;
  space.head(address, 4, "an extensible array's block").signature("EADB");
  const start = address + 6 + space.widths.address + offsetWidth;
  const count = Math.min(size, used - first);
  if (size <= perPage) yield* run(entries, start, first, count);
  else yield* pages(entries, start + CHECKSUM, first, count, perPage);
}

function* pages(
  entries: Entries,
  start: number,
  first: number,
  count: number,
  perPage: number,
): Generator<Chunk, void, undefined> {
  const pageSize = perPage * entries.entrySize + CHECKSUM;
  for (let done = 0; done < count; done += perPage)
    yield* run(entries, start + (done / perPage) * pageSize, first + done, Math.min(perPage, count - done));
}

/** Entries behind each other. Pages that were never written are full of zeros. */
function* run(
  { space, isFiltered, entrySize, whole, step }: Entries,
  start: number,
  first: number,
  count: number,
): Generator<Chunk, void, undefined> {
  for (let i = 0; i < count; i++) {
    const entry = space.block(start + i * entrySize, entrySize, "a chunk's entry");
    const address = entry.address();
    if (address === undefined || address === 0) continue;
    const offset = (first + i) * step;
    yield isFiltered
      ? { address, size: storedSize(entry), mask: entry.u32(), offset }
      : { address, size: whole, mask: 0, offset };
  }
}

function storedSize(entry: Cursor): number {
  return entry.uint(Math.max(0, Math.min(8, entry.left - 4)));
}

function addressAt(space: Space, at: number): number | undefined {
  return space.block(at, space.widths.address, "an extensible array's block").address();
}

function isPower(value: number): boolean {
  return value > 0 && Number.isInteger(Math.log2(value));
}
