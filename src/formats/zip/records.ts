import { Malformed, type ByteSource } from "../../core/bytes";
import { decodeName } from "../member-names";

/** Signatures, little-endian (APPNOTE 6.3.10, sections 4.3.7 to 4.3.16). */
export const LOCAL_HEADER = 0x04034b50;
export const CENTRAL_HEADER = 0x02014b50;
export const DATA_DESCRIPTOR = 0x08074b50;
export const ZIP64_END_RECORD = 0x06064b50;
export const ZIP64_LOCATOR = 0x07064b50;

/** Bytes of the fixed part of each record. */
export const LOCAL_HEADER_SIZE = 30;
export const CENTRAL_HEADER_SIZE = 46;
export const END_RECORD_SIZE = 22;
export const ZIP64_END_RECORD_SIZE = 56;
export const ZIP64_LOCATOR_SIZE = 20;

/** General purpose bits (APPNOTE 4.4.4). */
export const FLAG = {
  encrypted: 1 << 0,
  /** Of LZMA: the data says itself where it ends. */
  endMarker: 1 << 1,
  dataDescriptor: 1 << 3,
  patched: 1 << 5,
  strongEncryption: 1 << 6,
  utf8: 1 << 11,
  masked: 1 << 13,
} as const;

/** A 32-bit or 16-bit field that says "see the Zip64 extra field" (APPNOTE 4.4.1.4). */
export const IN_ZIP64 = 0xffffffff;
export const IN_ZIP64_16 = 0xffff;

const ZIP64_EXTRA = 0x0001;
const UNICODE_PATH_EXTRA = 0x7075;

/** In Latin-1, one character a byte. */
const NOT_ASCII = /[\x80-\xff]/;

/** What the central directory and the local header both say about a member. */
export interface HeaderFields {
  readonly name: string;
  /** The name's bytes as Latin-1: sameness of names is sameness of bytes. */
  readonly rawName: string;
  /** The name that some readers show instead (Info-ZIP's Unicode path extra field). */
  readonly unicodeName?: string;
  readonly flags: number;
  readonly method: number;
  readonly crc: number;
  /** Bytes in the archive. */
  readonly packed: number;
  /** Bytes when decoded. */
  readonly size: number;
}

export interface CentralEntry extends HeaderFields {
  /** Of the local header, as the directory says it: from the start of the archive, wherever that is. */
  readonly offset: number;
  /** Unix mode, from the upper half of the external attributes; 0 where the archiver left none. */
  readonly mode: number;
}

export interface LocalHeader extends HeaderFields {
  readonly at: number;
  /** Offset of the member's data. */
  readonly data: number;
}

/** The signature at an offset, or `undefined` where fewer than four bytes are there. */
export function signatureAt(bytes: ByteSource, offset: number): number | undefined {
  if (offset < 0) return undefined;
  const window = bytes.window(offset, 4);
  return window.length < 4 ? undefined : viewOf(window).getUint32(0, true);
}

/** A directory entry and where the next one begins; `undefined` where none begins here. */
export function readCentralEntry(bytes: ByteSource, at: number): { entry: CentralEntry; next: number } | undefined {
  if (signatureAt(bytes, at) !== CENTRAL_HEADER) return undefined;
  const fixed = viewOf(bytes.read(at, CENTRAL_HEADER_SIZE));
  const flags = fixed.getUint16(8, true);
  const method = fixed.getUint16(10, true);
  const crc = fixed.getUint32(16, true);
  const sizes = [fixed.getUint32(24, true), fixed.getUint32(20, true), fixed.getUint32(42, true)] as const;
  const nameLength = fixed.getUint16(28, true);
  const variable = nameLength + fixed.getUint16(30, true);
  const next = at + CENTRAL_HEADER_SIZE + variable + fixed.getUint16(32, true);
  const mode = fixed.getUint32(38, true) >>> 16;
  const rest = bytes.read(at + CENTRAL_HEADER_SIZE, variable);
  const [size, packed, offset] = readZip64(rest.subarray(nameLength), sizes, at);
  return { entry: { ...readNames(rest, nameLength, flags), flags, method, crc, packed, size, offset, mode }, next };
}

/** The local header at an offset, or `undefined` where there is none. */
export function readLocalHeader(bytes: ByteSource, at: number): LocalHeader | undefined {
  if (signatureAt(bytes, at) !== LOCAL_HEADER) return undefined;
  const fixed = viewOf(bytes.read(at, LOCAL_HEADER_SIZE));
  const flags = fixed.getUint16(6, true);
  const method = fixed.getUint16(8, true);
  const crc = fixed.getUint32(14, true);
  const sizes = [fixed.getUint32(22, true), fixed.getUint32(18, true), 0] as const;
  const nameLength = fixed.getUint16(26, true);
  const variable = nameLength + fixed.getUint16(28, true);
  const rest = bytes.read(at + LOCAL_HEADER_SIZE, variable);
  const [size, packed] = readZip64(rest.subarray(nameLength), sizes, at);
  const data = at + LOCAL_HEADER_SIZE + variable;
  return { ...readNames(rest, nameLength, flags), flags, method, crc, packed, size, at, data };
}

function readNames(rest: Uint8Array, nameLength: number, flags: number) {
  const raw = rest.subarray(0, nameLength);
  const rawName = Buffer.from(raw.buffer, raw.byteOffset, raw.length).toString("latin1");
  const name = NOT_ASCII.test(rawName) ? decodeName(raw, (flags & FLAG.utf8) !== 0 || isUtf8(raw)) : rawName;
  const unicode = findExtra(rest.subarray(nameLength), UNICODE_PATH_EXTRA);
  // One byte of version and a checksum of the other name come before it (APPNOTE 4.6.9).
  if (unicode === undefined || unicode.length <= 5) return { name, rawName };
  return { name, rawName, unicodeName: decodeName(unicode.subarray(5)) };
}

type Sizes = readonly [size: number, packed: number, offset: number];

/** The sizes and the offset that stand in the Zip64 extra field, in their order, only those that are masked (4.5.3). */
function readZip64(extra: Uint8Array, fields: Sizes, at: number): Sizes {
  const wide = fields.includes(IN_ZIP64) ? findExtra(extra, ZIP64_EXTRA) : undefined;
  if (wide === undefined) return fields;
  let next = 0;
  const widen = (field: number): number => {
    if (field !== IN_ZIP64 || next + 8 > wide.length) return field;
    const value = safeNumber(viewOf(wide).getBigUint64(next, true), at);
    next += 8;
    return value;
  };
  return [widen(fields[0]), widen(fields[1]), widen(fields[2])];
}

function findExtra(extra: Uint8Array, id: number): Uint8Array | undefined {
  const view = viewOf(extra);
  for (let at = 0; at + 4 <= extra.length;) {
    const length = view.getUint16(at + 2, true);
    if (view.getUint16(at, true) === id) return extra.subarray(at + 4, at + 4 + length);
    at += 4 + length;
  }
  return undefined;
}

/** Offsets beyond 2^53 cannot be in a file. */
export function safeNumber(value: bigint, at: number): number {
  if (value > BigInt(Number.MAX_SAFE_INTEGER))
    throw new Malformed(`the zip says ${value} bytes, which no file has`, at);
  return Number(value);
}

export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Many archivers write UTF-8 names without saying so. */
function isUtf8(bytes: Uint8Array): boolean {
  return !decodeName(bytes).includes("\\x");
}
