import { Malformed, Unsupported } from "../../core/bytes";
import { bytesFor, type Space } from "./space";
import type { Cursor } from "./cursor";

/** Levels below the root; a tree of 2^32 records has six or so. CWE-674. */
const MAX_DEPTH = 32;
/** Signature, version, type and checksum of a node, bytes. */
const NODE_OVERHEAD = 10;

interface Tree {
  readonly nodeSize: number;
  readonly recordSize: number;
  /** Bytes of a child's record count. */
  readonly countWidth: number;
  /** Bytes of a child's count of records in all, by the level of the child's parent; level 1 has none. */
  readonly totalWidths: readonly number[];
}

/**
 * The records of a version 2 B-tree (III.A.2), as cursors at their first byte, in order. A node is read once however
 * often it is named.
 */
export function* treeRecords(space: Space, address: number): Generator<Cursor, void, undefined> {
  const { widths } = space;
  const head = space.block(address, 22 + widths.address + widths.length, "a B-tree's header");
  head.signature("BTHD");
  const version = head.u8();
  if (version !== 0) throw new Unsupported(`version ${version} of HDF5's B-tree`);
  head.skip(1);
  const nodeSize = head.u32();
  const recordSize = head.u16();
  const depth = head.u16();
  head.skip(2);
  const root = head.address();
  const count = head.u16();
  if (root === undefined || count === 0) return;
  if (recordSize === 0 || depth > MAX_DEPTH || nodeSize < NODE_OVERHEAD + recordSize)
    throw head.malformed("does not make sense");
  const tree = measure(space, nodeSize, recordSize, depth);
  yield* nodeRecords(space, tree, { address: root, count, level: depth }, new Set());
}

/** Node capacities by level decide how many bytes the counts have. */
function measure(space: Space, nodeSize: number, recordSize: number, depth: number): Tree {
  const leaf = Math.floor((nodeSize - NODE_OVERHEAD) / recordSize);
  const countWidth = bytesFor(leaf);
  const totalWidths = [0, 0];
  let total = leaf;
  for (let level = 1; level <= depth; level++) {
    const pointer = space.widths.address + countWidth + totalWidths[level]!;
    const records = Math.floor((nodeSize - NODE_OVERHEAD - pointer) / (recordSize + pointer));
    if (records < 1) throw new Malformed("a B-tree's nodes are too small for a record");
    // Beyond 2^53 nobody counts: real trees end long before.
    total = Math.min(Number.MAX_SAFE_INTEGER, (records + 1) * total + records);
    totalWidths.push(bytesFor(total));
  }
  return { nodeSize, recordSize, countWidth, totalWidths };
}

interface Node {
  readonly address: number;
  readonly count: number;
  readonly level: number;
}

function* nodeRecords(space: Space, tree: Tree, node: Node, seen: Set<number>): Generator<Cursor, void, undefined> {
  if (seen.has(node.address)) throw new Malformed("a B-tree goes round in circles", space.base + node.address);
  seen.add(node.address);
  const cursor = space.block(node.address, tree.nodeSize, "a B-tree's node");
  cursor.signature(node.level === 0 ? "BTLF" : "BTIN");
  cursor.skip(2);
  const records: Cursor[] = [];
  for (let i = 0; i < node.count; i++) records.push(cursor.part(tree.recordSize, "a B-tree's record"));
  if (node.level === 0) return yield* records;
  for (let i = 0; i <= node.count; i++) {
    const address = cursor.definedAddress();
    const count = cursor.uint(tree.countWidth);
    cursor.skip(tree.totalWidths[node.level]!);
    yield* nodeRecords(space, tree, { address, count, level: node.level - 1 }, seen);
    const record = records[i];
    if (record !== undefined) yield record;
  }
}
