import type { Budget } from "../core/budget";
import { Malformed, Unsupported, type ByteSource } from "../core/bytes";

/**
 * LevelDB's table of sorted keys (leveldb/doc/table_format.md), which TensorFlow's checkpoints are indexed by: blocks of
 * entries whose keys share a prefix with the one before, an index of blocks, and a footer.
 */
export interface TableEntry {
  readonly key: Uint8Array;
  /** The value: `[start, end)` in the source. */
  readonly start: number;
  readonly end: number;
}

/** Two handles of at most 20 bytes each, padding, and the magic number. Bytes. */
const FOOTER = 48;
const MAGIC = Buffer.from("57fb808b247547db", "hex");
/** Kind of compression and checksum behind each block. */
const TRAILER = 5;
/** A block that is held as one. Writers begin a new one every 256 KiB; one entry may be longer. CWE-770. */
const MAX_BLOCK = 64 * 1024 ** 2;
/** A key. Names of variables are paths in a program. Bytes. CWE-770. */
const MAX_KEY = 64 * 1024;

/** Whether the bytes end as a table does. Asks for their length. */
export function endsAsTable(bytes: ByteSource): boolean {
  const { size } = bytes;
  return size >= FOOTER && MAGIC.equals(Buffer.from(bytes.read(size - MAGIC.length, MAGIC.length)));
}

/** The entries of all blocks in order. Throws `Malformed` where the bytes are no table. */
export function* tableEntries(bytes: ByteSource, budget: Budget): Generator<TableEntry, void, undefined> {
  if (!endsAsTable(bytes))
    throw new Malformed("there is no table's footer at its end: is the file complete?", bytes.size);
  const footer = new BlockReader(bytes, bytes.size - FOOTER, bytes.size - MAGIC.length);
  footer.handle(); // the meta index, which nothing is in
  for (const { start, end } of blockEntries(bytes, footer.handle(), budget)) {
    const block = new BlockReader(bytes, start, end).handle();
    yield* blockEntries(bytes, block, budget);
  }
}

interface Handle {
  readonly at: number;
  readonly length: number;
}

function* blockEntries(bytes: ByteSource, { at, length }: Handle, budget: Budget): Generator<TableEntry> {
  if (length > MAX_BLOCK) throw new Malformed(`a block of ${length} bytes`, at);
  if (bytes.read(at, length + TRAILER)[length] !== 0)
    throw new Unsupported("a checkpoint's index with compressed blocks");
  if (length < 4) throw new Malformed("a block without an end", at);
  const restarts = Buffer.from(bytes.read(at + length - 4, 4)).readUInt32LE();
  const end = at + length - 4 - 4 * restarts;
  if (end < at) throw new Malformed(`a block of ${length} bytes with ${restarts} restarts`, at);
  const reader = new BlockReader(bytes, at, end);
  let last: Uint8Array = new Uint8Array(0);
  while (!reader.done) {
    budget.spend("fields", 1);
    const entry = reader.entry(last);
    yield entry;
    last = entry.key;
  }
}

/** Numbers and entries between two places. */
class BlockReader {
  constructor(
    private readonly bytes: ByteSource,
    private at: number,
    private readonly end: number,
  ) {}

  get done(): boolean {
    return this.at >= this.end;
  }

  handle(): Handle {
    const handle = { at: this.number(), length: this.number() };
    if (handle.at + handle.length + TRAILER > this.bytes.size)
      throw new Malformed(
        `a block of ${handle.length} bytes at ${handle.at}, and the file has ${this.bytes.size}`,
        this.at,
      );
    return handle;
  }

  entry(last: Uint8Array): TableEntry {
    const from = this.at;
    const [shared, rest, length] = [this.number(), this.number(), this.number()];
    if (shared > last.length || shared + rest > MAX_KEY || rest + length > this.end - this.at)
      throw new Malformed("an entry does not fit its block", from);
    const key = new Uint8Array(shared + rest);
    key.set(last.subarray(0, shared));
    key.set(this.bytes.read(this.at, rest), shared);
    const start = this.at + rest;
    this.at = start + length;
    return { key, start, end: this.at };
  }

  /** A varint below 2^53. */
  private number(): number {
    const window = this.bytes.window(this.at, Math.min(10, Math.max(0, this.end - this.at)));
    let value = 0;
    for (let i = 0; i < window.length; i++) {
      value += (window[i]! & 0x7f) * 2 ** (7 * i);
      if (window[i]! < 0x80) {
        this.at += i + 1;
        if (!Number.isSafeInteger(value)) break;
        return value;
      }
    }
    throw new Malformed("a number that does not end", this.at);
  }
}
