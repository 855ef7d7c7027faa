/** Builds HDF5 files from their structure, as no library would write them: version 2 headers, 8-byte addresses, no checksums. */

export interface HeaderMessage {
  readonly type: number;
  readonly body: Uint8Array;
  readonly flags?: number;
}

/** Unsigned little-endian, in `width` bytes. */
export function le(value: number | bigint, width: number): Buffer {
  const bytes = Buffer.alloc(width);
  let rest = BigInt(value);
  for (let i = 0; i < width; i++, rest >>= 8n) bytes[i] = Number(rest & 0xffn);
  return bytes;
}

const cat = (...parts: (Uint8Array | string)[]) =>
  Buffer.concat(parts.map((part) => (typeof part === "string" ? Buffer.from(part, "latin1") : part)));

export const UNDEFINED = Buffer.alloc(8, 0xff);
const SUPERBLOCK = 48;

export class Hdf5Builder {
  private readonly parts: Buffer[] = [];
  /** Address of what is added next. */
  end = SUPERBLOCK;

  /** Adds bytes; returns their address. */
  add(bytes: Uint8Array): number {
    const at = this.end;
    this.parts.push(Buffer.from(bytes));
    this.end += bytes.length;
    return at;
  }

  header(...messages: HeaderMessage[]): number {
    const body = cat(
      ...messages.map(({ type, body, flags = 0 }) => cat(le(type, 1), le(body.length, 2), le(flags, 1), body)),
    );
    return this.add(cat("OHDR", le(2, 1), le(2, 1), le(body.length, 4), body, le(0, 4)));
  }

  /** A local heap of these bytes. */
  localHeap(data: Uint8Array): number {
    const at = this.add(data);
    return this.add(cat("HEAP", le(0, 4), le(data.length, 8), le(0, 8), le(at, 8)));
  }

  /** A global heap with one object of index 1. */
  globalHeap(data: Uint8Array): number {
    const padded = Math.ceil(data.length / 8) * 8;
    const object = cat(le(1, 2), le(1, 2), le(0, 4), le(data.length, 8), data, Buffer.alloc(padded - data.length));
    return this.add(cat("GCOL", le(1, 1), le(0, 3), le(16 + object.length, 8), object));
  }

  /** The file, with this root group; `extension`: address of the superblock extension. */
  file(root: number, extension?: number): Uint8Array {
    const signature = "\x89HDF\r\n\x1a\n";
    const ext = extension === undefined ? UNDEFINED : le(extension, 8);
    const superblock = cat(
      signature,
      le(2, 1),
      le(8, 1),
      le(8, 1),
      le(0, 1),
      le(0, 8),
      ext,
      le(this.end, 8),
      le(root, 8),
      le(0, 4),
    );
    return new Uint8Array(cat(superblock, ...this.parts));
  }
}

function link(type: number, name: string, value: Uint8Array): HeaderMessage {
  return { type: 6, body: cat(le(1, 1), le(8, 1), le(type, 1), le(name.length, 1), name, value) };
}

export const hardLink = (name: string, address: number): HeaderMessage => link(0, name, le(address, 8));
export const softLink = (name: string, target: string): HeaderMessage =>
  link(1, name, cat(le(target.length, 2), target));
export const externalLink = (name: string, file: string, target: string): HeaderMessage =>
  link(64, name, cat(le(file.length + target.length + 3, 2), le(0, 1), file, "\0", target, "\0"));
export const userLink = (name: string, type: number, data = ""): HeaderMessage =>
  link(type, name, cat(le(data.length, 2), data));

/** An unsigned integer type of 1 to 8 bytes; a string type of any size; and an opaque one. */
export const integerType = (size: number): Buffer => cat(le(0x10, 1), le(0, 3), le(size, 4), le(0, 2), le(8 * size, 2));
export const stringType = (size: number): Buffer => cat(le(0x13, 1), le(0, 3), le(size, 4));
/** Text of variable length. */
export const textType = (): Buffer => cat(le(0x19, 1), le(1, 3), le(16, 4), stringType(1));
export const spaceOf = (...dims: (number | bigint)[]): Buffer =>
  cat(le(2, 1), le(dims.length, 1), le(0, 1), le(dims.length === 0 ? 0 : 1, 1), ...dims.map((dim) => le(dim, 8)));

export function attribute(name: string, type: Uint8Array, space: Uint8Array, data: Uint8Array): HeaderMessage {
  const sizes = cat(le(name.length + 1, 2), le(type.length, 2), le(space.length, 2));
  return { type: 12, body: cat(le(3, 1), le(0, 1), sizes, le(0, 1), name, "\0", type, space, data) };
}

export const textAttribute = (name: string, text: string): HeaderMessage =>
  attribute(name, stringType(text.length), spaceOf(), Buffer.from(text, "latin1"));

/** Messages of a dataset; `layout` is the body of its layout message. */
export function dataset(type: Uint8Array, space: Uint8Array, layout: Uint8Array): HeaderMessage[] {
  return [
    { type: 1, body: space },
    { type: 3, body: type },
    { type: 8, body: layout },
  ];
}

export const contiguous = (address: number | bigint, size: number | bigint): Buffer =>
  cat(le(3, 1), le(1, 1), le(address, 8), le(size, 8));
export const unallocated = (size: number | bigint): Buffer => cat(le(3, 1), le(1, 1), UNDEFINED, le(size, 8));
/** One chunk, in the version 4 layout; the last dimension is the element's size. */
export const singleChunk = (address: number, ...dims: number[]): Buffer =>
  cat(
    le(4, 1),
    le(2, 1),
    le(0, 1),
    le(dims.length, 1),
    le(4, 1),
    ...dims.map((dim) => le(dim, 4)),
    le(1, 1),
    le(address, 8),
  );
export const virtualLayout = (heap: number): Buffer => cat(le(4, 1), le(3, 1), le(heap, 8), le(1, 4));

/** Filters by id, without values. */
export const filters = (...ids: number[]): HeaderMessage => ({
  type: 11,
  body: cat(
    le(2, 1),
    le(ids.length, 1),
    ...ids.map((id) => cat(le(id, 2), id >= 256 ? le(0, 2) : "", le(0, 2), le(0, 2))),
  ),
});

/** The External Data Files message: one file of this name at the start of a local heap. */
export const externalFiles = (heap: number, size: number): HeaderMessage => ({
  type: 7,
  body: cat(le(1, 1), le(0, 3), le(1, 2), le(1, 2), le(heap, 8), le(0, 8), le(0, 8), le(size, 8)),
});

/** The global heap's block of a virtual dataset whose whole data comes from each of these. */
export function virtualBlock(...sources: [file: string, dataset: string][]): Buffer {
  const all = cat(le(3, 4), le(1, 4), le(0, 8));
  return cat(le(0, 1), le(sources.length, 8), ...sources.map(([file, set]) => cat(file, "\0", set, "\0", all, all)));
}
