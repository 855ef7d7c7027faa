import type { Budget } from "../core/budget";
import { copyOf, Malformed, type ByteSource } from "../core/bytes";

/**
 * The FlatBuffers wire format (flatbuffers.dev/internals), read over a byte source: every table, vtable, vector and
 * string is checked against the end of the file before it is used, and tables are counted, because offsets may lead
 * many times to the same one.
 */
export class FlatBuffer {
  /** Bytes from the start to the end of what was read so far. */
  reach = 0;

  constructor(
    private readonly bytes: ByteSource,
    readonly size: number,
    readonly budget: Budget,
  ) {}

  root(): FlatTable {
    return this.table(this.offset(0));
  }

  table(at: number): FlatTable {
    this.budget.spend("fields", 1);
    const vtable = at - this.view(at, 4).getInt32(0, true);
    const head = this.view(vtable, 4);
    const [length, inline] = [head.getUint16(0, true), head.getUint16(2, true)];
    if (length < 4 || length % 2 !== 0) throw new Malformed(`a vtable of ${length} bytes`, vtable);
    if (inline < 4) throw new Malformed(`a table of ${inline} bytes`, at);
    this.need(vtable, length);
    this.need(at, inline);
    return new FlatTable(this, at, vtable, length, inline);
  }

  /** Follows the unsigned offset at `at`, which counts from where it stands. */
  offset(at: number): number {
    const to = at + this.view(at, 4).getUint32(0, true);
    if (to === at) throw new Malformed("an offset that leads nowhere", at);
    this.need(to, 4);
    return to;
  }

  /** Where the elements of the vector at `at` begin, and how many there are of `width` bytes each. */
  vector(at: number, width: number): FlatVector {
    const length = this.view(at, 4).getUint32(0, true);
    if (length * width > this.size - at - 4)
      throw new Malformed(
        `a vector of ${length} elements of ${width} bytes, where ${this.size - at - 4} bytes are left`,
        at,
      );
    this.need(at + 4, length * width);
    return { at: at + 4, length };
  }

  /** `length` bytes at `at`; they hold until the next call. */
  view(at: number, length: number): DataView {
    this.need(at, length);
    const view = this.bytes.read(at, length);
    return new DataView(view.buffer, view.byteOffset, length);
  }

  /** A copy of `length` bytes at `at`. */
  bytesAt(at: number, length: number): Uint8Array {
    this.need(at, length);
    return copyOf(this.bytes.read(at, length));
  }

  spend(fields: number): void {
    this.budget.spend("fields", fields);
  }

  /** Counts bytes that are kept of what was read. */
  hold(bytes: number): void {
    this.budget.spend("held", bytes);
  }

  private need(at: number, length: number): void {
    if (at < 0 || length > this.size - at)
      throw new Malformed(`a part of ${length} bytes at ${at}, and the file has ${this.size}`, Math.max(0, at));
    this.reach = Math.max(this.reach, at + length);
  }
}

export interface FlatVector {
  readonly at: number;
  readonly length: number;
}

/** One table. Fields are numbered from 0 in the order of the schema, deprecated ones included. */
export class FlatTable {
  constructor(
    private readonly buffer: FlatBuffer,
    readonly at: number,
    private readonly vtable: number,
    private readonly vtableLength: number,
    private readonly inline: number,
  ) {}

  has(field: number): boolean {
    return this.place(field, 1) !== undefined;
  }

  uint(field: number, width: 1 | 4, otherwise = 0): number {
    const at = this.place(field, width);
    if (at === undefined) return otherwise;
    const view = this.buffer.view(at, width);
    return width === 1 ? view.getUint8(0) : view.getUint32(0, true);
  }

  int(field: number, width: 1 | 4, otherwise = 0): number {
    const at = this.place(field, width);
    if (at === undefined) return otherwise;
    const view = this.buffer.view(at, width);
    return width === 1 ? view.getInt8(0) : view.getInt32(0, true);
  }

  ulong(field: number): bigint {
    const at = this.place(field, 8);
    return at === undefined ? 0n : this.buffer.view(at, 8).getBigUint64(0, true);
  }

  table(field: number): FlatTable | undefined {
    const at = this.place(field, 4);
    return at === undefined ? undefined : this.buffer.table(this.buffer.offset(at));
  }

  vector(field: number, width: number): FlatVector | undefined {
    const at = this.place(field, 4);
    return at === undefined ? undefined : this.buffer.vector(this.buffer.offset(at), width);
  }

  /** At most `atMost` bytes of it. */
  text(field: number, atMost = 4096): string | undefined {
    const vector = this.vector(field, 1);
    if (vector === undefined) return undefined;
    const length = Math.min(vector.length, atMost);
    const { buffer, byteOffset } = this.buffer.view(vector.at, length);
    return Buffer.from(buffer as ArrayBuffer, byteOffset, length).toString("utf8");
  }

  ints(field: number, atMost: number): number[] {
    const vector = this.vector(field, 4);
    if (vector === undefined) return [];
    if (vector.length > atMost)
      throw new Malformed(`a list of ${vector.length} numbers, where at most ${atMost} make sense`, vector.at);
    this.buffer.spend(vector.length);
    const view = this.buffer.view(vector.at, vector.length * 4);
    return Array.from({ length: vector.length }, (_, i) => view.getInt32(4 * i, true));
  }

  /** The tables of a vector of tables, one by one. */
  *tables(field: number): Generator<FlatTable, void, undefined> {
    const vector = this.vector(field, 4);
    if (vector === undefined) return;
    for (let i = 0; i < vector.length; i++) yield this.buffer.table(this.buffer.offset(vector.at + 4 * i));
  }

  private place(field: number, width: number): number | undefined {
    const slot = 4 + 2 * field;
    if (slot + 2 > this.vtableLength) return undefined;
    const offset = this.buffer.view(this.vtable + slot, 2).getUint16(0, true);
    if (offset === 0) return undefined;
    if (offset + width > this.inline) throw new Malformed(`field ${field} stands outside of its table`, this.at);
    return this.at + offset;
  }
}
