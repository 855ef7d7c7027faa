import type { ByteSource } from "../../core/bytes";
import { ForwardReader } from "./forward-reader";
import { History } from "./history";
import { LzmaSymbols, MAX_MATCH, readProperties } from "./lzma-symbols";
import { DecodedStream, drain, type CheckedStream, type Decoder } from "./stream";

/**
 * How far back matches are followed, in bytes. `xz -9` uses 64 MiB. The memory grows with the output, so
 * a header that claims more costs nothing by itself. CWE-789.
 */
export const MAX_DICTIONARY = 256 * 1024 * 1024;

/** What liblzma takes where a header says less. */
const MIN_DICTIONARY = 4096;

const HEADER_SIZE = 13;

/** The old `.lzma` file: 13 bytes of header and one LZMA stream, as joblib writes it and Python's `lzma` reads it. */
export function openLzma(input: ByteSource): CheckedStream {
  return new DecodedStream(function* (notes) {
    const reader = new ForwardReader(input, "the lzma data");
    const properties = readProperties(reader.byte()) ?? reader.malformed("its properties are none");
    const dictionary = reader.uint(4);
    const low = reader.uint(4);
    const high = reader.uint(4);
    const size = low === 0xffffffff && high === 0xffffffff ? Infinity : low + high * 2 ** 32;
    const history = new History(Math.max(MIN_DICTIONARY, Math.min(dictionary, MAX_DICTIONARY)));
    const symbols = new LzmaSymbols(reader, history);
    symbols.reset(properties);
    symbols.range.start();
    symbols.left = size;
    let isMarked = false;
    yield* drain(history, () => {
      isMarked = symbols.decode(history.openChunk(MAX_MATCH));
      return !isMarked && symbols.left > 0;
    });
    symbols.range.finish();
    if (!isMarked && !symbols.range.isFinished) {
      // A file that states its size may have an end marker all the same.
      symbols.left = 1;
      if (!symbols.decode(history.at + 1)) reader.malformed("more data than its header states");
      symbols.range.finish();
    }
    if (isMarked && Number.isFinite(symbols.left) && symbols.left > 0)
      reader.malformed("less data than its header states");
    notes.consumed = reader.offset;
  });
}

/** Beyond this liblzma takes a size for nonsense, and so does not take the file for one. */
const MAX_STATED_SIZE = 2 ** 38;

/** There is no magic: what liblzma, and joblib, hold to be plausible. */
function isPlausible(head: Uint8Array): boolean {
  if (head.length <= HEADER_SIZE || head[0] !== 0x5d || head[1] !== 0) return false;
  const view = new DataView(head.buffer, head.byteOffset, head.length);
  const dictionary = view.getUint32(1, true);
  const half = dictionary - 2 ** (31 - Math.clz32(dictionary));
  const isRound = dictionary === 0xffffffff || (dictionary !== 0 && (half === 0 || half * 3 === dictionary));
  const size = view.getUint32(5, true) + view.getUint32(9, true) * 2 ** 32;
  const isUnknown = view.getUint32(5, true) === 0xffffffff && view.getUint32(9, true) === 0xffffffff;
  return isRound && (isUnknown || size < MAX_STATED_SIZE) && head[HEADER_SIZE] === 0;
}

export const lzma: Decoder = { id: "lzma", title: "lzma file", magic: isPlausible, open: openLzma };
