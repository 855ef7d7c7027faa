import { Malformed, Unsupported, type ByteSource } from "../../core/bytes";
import { Cursor, type Widths } from "./cursor";
import { copied } from "./space";

/** `\x89HDF\r\n\x1a\n` (HDF5 File Format Specification 3.0, II.A). */
const SIGNATURE = Uint8Array.of(0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a);
/** Where a superblock may begin first behind the file's start; then at every doubling. Bytes. */
const FIRST_USER_BLOCK = 512;
/** The longest superblock, in bytes: version 1 with numbers of 8 bytes has 112. */
const MAX_SUPERBLOCK = 320;

/** Where everything in the file begins. */
export interface Superblock {
  readonly version: number;
  /** Where it stands: the size of the user block before it, in bytes. */
  readonly start: number;
  readonly widths: Widths;
  /** Address of the root group's object header. */
  readonly root: number;
  /** Address of the superblock extension's object header. */
  readonly extension?: number;
  /** Address behind the last byte, as the superblock says it. */
  readonly end?: number;
}

export function isSignature(bytes: ByteSource, at: number): boolean {
  const head = bytes.window(at, SIGNATURE.length);
  return head.length === SIGNATURE.length && SIGNATURE.every((byte, i) => head[i] === byte);
}

/** Where the superblock begins, looked for as the library does: at 0, 512, 1024, ... up to `last`. */
export function findSuperblock(bytes: ByteSource, last: number): number | undefined {
  if (isSignature(bytes, 0)) return 0;
  for (let at = FIRST_USER_BLOCK; at <= last; at *= 2) {
    if (isSignature(bytes, at)) return at;
    if (bytes.window(at, 1).length === 0) return undefined;
  }
  return undefined;
}

export function readSuperblock(bytes: ByteSource, start: number): Superblock {
  const head = copied(bytes.window(start, MAX_SUPERBLOCK));
  const version = head[SIGNATURE.length];
  if (version === undefined) throw new Malformed("the file ends inside its superblock", start);
  if (version > 3) throw new Unsupported(`version ${version} of the HDF5 superblock`);
  const late = version >= 2;
  const widths = { address: width(head[late ? 9 : 13], start), length: width(head[late ? 10 : 14], start) };
  const cursor = new Cursor(head, widths, start, "the superblock");
  return late ? readLate(cursor, version) : readEarly(cursor, version);
}

function width(byte: number | undefined, start: number): number {
  if (byte === 2 || byte === 4 || byte === 8) return byte;
  throw new Malformed(`the superblock says that addresses or lengths have ${byte ?? 0} bytes`, start);
}

/** Versions 0 and 1: the root group's symbol table entry stands at the end. */
function readEarly(cursor: Cursor, version: number): Superblock {
  cursor.skip(24);
  if (version === 1) cursor.skip(4);
  cursor.address(); // base address: the library goes by where the superblock is
  cursor.address(); // free space
  const end = cursor.address();
  cursor.address(); // driver information
  cursor.skip(cursor.widths.address); // the root's link name
  const root = cursor.definedAddress();
  return { version, start: cursor.start, widths: cursor.widths, root, ...(end === undefined ? {} : { end }) };
}

function readLate(cursor: Cursor, version: number): Superblock {
  cursor.skip(12);
  cursor.address(); // base address
  const extension = cursor.address();
  const end = cursor.address();
  const root = cursor.definedAddress();
  return {
    version,
    start: cursor.start,
    widths: cursor.widths,
    root,
    ...(extension === undefined ? {} : { extension }),
    ...(end === undefined ? {} : { end }),
  };
}
