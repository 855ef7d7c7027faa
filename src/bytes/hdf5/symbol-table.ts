import { Malformed } from "../../core/bytes";
import { Cursor, textOf } from "./cursor";
import type { Link } from "./links";
import type { Space } from "./space";

/** Kind of a symbol table entry that is a soft link. */
const SOFT = 2;
/** Levels of a group's B-tree. CWE-674. */
const MAX_DEPTH = 32;
/** A link's name or a soft link's target, bytes. */
const MAX_NAME = 64 * 1024;

/** The links of a group of the old kind: names in a local heap, entries in nodes under a B-tree (III.A.1, B to D). */
export function* symbolTableLinks(space: Space, tree: number, heap: number): Generator<Link, void, undefined> {
  yield* nodeLinks(space, tree, new LocalHeap(space, heap), new Set(), 0);
}

function* nodeLinks(
  space: Space,
  address: number,
  heap: LocalHeap,
  seen: Set<number>,
  depth: number,
): Generator<Link, void, undefined> {
  if (seen.has(address) || depth > MAX_DEPTH)
    throw new Malformed("a group's B-tree goes round in circles", space.base + address);
  seen.add(address);
  const { address: a, length: l } = space.widths;
  const head = space.head(address, 8, "a group's B-tree");
  if (textOf(head.bytes.subarray(0, 4)) === "SNOD") return yield* entries(space, address, heap);
  head.signature("TREE");
  const type = head.u8();
  if (type !== 0) throw head.malformed(`is of type ${type}`, 4);
  head.skip(1);
  const used = head.u16();
  const node = space.block(address + 8 + 2 * a, used * (l + a), "a group's B-tree");
  for (let i = 0; i < used; i++) {
    node.skip(l);
    yield* nodeLinks(space, node.definedAddress(), heap, seen, depth + 1);
  }
}

function* entries(space: Space, address: number, heap: LocalHeap): Generator<Link, void, undefined> {
  const head = space.block(address, 8, "a symbol table");
  head.skip(6);
  const count = head.u16();
  const entrySize = 2 * space.widths.address + 24;
  const cursor = space.block(address + 8, count * entrySize, "a symbol table");
  for (let i = 0; i < count; i++) yield entry(cursor.part(entrySize), heap);
}

function entry(cursor: Cursor, heap: LocalHeap): Link {
  const name = heap.text(cursor.uint(cursor.widths.address));
  const object = cursor.address();
  const kind = cursor.u32();
  cursor.skip(4);
  if (kind === SOFT) return { kind: "soft", name, target: heap.text(cursor.u32()) };
  if (object === undefined) throw cursor.malformed("has an entry without an object", 0);
  return { kind: "hard", name, address: object };
}

/** A local heap (III.D): zero-terminated names by their offset. */
export class LocalHeap {
  private readonly data: Cursor;

  constructor(space: Space, address: number) {
    const { address: a, length: l } = space.widths;
    const head = space.block(address, 8 + 2 * l + a, "a local heap");
    head.signature("HEAP");
    head.skip(4);
    const size = head.length();
    head.skip(l);
    this.data = space.block(head.definedAddress(), size, "a local heap");
  }

  text(offset: number): string {
    const { bytes, widths, start, what } = this.data;
    if (offset >= bytes.length) throw new Malformed(`${what} has no name at ${offset}`, start);
    const rest = bytes.subarray(offset, offset + MAX_NAME);
    return textOf(new Cursor(rest, widths, start + offset, what).zeroTerminated());
  }
}
