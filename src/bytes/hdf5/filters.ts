import { Malformed, Unsupported } from "../../core/bytes";
import type { Budget } from "../../core/budget";
import { openZlib } from "../decoders/zlib";
import { BufferSource } from "../sources";
import { textOf, type Cursor } from "./cursor";
import { trimEnd } from "./datatype";

/** One step of what stored bytes go through (IV.A.2.l). */
export interface Filter {
  readonly id: number;
  readonly name: string;
  readonly values: readonly number[];
}

const [DEFLATE, SHUFFLE, FLETCHER] = [1, 2, 3];
/** Filters from here on are registered by others: the library looks for a plugin and loads it. */
export const FIRST_PLUGIN = 256;
/** The format's own bound. */
const MAX_FILTERS = 32;

export function readFilters(cursor: Cursor, budget: Budget): Filter[] {
  const version = cursor.u8();
  const count = cursor.u8();
  if (version !== 1 && version !== 2) throw new Unsupported(`version ${version} of HDF5's filter message`);
  if (count > MAX_FILTERS) throw cursor.malformed(`has ${count} filters`);
  if (version === 1) cursor.skip(6);
  return Array.from({ length: count }, () => readFilter(cursor, version, budget));
}

function readFilter(cursor: Cursor, version: number, budget: Budget): Filter {
  const id = cursor.u16();
  const nameLength = version === 1 || id >= FIRST_PLUGIN ? cursor.u16() : 0;
  cursor.skip(2);
  const count = cursor.u16();
  budget.spend("fields", 1 + count);
  const name = textOf(trimEnd(cursor.take(version === 1 ? Math.ceil(nameLength / 8) * 8 : nameLength), 0));
  const values = Array.from({ length: count }, () => cursor.u32());
  if (version === 1 && count % 2 === 1) cursor.skip(4);
  return { id, name, values };
}

/**
 * The bytes behind the filters, at most `atMost` of them: a result that is longer is malformed, because blocks and chunks
 * have a size that the file says elsewhere. Filters of plugins are `Unsupported`.
 */
export function decodeFiltered(
  stored: Uint8Array,
  filters: readonly Filter[],
  mask: number,
  atMost: number,
  budget: Budget,
): Uint8Array {
  let bytes = stored;
  for (let i = filters.length - 1; i >= 0; i--) {
    if (((mask >>> i) & 1) !== 0) continue;
    const { id, name, values } = filters[i]!;
    if (id === DEFLATE) bytes = inflate(bytes, atMost + 4 * filters.length, budget);
    else if (id === SHUFFLE) bytes = unshuffle(bytes, values[0] ?? 1);
    else if (id === FLETCHER) bytes = bytes.subarray(0, Math.max(0, bytes.length - 4));
    else throw new Unsupported(`data behind the HDF5 filter ${id}${name === "" ? "" : ` (${name})`}`);
  }
  if (bytes.length > atMost)
    throw new Malformed(`a filtered part decodes to ${bytes.length} bytes instead of ${atMost}`);
  return bytes;
}

function inflate(bytes: Uint8Array, atMost: number, budget: Budget): Uint8Array {
  const stream = openZlib(new BufferSource(bytes));
  const chunks: Uint8Array[] = [];
  let length = 0;
  for (let chunk = stream.next(); chunk !== undefined; chunk = stream.next()) {
    budget.spend("inflated", chunk.length);
    length += chunk.length;
    if (length > atMost) throw new Malformed(`a filtered part decodes to more than ${atMost} bytes`);
    chunks.push(new Uint8Array(chunk));
  }
  return Buffer.concat(chunks);
}

/** Undoes HDF5's shuffle: byte planes back to elements. */
function unshuffle(bytes: Uint8Array, size: number): Uint8Array {
  if (size <= 1) return bytes;
  const count = Math.floor(bytes.length / size);
  const out = new Uint8Array(bytes);
  for (let i = 0; i < count; i++) for (let j = 0; j < size; j++) out[i * size + j] = bytes[j * count + i]!;
  return out;
}
