import { type ByteSource } from "../../core/bytes";
import { adler32 } from "./checksums";
import { ForwardReader } from "./forward-reader";
import { History } from "./history";
import { DEFLATE_WINDOW, Inflater } from "./inflate";
import { DecodedStream, drain, note, type CheckedStream, type Decoder } from "./stream";

/** RFC 1950, section 2.2: method 8, a window of at most 32 KiB, and a header that is a multiple of 31. */
function isZlibHeader(cmf: number, flags: number): boolean {
  return (cmf & 0x0f) === 8 && cmf >>> 4 <= 7 && ((cmf << 8) | flags) % 31 === 0;
}

/** The preset dictionary flag. */
const FDICT = 0x20;

/** A zlib stream (RFC 1950). */
export function openZlib(input: ByteSource): CheckedStream {
  return new DecodedStream(function* (notes) {
    const reader = new ForwardReader(input, "the zlib data");
    const cmf = reader.byte();
    const flags = reader.byte();
    if (!isZlibHeader(cmf, flags)) reader.malformed("its header is damaged");
    if ((flags & FDICT) !== 0) reader.malformed("it needs a dictionary, which is not in the file");
    const history = new History(DEFLATE_WINDOW);
    const inflater = new Inflater(reader, history);
    let sum = 1;
    for (const chunk of drain(history, () => inflater.step())) {
      sum = adler32(chunk, sum);
      yield chunk;
    }
    // Unlike anything else here, big-endian.
    const stored = new DataView(reader.take(4).buffer).getUint32(0);
    if (stored !== sum) note(notes, "the zlib data's Adler-32 is wrong");
    notes.consumed = reader.offset;
  });
}

export const zlib: Decoder = {
  id: "zlib",
  title: "zlib data",
  magic: (head) => head.length > 2 && isZlibHeader(head[0]!, head[1]!) && (head[1]! & FDICT) === 0,
  open: openZlib,
};
