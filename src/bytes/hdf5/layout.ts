import { Unsupported } from "../../core/bytes";
import { type Cursor } from "./cursor";

/** How a dataset's data is stored (IV.A.2.i). */
export type Layout =
  /** In the header itself; `start` in bytes from the start of the file. */
  | { readonly kind: "compact"; readonly start: number; readonly size: number; readonly bytes: Uint8Array }
  /** `size` is absent where only the type and shape tell it. */
  | { readonly kind: "contiguous"; readonly address?: number; readonly size?: number }
  | {
      readonly kind: "chunked";
      readonly dims: readonly number[];
      readonly index: ChunkIndex;
      readonly address?: number;
    }
  /** Made of parts of other datasets: a global heap's object lists them. */
  | { readonly kind: "virtual"; readonly address?: number; readonly index: number };

export type ChunkIndex =
  | { readonly kind: "tree-v1" | "implicit" | "fixed-array" | "extensible-array" | "tree-v2" }
  | { readonly kind: "single"; readonly filtered?: { readonly size: number; readonly mask: number } };

const [COMPACT, CONTIGUOUS, CHUNKED, VIRTUAL] = [0, 1, 2, 3];
/** Dimensions of a chunk, with that of the element. */
const MAX_RANK = 33;
/** Flag of a single chunk that went through filters. */
const SINGLE_FILTERED = 0x02;

export function readLayout(cursor: Cursor): Layout {
  const version = cursor.u8();
  if (version < 1 || version > 5) throw new Unsupported(`version ${version} of HDF5's layout message`);
  if (version < 3) return readOld(cursor);
  const kind = cursor.u8();
  if (kind === COMPACT) return compact(cursor, cursor.u16());
  if (kind === CONTIGUOUS) return { kind: "contiguous", ...addressOf(cursor), size: cursor.length() };
  if (kind === CHUNKED) return version === 3 ? chunkedV3(cursor) : chunkedV4(cursor);
  if (kind === VIRTUAL) return { kind: "virtual", ...addressOf(cursor), index: cursor.u32() };
  throw cursor.malformed(`has a layout of class ${kind}`, 1);
}

function compact(cursor: Cursor, size: number): Layout {
  const start = cursor.place;
  return { kind: "compact", start, size, bytes: cursor.take(size) };
}

function addressOf(cursor: Cursor): { address?: number } {
  const address = cursor.address();
  return address === undefined ? {} : { address };
}

function rankOf(cursor: Cursor): number {
  const rank = cursor.u8();
  if (rank === 0 || rank > MAX_RANK) throw cursor.malformed(`has a layout of ${rank} dimensions`);
  return rank;
}

/** Versions 1 and 2. */
function readOld(cursor: Cursor): Layout {
  const rank = rankOf(cursor);
  const kind = cursor.u8();
  cursor.skip(5);
  const address = kind === COMPACT ? {} : addressOf(cursor);
  const dims = Array.from({ length: rank }, () => cursor.u32());
  if (kind === COMPACT) return compact(cursor, cursor.u32());
  if (kind === CONTIGUOUS) return { kind: "contiguous", ...address };
  if (kind === CHUNKED) return { kind: "chunked", dims, index: { kind: "tree-v1" }, ...address };
  throw cursor.malformed(`has a layout of class ${kind}`, 2);
}

function chunkedV3(cursor: Cursor): Layout {
  const rank = rankOf(cursor);
  const address = addressOf(cursor);
  const dims = Array.from({ length: rank }, () => cursor.u32());
  return { kind: "chunked", dims, index: { kind: "tree-v1" }, ...address };
}

function chunkedV4(cursor: Cursor): Layout {
  const flags = cursor.u8();
  const rank = rankOf(cursor);
  const width = cursor.u8();
  if (width > 8) throw cursor.malformed(`has chunk dimensions of ${width} bytes`);
  const dims = Array.from({ length: rank }, () => cursor.uint(width));
  const index = readIndex(cursor, flags);
  return { kind: "chunked", dims, index, ...addressOf(cursor) };
}

function readIndex(cursor: Cursor, flags: number): ChunkIndex {
  const kind = cursor.u8();
  switch (kind) {
    case 1:
      if ((flags & SINGLE_FILTERED) === 0) return { kind: "single" };
      return { kind: "single", filtered: { size: cursor.length(), mask: cursor.u32() } };
    case 2:
      return { kind: "implicit" };
    case 3:
      cursor.skip(1);
      return { kind: "fixed-array" };
    case 4:
      cursor.skip(5);
      return { kind: "extensible-array" };
    case 5:
      cursor.skip(6);
      return { kind: "tree-v2" };
    default:
      throw cursor.malformed(`has a chunk index of type ${kind}`);
  }
}
