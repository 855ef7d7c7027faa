import type { ByteSource } from "../../core/bytes";
import { TailSource } from "../sources";
import type { CheckedStream, Decoder } from "./stream";
import { openZlib } from "./zlib";

/** `ZF`, and the content's length as a hexadecimal number padded to the width of 2^64 (joblib, `_MAX_LEN`). */
const HEADER = 2 + "0x10000000000000000".length;
/** joblib up to 0.8.4 under Python 2 padded with one more blank; zlib data never begins with one (RFC 6713). */
const BLANK = 0x20;

/**
 * What joblib wrote as a compressed file before 0.10: a header, then zlib data. `joblib.load` still reads it
 * (joblib/numpy_pickle_compat.py, `read_zfile`), so a pickle can hide there.
 */
function openZfile(input: ByteSource): CheckedStream {
  const start = input.window(HEADER, 1)[0] === BLANK ? HEADER + 1 : HEADER;
  return new Behind(openZlib(new TailSource(input, start)), start);
}

/** A stream that begins later in its file: only where it ends has to be told anew. */
class Behind implements CheckedStream {
  constructor(
    private readonly stream: CheckedStream,
    private readonly start: number,
  ) {}

  get problem(): string | undefined {
    return this.stream.problem;
  }

  get consumed(): number {
    return this.stream.consumed + this.start;
  }

  next(): Uint8Array | undefined {
    return this.stream.next();
  }
}

export const zfile: Decoder = {
  id: "zfile",
  title: "joblib's compressed file (before 0.10)",
  magic: (head) => Buffer.from(head.subarray(0, 4)).toString("latin1") === "ZF0x",
  open: openZfile,
};
