import { crc32 } from "./checksums";
import type { ForwardReader } from "./forward-reader";
import { MAX_DICTIONARY } from "./lzma";
import { note, type Notes } from "./stream";

const LZMA2_FILTER = 0x21;

/** A number of seven bits a byte, lowest first, at most nine bytes (.xz file format, section 1.2). */
export function readVli(reader: ForwardReader): number {
  let value = 0;
  for (let i = 0, scale = 1; i < 9; i++, scale *= 128) {
    const byte = reader.byte();
    value += (byte & 0x7f) * scale;
    if ((byte & 0x80) === 0) return value;
  }
  return reader.malformed("a number of more than nine bytes");
}

/** A block's header (section 3.1): the sizes in it are optional and repeated in the index, so they are not used. */
export function readBlockHeader(reader: ForwardReader, notes: Notes): { dictionary: number } {
  const size = (reader.peek() + 1) * 4;
  const header = reader.take(size);
  const stored = new DataView(header.buffer).getUint32(size - 4, true);
  if (stored !== crc32(header.subarray(0, size - 4))) note(notes, "an xz block header's checksum is wrong");
  const flags = header[1]!;
  if ((flags & 0x3c) !== 0) reader.malformed("reserved block flags are set");
  let at = 2;
  const next = () => {
    let value = 0;
    for (let i = 0, scale = 1; i < 9; i++, scale *= 128) {
      if (at >= size - 4) return reader.malformed("a block header that is too short");
      const byte = header[at++]!;
      value += (byte & 0x7f) * scale;
      if ((byte & 0x80) === 0) return value;
    }
    return reader.malformed("a number of more than nine bytes");
  };
  if ((flags & 0x40) !== 0) next();
  if ((flags & 0x80) !== 0) next();
  const filter = next();
  // Malformed, not unsupported: Python undoes such filters, so one may not pass as merely unread.
  if ((flags & 3) !== 0 || filter !== LZMA2_FILTER)
    reader.malformed("a filter for machine code or deltas, which is not read and models have no use for");
  if (next() !== 1) reader.malformed("LZMA2 properties of a wrong length");
  return { dictionary: dictionarySize(header[at]!, reader) };
}

/** Section 5.3.1: sizes are 2 or 3 times a power of two, by a code of 0 to 40. */
function dictionarySize(code: number, reader: ForwardReader): number {
  if (code > 40) reader.malformed("a dictionary of more than 4 GiB");
  return Math.min(MAX_DICTIONARY, (2 | (code & 1)) * 2 ** ((code >>> 1) + 11));
}
