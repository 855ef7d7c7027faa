import { copyOf, Malformed } from "../../core/bytes";
import { untilNul } from "./header";

/**
 * Largest extended header that is read, in bytes: it is held in memory, and file systems stop at paths
 * of some 4,096. Python has no limit. CWE-770.
 */
export const MAX_EXTENDED = 1024 * 1024;

/** What extended headers say about the next member, beside its own header. */
export interface Extension {
  name?: Uint8Array;
  link?: Uint8Array;
  size?: number;
  sparse?: boolean;
}

/** A GNU long name or long link (types L and K): the text with a NUL behind it. */
export function readLongName(data: Uint8Array): Uint8Array {
  return copyOf(untilNul(data));
}

/**
 * The records of a pax header, `<length> <key>=<value>\n` (POSIX.1-2017, pax, "pax Extended Header").
 * Values may hold anything, line ends too, so only the lengths count.
 */
export function readPax(data: Uint8Array, offset: number, into: Extension): void {
  let at = 0;
  while (at < data.length && data[at] !== 0) {
    const space = data.indexOf(0x20, at);
    const length = space < 0 ? NaN : Number(latin1(data.subarray(at, space)));
    const equals = data.indexOf(0x3d, space);
    const end = at + length;
    if (!Number.isInteger(length) || equals < 0 || end > data.length || equals >= end || data[end - 1] !== 0x0a)
      throw new Malformed("a pax header's records are damaged", offset);
    applyRecord(latin1(data.subarray(space + 1, equals)), copyOf(data.subarray(equals + 1, end - 1)), offset, into);
    at = end;
  }
}

function applyRecord(key: string, value: Uint8Array, offset: number, into: Extension): void {
  if (key === "path") into.name = value;
  else if (key === "linkpath") into.link = value;
  else if (key === "GNU.sparse.name") into.name = value;
  else if (key === "size") {
    const size = /^[0-9]+$/.test(latin1(value)) ? Number(latin1(value)) : NaN;
    if (!Number.isSafeInteger(size)) throw new Malformed("a pax header's size is not a number", offset);
    into.size = size;
  }
  if (key.startsWith("GNU.sparse.")) into.sparse = true;
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("latin1");
}
