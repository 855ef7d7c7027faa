import { Unsupported } from "../../core/bytes";
import type { Budget } from "../../core/budget";
import { textOf, type Cursor } from "./cursor";

/** One piece of a virtual dataset: the file and dataset that its data comes from. */
export interface VirtualSource {
  /** `.` is the file itself; `%b` in it stands for a number that counts up. */
  readonly file: string;
  readonly dataset: string;
}

/** Flags of an entry, from version 1 of the block on (HDF5 2.0). */
const FILE_SHARED = 1;
const DATASET_SHARED = 2;
const SAME_FILE = 4;
const [NONE, POINTS, HYPERSLAB, ALL] = [0, 1, 2, 3];

/** The mappings of a virtual dataset (III.F), each pair of names once. */
export function readVirtualSources(cursor: Cursor, budget: Budget): VirtualSource[] {
  const version = cursor.u8();
  if (version > 1) throw new Unsupported(`version ${version} of HDF5's virtual dataset block`);
  const count = cursor.length();
  const all: VirtualSource[] = [];
  for (let i = 0; i < count; i++) {
    budget.spend("fields", 1);
    const flags = version === 0 ? 0 : cursor.u8();
    const file =
      (flags & SAME_FILE) !== 0
        ? "."
        : (flags & FILE_SHARED) !== 0
          ? earlier(cursor, all).file
          : textOf(cursor.zeroTerminated());
    const dataset = (flags & DATASET_SHARED) !== 0 ? earlier(cursor, all).dataset : textOf(cursor.zeroTerminated());
    all.push({ file, dataset });
    skipSelection(cursor);
    skipSelection(cursor);
  }
  return [...new Map(all.map((source) => [`${source.file}\0${source.dataset}`, source])).values()];
}

function earlier(cursor: Cursor, all: readonly VirtualSource[]): VirtualSource {
  const found = all[cursor.length()];
  if (found === undefined) throw cursor.malformed("has a virtual dataset that shares a name with no entry");
  return found;
}

/** Steps over a serialised selection: what matters of a mapping is whose data it shows. */
function skipSelection(cursor: Cursor): void {
  const type = cursor.u32();
  const version = cursor.u32();
  if (type === NONE || type === ALL) return cursor.skip(8);
  if (type === HYPERSLAB) return skipHyperslab(cursor, version);
  if (type === POINTS) return skipPoints(cursor, version);
  throw cursor.malformed(`has a selection of type ${type}`);
}

function skipHyperslab(cursor: Cursor, version: number): void {
  if (version === 1) {
    cursor.skip(8);
    const rank = cursor.u32();
    return cursor.skip(cursor.u32() * rank * 8);
  }
  const isRegular = (cursor.u8() & 1) !== 0;
  if (version === 2) cursor.skip(4);
  const width = version === 2 ? 8 : cursor.u8();
  const rank = cursor.u32();
  const numbers = isRegular ? 4 * rank : 2 * rank * cursor.uint(Math.min(width, 8));
  cursor.skip(numbers * width);
}

function skipPoints(cursor: Cursor, version: number): void {
  if (version === 1) cursor.skip(8);
  const width = version === 1 ? 4 : cursor.u8();
  const rank = cursor.u32();
  cursor.skip(cursor.uint(Math.min(width, 8)) * rank * width);
}
