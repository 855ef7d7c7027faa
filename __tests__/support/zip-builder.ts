import { crc32, deflateRawSync } from "node:zlib";

/** A header's fields as they are written, true or not. */
export interface HeaderLies {
  readonly name?: string;
  readonly flags?: number;
  readonly method?: number;
  readonly crc?: number;
  readonly packed?: number;
  readonly size?: number;
  readonly extra?: Uint8Array;
}

export interface ZipPart {
  readonly name: string;
  readonly data?: Uint8Array | string;
  /** 0 stored, 8 deflate (done here); with others give `packed`. */
  readonly method?: number;
  /** The member's bytes in the archive, where they are not what `method` makes of `data`. */
  readonly packed?: Uint8Array;
  readonly flags?: number;
  /** Unix mode, as `0o120777` for a link. */
  readonly mode?: number;
  /** Zeros in the local header and a descriptor behind the data, with sizes of 4 or 8 bytes. */
  readonly descriptor?: "signed" | "unsigned" | "zip64";
  readonly local?: HeaderLies;
  readonly central?: HeaderLies & { readonly offset?: number };
  /** Not in the directory. */
  readonly hidden?: boolean;
  /** Only in the directory. */
  readonly ghost?: boolean;
  /** Bytes before the local header that belong to nothing. */
  readonly before?: Uint8Array | string;
}

export interface ZipShape {
  readonly prefix?: Uint8Array | string;
  /** Offsets count from the file's start, prefix included. */
  readonly absolute?: boolean;
  readonly beforeDirectory?: Uint8Array | string;
  readonly comment?: Uint8Array | string;
  readonly suffix?: Uint8Array | string;
  readonly zip64?: boolean;
  /** Lies of the end record. */
  readonly end?: {
    readonly entries?: number;
    readonly size?: number;
    readonly offset?: number;
    readonly comment?: number;
  };
  readonly noEnd?: boolean;
}

/** Builds a zip, honest where nothing is overridden. Strings are Latin-1 bytes. */
export function zip(parts: readonly ZipPart[], shape: ZipShape = {}): Uint8Array {
  const prefix = bytes(shape.prefix);
  const body: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  const base = shape.absolute === true ? prefix.length : 0;
  let offset = base;
  const put = (piece: Uint8Array): void => {
    body.push(piece);
    offset += piece.length;
  };
  for (const part of parts) {
    put(bytes(part.before));
    const fields = fieldsOf(part);
    if (part.hidden !== true) directory.push(centralHeader(part, fields, offset));
    if (part.ghost === true) continue;
    put(localHeader(part, fields));
    put(fields.bytes);
    put(descriptor(part, fields));
  }
  put(bytes(shape.beforeDirectory));
  const records = Buffer.concat(directory);
  const end = shape.noEnd === true ? new Uint8Array(0) : endRecords(records, directory.length, offset, shape);
  return Uint8Array.from(Buffer.concat([prefix, ...body, records, end, bytes(shape.suffix)]));
}

type Fields = ReturnType<typeof fieldsOf>;

function fieldsOf(part: ZipPart) {
  const data = bytes(part.data);
  const method = part.method ?? 0;
  const packed = part.packed ?? (method === 8 ? deflateRawSync(data) : data);
  const flags = (part.flags ?? 0) | (part.descriptor === undefined ? 0 : 8);
  return { name: part.name, flags, method, crc: crc32(data), packed: packed.length, size: data.length, bytes: packed };
}

function localHeader(part: ZipPart, honest: Fields): Uint8Array {
  const written = part.descriptor === undefined ? honest : { ...honest, crc: 0, packed: 0, size: 0 };
  const it = { extra: new Uint8Array(0), ...written, ...part.local };
  const name = bytes(it.name);
  const head = [...u32(0x04034b50), ...u16(20, it.flags, it.method, 0, 0x21), ...u32(it.crc, it.packed, it.size)];
  return Buffer.concat([Uint8Array.from([...head, ...u16(name.length, it.extra.length)]), name, it.extra]);
}

function centralHeader(part: ZipPart, honest: Fields, at: number): Uint8Array {
  const it = { extra: new Uint8Array(0), offset: at, ...honest, ...part.central };
  const name = bytes(it.name);
  const head = [
    ...u32(0x02014b50),
    ...u16(0x0314, 20, it.flags, it.method, 0, 0x21),
    ...u32(it.crc, it.packed, it.size),
  ];
  const tail = [...u16(name.length, it.extra.length, 0, 0, 0), ...u32(((part.mode ?? 0) << 16) >>> 0, it.offset)];
  return Buffer.concat([Uint8Array.from([...head, ...tail]), name, it.extra]);
}

function descriptor(part: ZipPart, { crc, packed, size }: Fields): Uint8Array {
  if (part.descriptor === undefined) return new Uint8Array(0);
  const sizes = part.descriptor === "zip64" ? [...u64(packed), ...u64(size)] : u32(packed, size);
  return Uint8Array.from([...(part.descriptor === "unsigned" ? [] : u32(0x08074b50)), ...u32(crc), ...sizes]);
}

function endRecords(records: Uint8Array, count: number, at: number, shape: ZipShape): Uint8Array {
  const comment = bytes(shape.comment);
  const it = { entries: count, size: records.length, offset: at, comment: comment.length, ...shape.end };
  const wide =
    shape.zip64 !== true
      ? []
      : [
          ...[...u32(0x06064b50), ...u64(44), ...u16(45, 45), ...u32(0, 0)],
          ...[...u64(it.entries), ...u64(it.entries), ...u64(it.size), ...u64(it.offset)],
          ...[...u32(0x07064b50, 0), ...u64(at + records.length), ...u32(1)],
        ];
  const short = shape.zip64 === true ? { entries: 0xffff, size: 0xffffffff, offset: 0xffffffff } : it;
  const end = [...u32(0x06054b50), ...u16(0, 0, short.entries, short.entries), ...u32(short.size, short.offset)];
  return Buffer.concat([Uint8Array.from([...wide, ...end, ...u16(it.comment)]), comment]);
}

export function bytes(value: Uint8Array | string | undefined): Uint8Array {
  return typeof value === "string" ? Buffer.from(value, "latin1") : (value ?? new Uint8Array(0));
}

export function u16(...values: number[]): number[] {
  return values.flatMap((value) => [value & 0xff, (value >>> 8) & 0xff]);
}

export function u32(...values: number[]): number[] {
  return values.flatMap((value) => u16(value & 0xffff, value >>> 16));
}

export function u64(value: number): number[] {
  return u32(value >>> 0, Math.floor(value / 2 ** 32));
}
