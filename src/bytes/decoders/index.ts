import { bzip2 } from "./bzip2";
import { gzip } from "./gzip";
import { lz4 } from "./lz4";
import { lzma } from "./lzma";
import type { Decoder } from "./stream";
import { xz } from "./xz";
import { zfile } from "./zfile";
import { zlib } from "./zlib";
import { zstd } from "./zstd";

export { openDeflate } from "./deflate";
export { Truncated } from "./forward-reader";
export { behindSkippable } from "./skippable";
export { MAGIC_LENGTH, UntilBroken, type CheckedStream, type Decoder } from "./stream";

/** Every compressed form that is a file of its own. A new one is a file here, a line, a test and a page. */
export const DECODERS: readonly Decoder[] = [gzip, zlib, zfile, bzip2, xz, lzma, lz4, zstd];
