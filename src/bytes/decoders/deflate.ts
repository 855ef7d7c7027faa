import type { ByteSource } from "../../core/bytes";
import { ForwardReader } from "./forward-reader";
import { History } from "./history";
import { DEFLATE_WINDOW, Inflater } from "./inflate";
import { DecodedStream, drain, type CheckedStream } from "./stream";

/** Raw DEFLATE (RFC 1951), as members of a zip have it: no header, no checksum. */
export function openDeflate(input: ByteSource): CheckedStream {
  return new DecodedStream(function* (notes) {
    const reader = new ForwardReader(input, "the deflate data");
    const history = new History(DEFLATE_WINDOW);
    const inflater = new Inflater(reader, history);
    yield* drain(history, () => inflater.step());
    notes.consumed = reader.offset;
  });
}
