import { type ByteSource } from "../../core/bytes";
import { ForwardReader } from "./forward-reader";
import { History } from "./history";
import { decodeLz4Block } from "./lz4-block";
import { isSkippable, skipFrame } from "./skippable";
import { DecodedStream, drain, type CheckedStream, type Decoder } from "./stream";

const MAGIC = 0x184d2204;
/** How far back a match may reach, in bytes (LZ4 block format). */
const WINDOW = 64 * 1024;
const SLICE = 1024 * 1024;

// Frame descriptor, LZ4 frame format 1.6, "FLG byte".
const VERSION = 0x40;
const INDEPENDENT = 0x20;
const BLOCK_CHECKSUM = 0x10;
const CONTENT_SIZE = 0x08;
const CONTENT_CHECKSUM = 0x04;
const DICTIONARY = 0x01;

/** LZ4 frames (format 1.6), one after another, skippable ones between. Their xxHash checksums are passed over. */
export function openLz4(input: ByteSource): CheckedStream {
  return new DecodedStream(function* (notes) {
    const reader = new ForwardReader(input, "the lz4 data");
    const history = new History(WINDOW);
    do {
      if (isSkippable(reader)) skipFrame(reader);
      else yield* readFrame(reader, history);
      notes.consumed = reader.offset;
    } while (isSkippable(reader) || isFrame(reader.ahead(4)));
  });
}

function* readFrame(reader: ForwardReader, history: History): Generator<Uint8Array> {
  if (reader.uint(4) !== MAGIC) reader.malformed("it does not begin with the frame mark");
  const flags = reader.byte();
  if ((flags & 0xc0) !== VERSION) reader.malformed("a frame of an unknown version");
  const largest = BLOCK_SIZES[(reader.byte() >>> 4) & 7];
  if (largest === undefined) reader.malformed("a frame with a reserved block size");
  if ((flags & CONTENT_SIZE) !== 0) reader.skip(8);
  // The reference only looks for a dictionary it is given: without one, matches into it are what fails.
  if ((flags & DICTIONARY) !== 0) reader.skip(4);
  reader.skip(1);
  history.reset();
  for (let header = reader.uint(4); header !== 0; header = reader.uint(4)) {
    const size = header & 0x7fffffff;
    if (size > largest) reader.malformed("a block larger than its frame allows");
    if ((flags & INDEPENDENT) !== 0) history.reset();
    history.room(largest);
    for (const chunk of drain(history, () => readBlock(reader, history, size, header >>> 31 === 1, largest)))
      for (let at = 0; at < chunk.length; at += SLICE) yield chunk.subarray(at, at + SLICE);
    if ((flags & BLOCK_CHECKSUM) !== 0) reader.skip(4);
  }
  if ((flags & CONTENT_CHECKSUM) !== 0) reader.skip(4);
}

/** One block, whole: at most 4 MiB. Of one that is cut short, what is there is decoded. */
function readBlock(reader: ForwardReader, history: History, size: number, isStored: boolean, largest: number): false {
  if (isStored) {
    const got = reader.copyUpTo(size, history.bytes, history.at);
    history.at += got;
    if (got < size) reader.truncated();
    return false;
  }
  const block = new Uint8Array(size);
  const got = reader.copyUpTo(size, block, 0);
  const problem = decodeLz4Block(block.subarray(0, got), history, largest);
  if (got < size) reader.truncated();
  if (problem !== undefined) reader.malformed(problem);
  return false;
}

/** Block maximum size by its code. */
const BLOCK_SIZES: readonly (number | undefined)[] = [
  undefined,
  undefined,
  undefined,
  undefined,
  64 * 1024,
  256 * 1024,
  1024 * 1024,
  4 * 1024 * 1024,
];

function isFrame(head: Uint8Array): boolean {
  return head[0] === 0x04 && head[1] === 0x22 && head[2] === 0x4d && head[3] === 0x18;
}

export const lz4: Decoder = { id: "lz4", title: "lz4 file", magic: isFrame, open: openLz4 };
