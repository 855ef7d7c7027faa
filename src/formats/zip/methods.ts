import { Malformed, type ByteSource } from "../../core/bytes";
import { DECODERS, openDeflate, type CheckedStream } from "../../bytes/decoders";
import { openZipLzma } from "./lzma-member";
import { FLAG } from "./records";

/** Compression methods (APPNOTE 4.4.5). */
export const STORED = 0;
export const DEFLATED = 8;
export const BZIP2 = 12;
export const LZMA = 14;
/** Deprecated, but still read by some. */
export const ZSTD_FORMER = 20;
export const ZSTD = 93;
export const XZ = 95;
export const AES = 99;

/** Methods by name: those read here, and those that are only told. */
const NAMES = new Map([
  [STORED, "stored"],
  [1, "shrunk"],
  [6, "imploded"],
  [DEFLATED, "deflate"],
  [9, "deflate64"],
  [BZIP2, "bzip2"],
  [LZMA, "lzma"],
  [ZSTD_FORMER, "zstd"],
  [ZSTD, "zstd"],
  [XZ, "xz"],
  [98, "PPMd"],
  [AES, "AES encryption"],
]);

/** How some reader takes a member's bytes. */
export interface Reading {
  readonly method: number;
  /** Offset and length of the member's bytes in the archive. */
  readonly start: number;
  readonly packed: number;
  /** As the headers say them; `undefined` where they do not. */
  readonly size?: number;
  readonly crc?: number;
  readonly flags: number;
}

type Opener = (packed: ByteSource, reading: Reading) => CheckedStream;

const OPENERS = new Map<number, Opener>([
  [DEFLATED, openDeflate],
  [BZIP2, whole("bzip2")],
  [LZMA, (packed, { size, flags }) => openZipLzma(packed, (flags & FLAG.endMarker) === 0 ? size : undefined)],
  [ZSTD_FORMER, whole("zstd")],
  [ZSTD, whole("zstd")],
  [XZ, whole("xz")],
]);

/** A method whose data is a file of that form. */
function whole(id: string): Opener {
  return (packed) => {
    const decoder = DECODERS.find((decoder) => decoder.id === id);
    if (decoder === undefined) throw new Malformed(`compressed by ${id}`);
    return decoder.open(packed);
  };
}

export const METHODS = {
  isKnown: (method: number): boolean => NAMES.has(method),

  /** Throws `Malformed` for other methods: some archiver may read what we do not, so it is no small matter. */
  open(packed: ByteSource, reading: Reading): CheckedStream {
    const open = OPENERS.get(reading.method);
    if (open === undefined) {
      const name = NAMES.get(reading.method);
      const known = name === undefined ? "" : ` (${name})`;
      throw new Malformed(`compressed by method ${reading.method}${known}, which no loader of models reads`);
    }
    return open(packed, reading);
  },
};
