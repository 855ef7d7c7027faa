import { copyOf, Malformed } from "../../core/bytes";

export const BLOCK_SIZE = 512;

/** One header block as it stands there, before extended headers change it (POSIX.1-2017, pax, "ustar Interchange Format"). */
export interface TarHeader {
  /** Bytes, since what they mean may depend on an extended header. */
  readonly name: Uint8Array;
  readonly link: Uint8Array;
  readonly size: number;
  /** The type flag; NUL of old archives is "0". */
  readonly type: string;
}

/** Sum of a header's bytes with its checksum field as spaces. Old writers summed signed bytes; readers take both. */
function hasRightChecksum(block: Uint8Array): boolean {
  const stored = readNumber(block.subarray(148, 156));
  if (stored === undefined) return false;
  let unsigned = 0;
  let signed = 0;
  for (let i = 0; i < BLOCK_SIZE; i++) {
    const byte = i >= 148 && i < 156 ? 0x20 : block[i]!;
    unsigned += byte;
    signed += (byte << 24) >> 24;
  }
  return stored === unsigned || stored === signed;
}

/** Whether a block is a header: enough to claim a file, since six octal digits must be right. */
export function isHeader(block: Uint8Array): boolean {
  if (block.length < BLOCK_SIZE || !hasRightChecksum(block)) return false;
  const type = block[156]!;
  const isType = type === 0 || (type >= 0x21 && type < 0x7f);
  return isType && readNumber(block.subarray(124, 136)) !== undefined && (block[0] !== 0 || block[345] !== 0);
}

/** Reads a block whose checksum is right; `offset` is for the message. */
export function readHeader(block: Uint8Array, offset: number): TarHeader {
  if (!hasRightChecksum(block)) throw new Malformed("a tar header's checksum is wrong", offset);
  const size = readNumber(block.subarray(124, 136));
  if (size === undefined) throw new Malformed("a tar header's size is not a number", offset);
  const name = untilNul(block.subarray(0, 100));
  const written = String.fromCharCode(block[156]!);
  // Before POSIX a directory was an empty file whose name ends with a slash.
  const isOldDirectory = written === "\0" && name[name.length - 1] === 0x2f;
  const type = isOldDirectory ? "5" : written === "\0" ? "0" : written;
  const prefix = GNU_TYPES.has(type) || isGnu(block) ? EMPTY : untilNul(block.subarray(345, 500));
  return {
    name: prefix.length === 0 ? copyOf(name) : joinPath(prefix, name),
    link: copyOf(untilNul(block.subarray(157, 257))),
    size,
    type,
  };
}

/** Types whose headers use the prefix field for something else. */
const GNU_TYPES = new Set(["L", "K", "S"]);
const EMPTY = new Uint8Array(0);

/** GNU's old format, `ustar  `, keeps times where POSIX keeps a prefix. */
function isGnu(block: Uint8Array): boolean {
  return block[262] === 0x20 && block[263] === 0x20;
}

/**
 * A number field: octal digits that end with a space or NUL, or GNU's base 256 where the first bit is
 * set. Undefined if it is neither, negative, or beyond what is exact.
 */
function readNumber(field: Uint8Array): number | undefined {
  if ((field[0]! & 0x80) !== 0) {
    let value = field[0]! & 0x7f;
    for (const byte of field.subarray(1)) value = value * 256 + byte;
    return Number.isSafeInteger(value) ? value : undefined;
  }
  const digits = String.fromCharCode(...untilNul(field)).trim();
  if (digits === "") return 0;
  return /^[0-7]+$/.test(digits) ? parseInt(digits, 8) : undefined;
}

export function untilNul(bytes: Uint8Array): Uint8Array {
  const end = bytes.indexOf(0);
  return end < 0 ? bytes : bytes.subarray(0, end);
}

function joinPath(prefix: Uint8Array, name: Uint8Array): Uint8Array {
  const out = new Uint8Array(prefix.length + 1 + name.length);
  out.set(prefix);
  out[prefix.length] = 0x2f;
  out.set(name, prefix.length + 1);
  return out;
}
