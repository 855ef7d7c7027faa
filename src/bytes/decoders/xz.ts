import { type ByteSource } from "../../core/bytes";
import { crc32 } from "./checksums";
import { ForwardReader } from "./forward-reader";
import { History } from "./history";
import { Lzma2 } from "./lzma2";
import { DecodedStream, note, type CheckedStream, type Decoder, type Notes } from "./stream";
import { CHECK_SIZES, newCheck } from "./xz-checks";
import { readBlockHeader, readVli } from "./xz-headers";

const MAGIC = [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00];

/**
 * .xz files (file format 1.2.1): streams one after another with zeros between, each of blocks, an index
 * and a footer. The index repeats what the blocks said, so it is passed over and counted.
 */
export function openXz(input: ByteSource): CheckedStream {
  return new DecodedStream(function* (notes) {
    const reader = new ForwardReader(input, "the xz data");
    do {
      yield* readStream(reader, notes);
      notes.consumed = reader.offset;
    } while (atNextStream(reader, notes));
  });
}

function* readStream(reader: ForwardReader, notes: Notes): Generator<Uint8Array> {
  if (!isStart(reader.ahead(6))) reader.malformed("it does not begin with the xz mark");
  reader.skip(6);
  const flags = reader.take(2);
  if (flags[0] !== 0 || flags[1]! > 15) reader.malformed("reserved header flags are set");
  if (reader.uint(4) !== crc32(flags)) note(notes, "the xz header's checksum is wrong");
  const check = flags[1]!;
  let blocks = 0;
  while (reader.peek() !== 0) {
    yield* readBlock(reader, check, notes);
    blocks++;
  }
  readIndex(reader, blocks);
  const footer = reader.take(12);
  if (footer[10] !== 0x59 || footer[11] !== 0x5a) reader.malformed("its footer is damaged");
  const view = new DataView(footer.buffer);
  if (view.getUint32(0, true) !== crc32(footer.subarray(4, 10))) note(notes, "the xz footer's checksum is wrong");
}

function* readBlock(reader: ForwardReader, check: number, notes: Notes): Generator<Uint8Array> {
  if (reader.peek() === -1) reader.truncated();
  const { dictionary } = readBlockHeader(reader, notes);
  const start = reader.offset;
  const sum = newCheck(check);
  for (const chunk of new Lzma2(reader, new History(dictionary)).chunks()) {
    sum?.update(chunk);
    yield chunk;
  }
  reader.skip((4 - ((reader.offset - start) % 4)) % 4);
  const stored = reader.take(CHECK_SIZES[check]!);
  if (sum !== undefined && !Buffer.from(sum.digest()).equals(stored)) note(notes, "an xz block's checksum is wrong");
}

/** Section 4: a list of two numbers for each block. */
function readIndex(reader: ForwardReader, blocks: number): void {
  const start = reader.offset;
  reader.skip(1);
  if (readVli(reader) !== blocks) reader.malformed("its index is not of its blocks");
  for (let i = 0; i < blocks * 2; i++) readVli(reader);
  reader.skip((4 - ((reader.offset - start) % 4)) % 4);
  reader.skip(4);
}

/** Zeros between streams come in fours. */
function atNextStream(reader: ForwardReader, notes: Notes): boolean {
  while (reader.peek() === 0) {
    if (reader.ahead(4).some((byte) => byte !== 0)) return false;
    reader.at = Math.min(reader.end, reader.at + 4);
  }
  if (reader.peek() === -1) notes.consumed = reader.offset;
  return isStart(reader.ahead(6));
}

function isStart(head: Uint8Array): boolean {
  return MAGIC.every((byte, i) => head[i] === byte);
}

export const xz: Decoder = { id: "xz", title: "xz file", magic: isStart, open: openXz };
