import { Malformed, type ByteSource } from "../../core/bytes";
import type { OpenContext } from "../../core/format";
import type { LayoutFact } from "../../core/layout-facts";
import type { Neighbours } from "../../core/neighbours";
import type { Artifact, Subject } from "../../core/subject";
import { shorten, utf8 } from "../../core/text";
import { protoFields, protoSigned, BYTES } from "../../bytes/protobuf";
import { tableEntries, type TableEntry } from "../../bytes/sorted-table";
import { externalFile } from "../external-file";
import { baseName } from "./names";
import { lastMessage, numberIn } from "./nodes";
import { dtypeOf } from "./schema";
import { elementsOf, sizesOf } from "./tensors";
import { WeightSums } from "./weights";

/** Oddities of one index that are told. */
const MAX_ODDITIES = 100;
/** Characters of a tensor's name. */
const MAX_TEXT = 160;
/** What the place of one tensor costs in memory, bytes. */
const HELD = 64;

/** Where a tensor's bytes are (BundleEntryProto, tensor_bundle.proto). */
interface Entry {
  readonly name: string;
  readonly dtype: { readonly name: string; readonly size: number };
  readonly elements: bigint;
  readonly shard: number;
  readonly offset: number;
  readonly size: number;
  /** It stands for parts, which have entries of their own. */
  readonly sliced: boolean;
}

/** What object-based checkpoints call the state of optimisers and how often they were saved (TensorFlow 2); older ones have no such names. */
const OPTIMIZER = /^(?:optimizer|save_counter)\/|\/\.OPTIMIZER_SLOT\//;

/** Keras 3 exports the variables of its functions beside those of the model, which are the same ones. */
const COPY = /^_all_variables\//;
const COPIED = /^variables\//;

/** The index of a checkpoint: its tensors as `weights`, its shards as files beside it, ranges that cannot be. */
export function* openIndex(artifact: Artifact, context: OpenContext): Generator<Subject> {
  const { at, bytes } = artifact;
  const sums = new WeightSums();
  const index = new Index();
  try {
    for (const entry of tableEntries(bytes, context.budget)) readEntry(entry, bytes, index, sums, context);
  } finally {
    if (index.hasCopied) for (const { dtype, elements } of index.copies) sums.exclude(dtype, elements);
    if (sums.tensors > 0) yield { kind: "weights", at, weights: sums.facts("tf-checkpoint") };
  }
  if (index.shards === undefined) throw new Malformed("the table has no header of a checkpoint");
  const neighbours = context.neighbours(artifact);
  const prefix = baseName(at).replace(/\.index$/, "");
  for (const shard of index.used()) {
    const path = shardName(prefix, shard, index.shards);
    yield* externalFile(at, { format: "tf-checkpoint", role: "shard", path }, neighbours);
    index.checkShard(shard, sizeOf(path, neighbours));
  }
  if (index.oddities.length > 0)
    yield { kind: "layout", at, layout: { format: "tf-checkpoint", oddities: index.oddities } };
}

function shardName(prefix: string, shard: number, shards: number): string {
  return `${prefix}.data-${String(shard).padStart(5, "0")}-of-${String(shards).padStart(5, "0")}`;
}

function sizeOf(path: string, neighbours: Neighbours): number | undefined {
  const there = neighbours.look(path);
  return there.kind === "file" ? there.size : undefined;
}

function readEntry(
  entry: TableEntry,
  bytes: ByteSource,
  index: Index,
  sums: WeightSums,
  { budget }: OpenContext,
): void {
  if (entry.key.length === 0) {
    index.shards = Number(BigInt.asIntN(32, BigInt(numberIn(bytes, budget, entry, 1))));
    return;
  }
  budget.spend("held", HELD);
  let [dtype, shard, offset, size, sliced] = [0, 0, 0, 0, false];
  for (const field of protoFields(bytes, budget, entry.start, entry.end)) {
    if (field.number === 7 && field.wire === BYTES) sliced = true;
    if (field.wire === BYTES) continue;
    const value = Number(protoSigned(field));
    if (field.number === 1) dtype = value;
    else if (field.number === 3) shard = value;
    else if (field.number === 4) offset = value;
    else if (field.number === 5) size = value;
  }
  const shape = lastMessage(bytes, budget, entry, 2);
  const elements = shape === undefined ? 1n : elementsOf(sizesOf(bytes, shape, budget) ?? []);
  const part = entry.key[0] === 0; // the key of a slice, whose tensor has an entry of its own
  const found: Entry = { name: nameOf(entry.key), dtype: dtypeOf(dtype), elements, shard, offset, size, sliced };
  if (part) sums.addBytes(size);
  else {
    sums.add(found.dtype.name, elements, size, OPTIMIZER.test(found.name));
    if (COPY.test(found.name)) index.copies.push({ dtype: found.dtype.name, elements });
    else if (COPIED.test(found.name)) index.hasCopied = true;
  }
  index.add(found);
}

function nameOf(key: Uint8Array): string {
  const start = key.findIndex((byte) => byte > 0x20);
  return shorten(utf8(key.subarray(Math.max(0, start))), MAX_TEXT);
}

/** Collects what an index says, and holds it against itself and the shards. */
class Index {
  shards: number | undefined;
  /** Variables that stand there twice, as long as `hasCopied`. */
  readonly copies: { readonly dtype: string; readonly elements: bigint }[] = [];
  hasCopied = false;
  readonly oddities: LayoutFact[] = [];
  private readonly ranges = new Map<number, Entry[]>();

  add(entry: Entry): void {
    const { name, dtype, elements, shard, offset, size, sliced } = entry;
    if (shard < 0 || (this.shards !== undefined && shard >= Math.max(1, this.shards)))
      return this.tell("bad-value", name, `it is in shard ${shard}, and there are ${this.shards ?? 0}`);
    if (offset < 0 || size < 0 || !Number.isSafeInteger(offset + size))
      return this.tell("out-of-file", name, `its range is ${size} bytes at ${offset}`);
    if (!sliced && dtype.size > 0 && elements * BigInt(dtype.size) !== BigInt(size))
      this.tell(
        "size-mismatch",
        name,
        `its shape and type ${dtype.name} need ${elements * BigInt(dtype.size)} bytes, its range has ${size}`,
      );
    if (sliced || size === 0) return;
    const known = this.ranges.get(shard);
    if (known === undefined) this.ranges.set(shard, [entry]);
    else known.push(entry);
  }

  /** Shards that hold bytes of a tensor. */
  used(): number[] {
    return [...this.ranges.keys()].sort((a, b) => a - b);
  }

  /** `size`: bytes of the shard, where they are known. */
  checkShard(shard: number, size: number | undefined): void {
    let end = 0;
    for (const entry of this.ranges.get(shard)!.sort((a, b) => a.offset - b.offset)) {
      if (entry.offset < end)
        this.tell("overlap", entry.name, `its bytes at ${entry.offset} are another tensor's, too`);
      end = Math.max(end, entry.offset + entry.size);
      if (size !== undefined && entry.offset + entry.size > size)
        this.tell(
          "out-of-file",
          entry.name,
          `its range ends at ${entry.offset + entry.size}, and shard ${shard} has ${size} bytes`,
        );
    }
  }

  private tell(oddity: LayoutFact["oddity"], part: string, detail: string): void {
    if (this.oddities.length < MAX_ODDITIES) this.oddities.push({ oddity, part, detail });
  }
}
