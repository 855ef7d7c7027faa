import { Malformed, Unsupported } from "../../core/bytes";
import { extensibleArray, fixedArray, type Chunk } from "./chunk-arrays";
import { elementsOf, type Dataspace } from "./dataspace";
import type { Layout } from "./layout";
import { bytesFor, type Space } from "./space";
import { treeRecords } from "./tree-v2";

type Chunked = Extract<Layout, { kind: "chunked" }>;

/** Levels of a dataset's B-tree. CWE-674. */
const MAX_DEPTH = 32;
/** Bytes of a chunk before filters: HDF5 allows 4 GB, of which we read little. CWE-770. */
const MAX_CHUNK = 64 * 1024 ** 2;

/** Bytes of a whole chunk behind the filters; the last of the layout's dimensions is the element. */
export function chunkBytes({ dims }: Chunked): number {
  const size = dims.reduce((product, dim) => product * dim, 1);
  if (size > MAX_CHUNK) throw new Unsupported(`chunks of ${size} bytes in HDF5`);
  return size;
}

/** The chunks that are stored, in the order of the index; `hasFilters` decides how some indexes look. */
export function* chunksOf(
  space: Space,
  layout: Chunked,
  shape: Dataspace,
  hasFilters: boolean,
): Generator<Chunk, void, undefined> {
  const { address, index } = layout;
  if (address === undefined) return;
  const size = chunkBytes(layout);
  switch (index.kind) {
    case "single":
      return yield { address, size: index.filtered?.size ?? size, mask: index.filtered?.mask ?? 0, offset: 0 };
    case "tree-v1":
      return yield* treeChunks(space, address, layout.dims.length, new Set(), 0);
    case "implicit": {
      const count = chunkCount(layout, shape);
      for (let i = 0n; i < count; i++) {
        space.budget.spend("fields", 1);
        yield { address: address + Number(i) * size, size, mask: 0, offset: Number(i) * layout.dims[0]! };
      }
      return;
    }
    case "tree-v2":
      for (const record of treeRecords(space, address)) {
        const at = record.definedAddress();
        const [stored, mask] = hasFilters ? [record.uint(sizeWidth(size)), record.u32()] : [size, 0];
        yield { address: at, size: stored, mask, offset: record.uint(8) * layout.dims[0]! };
      }
      return;
    case "fixed-array":
      return yield* fixedArray(space, address, size, layout.dims[0]!);
    case "extensible-array":
      return yield* extensibleArray(space, address, size, layout.dims[0]!);
  }
}

function chunkCount({ dims }: Chunked, shape: Dataspace): bigint {
  if (elementsOf(shape) === 0n) return 0n;
  return shape.dims.reduce(
    (product, dim, i) => product * ((dim + BigInt(dims[i] ?? 1) - 1n) / BigInt(dims[i] ?? 1)),
    1n,
  );
}

/** Bytes of a stored chunk's size: as the library does, one more than the size of a whole chunk needs, at most 8. */
function sizeWidth(whole: number): number {
  return Math.min(8, bytesFor(whole) + 1);
}

function* treeChunks(
  space: Space,
  address: number,
  rank: number,
  seen: Set<number>,
  depth: number,
): Generator<Chunk, void, undefined> {
  if (seen.has(address) || depth > MAX_DEPTH)
    throw new Malformed("a dataset's B-tree goes round in circles", space.base + address);
  seen.add(address);
  const { address: a } = space.widths;
  const head = space.block(address, 8, "a dataset's B-tree");
  head.signature("TREE");
  const [type, level] = [head.u8(), head.u8()];
  if (type !== 1) throw head.malformed(`is of type ${type}`, 4);
  const used = head.u16();
  const keySize = 8 + 8 * rank;
  const node = space.block(address + 8 + 2 * a, used * (keySize + a), "a dataset's B-tree");
  for (let i = 0; i < used; i++) {
    const [size, mask] = [node.u32(), node.u32()];
    const offset = node.uint(8);
    node.skip(8 * rank - 8);
    const child = node.definedAddress();
    if (level === 0) yield { address: child, size, mask, offset };
    else yield* treeChunks(space, child, rank, seen, depth + 1);
  }
}
