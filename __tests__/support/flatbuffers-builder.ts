/** Writes FlatBuffers: a table is its fields by number, each of a kind. `undefined` leaves a field out. */
export type FlatField =
  | { readonly byte: number }
  | { readonly int: number }
  | { readonly long: bigint }
  | { readonly text: string }
  | { readonly bytes: Uint8Array }
  | { readonly ints: readonly number[] }
  | { readonly tables: readonly Flat[] }
  | { readonly table: Flat };
export type Flat = Readonly<Record<number, FlatField | undefined>>;

/** The file: root offset, identifier, then tables, each in front of what it leads to. */
export function flat(root: Flat, identifier = "TFL3"): Uint8Array {
  const writer = new Writer();
  writer.int(0);
  writer.put(Buffer.from(identifier));
  writer.point(0, writer.table(root));
  return writer.done();
}

class Writer {
  private bytes = Buffer.alloc(0);

  put(bytes: Uint8Array): number {
    const at = this.bytes.length;
    this.bytes = Buffer.concat([this.bytes, bytes]);
    return at;
  }

  int(value: number): number {
    const four = Buffer.alloc(4);
    four.writeInt32LE(value);
    return this.put(four);
  }

  /** Has the offset at `from` lead to `to`. */
  point(from: number, to: number): void {
    this.bytes.writeUInt32LE(to - from, from);
  }

  done(): Uint8Array {
    return this.bytes;
  }

  table(fields: Flat): number {
    const given = Object.entries(fields).filter((each): each is [string, FlatField] => each[1] !== undefined);
    const slots = given.reduce((most, [number]) => Math.max(most, Number(number) + 1), 0);
    const vtable = Buffer.alloc(4 + 2 * slots);
    vtable.writeUInt16LE(vtable.length, 0);
    vtable.writeUInt16LE(4 + 8 * given.length, 2);
    given.forEach(([number], i) => vtable.writeUInt16LE(4 + 8 * i, 4 + 2 * Number(number)));
    const vtableAt = this.put(vtable);
    const at = this.int(0);
    this.bytes.writeInt32LE(at - vtableAt, at);
    this.put(Buffer.alloc(8 * given.length));
    given.forEach(([, field], i) => this.field(at + 4 + 8 * i, field));
    return at;
  }

  private field(at: number, field: FlatField): void {
    if ("byte" in field) this.bytes.writeUInt8(field.byte, at);
    else if ("int" in field) this.bytes.writeInt32LE(field.int, at);
    else if ("long" in field) this.bytes.writeBigUInt64LE(field.long, at);
    else if ("table" in field) this.point(at, this.table(field.table));
    else this.point(at, this.vector(field));
  }

  private vector(
    field: Extract<
      FlatField,
      { text: string } | { bytes: Uint8Array } | { ints: readonly number[] } | { tables: readonly Flat[] }
    >,
  ): number {
    if ("text" in field) {
      const at = this.int(Buffer.byteLength(field.text));
      this.put(Buffer.from(`${field.text}\0`));
      return at;
    }
    if ("bytes" in field) {
      const at = this.int(field.bytes.length);
      this.put(field.bytes);
      return at;
    }
    const items = "ints" in field ? field.ints : field.tables.map(() => 0);
    const at = this.int(items.length);
    for (const item of items) this.int(item);
    if ("tables" in field) field.tables.forEach((each, i) => this.point(at + 4 + 4 * i, this.table(each)));
    return at;
  }
}
