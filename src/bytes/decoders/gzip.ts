import { type ByteSource } from "../../core/bytes";
import { crc32 } from "./checksums";
import { ForwardReader } from "./forward-reader";
import { History } from "./history";
import { DEFLATE_WINDOW, Inflater } from "./inflate";
import { DecodedStream, drain, note, type CheckedStream, type Decoder, type Notes } from "./stream";

// Flags of RFC 1952, section 2.3.1.
const FHCRC = 0x02;
const FEXTRA = 0x04;
const FNAME = 0x08;
const FCOMMENT = 0x10;
const RESERVED = 0xe0;

/**
 * A gzip file (RFC 1952): members one after another. As Python's `gzip` reads it, zeros may follow a
 * member, and then another member or the end; other bytes behind are left (see `consumed`).
 */
export function openGzip(input: ByteSource): CheckedStream {
  return new DecodedStream(function* (notes) {
    const reader = new ForwardReader(input, "the gzip data");
    const history = new History(DEFLATE_WINDOW);
    const inflater = new Inflater(reader, history);
    do {
      readHeader(reader);
      history.reset();
      inflater.reset();
      let sum = 0;
      let size = 0;
      for (const chunk of drain(history, () => inflater.step())) {
        sum = crc32(chunk, sum);
        size = (size + chunk.length) % 2 ** 32;
        yield chunk;
      }
      checkTrailer(reader, sum, size, notes);
      notes.consumed = reader.offset;
    } while (atNextMember(reader, notes));
  });
}

function readHeader(reader: ForwardReader): void {
  if (reader.uint(2) !== 0x8b1f) reader.malformed("it does not begin with the gzip mark");
  if (reader.byte() !== 8) reader.malformed("a method that is not deflate");
  const flags = reader.byte();
  if ((flags & RESERVED) !== 0) reader.malformed("reserved header flags are set");
  reader.skip(6);
  if ((flags & FEXTRA) !== 0) reader.skip(reader.uint(2));
  if ((flags & FNAME) !== 0) while (reader.byte() !== 0);
  if ((flags & FCOMMENT) !== 0) while (reader.byte() !== 0);
  if ((flags & FHCRC) !== 0) reader.skip(2);
}

function checkTrailer(reader: ForwardReader, sum: number, size: number, notes: Notes): void {
  if (reader.uint(4) !== sum) note(notes, "the gzip data's CRC-32 is wrong");
  if (reader.uint(4) !== size) note(notes, "the gzip data's length is not what its trailer says");
}

/** Zeros are passed over only where nothing or another member follows them. */
function atNextMember(reader: ForwardReader, notes: Notes): boolean {
  while (reader.peek() === 0) reader.at++;
  if (reader.peek() === -1) notes.consumed = reader.offset;
  const [first, second] = reader.ahead(2);
  return first === 0x1f && second === 0x8b;
}

export const gzip: Decoder = {
  id: "gzip",
  title: "gzip file",
  magic: (head) => head[0] === 0x1f && head[1] === 0x8b && head[2] === 8,
  open: openGzip,
};
