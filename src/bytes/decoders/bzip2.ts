import type { ByteSource } from "../../core/bytes";
import { readBlock, type Block } from "./bzip2-block";
import { BitReader } from "./bzip2-huffman";
import { ForwardReader } from "./forward-reader";
import { DecodedStream, note, type CheckedStream, type Decoder } from "./stream";

const LEVEL_SIZE = 100_000;
const CHUNK_SIZE = 256 * 1024;

/**
 * bzip2: streams one after another, as Python's `bz2` reads them. A block of 900,000 bytes may be runs
 * that stand for 45 MB, so what leaves it is cut into chunks.
 */
export function openBzip2(input: ByteSource): CheckedStream {
  return new DecodedStream(function* (notes) {
    const reader = new ForwardReader(input, "the bzip2 data");
    const bits = new BitReader(reader);
    const text = new BlockText();
    do {
      const level = readLevel(reader);
      let combined = 0;
      for (;;) {
        const magic = `${hex(bits.take(24))}${hex(bits.take(24))}`;
        if (magic === END_MAGIC) break;
        if (magic !== BLOCK_MAGIC) reader.malformed("neither a block nor the end");
        const block = text.open(bits, level * LEVEL_SIZE);
        for (let chunk = text.next(); chunk !== undefined; chunk = text.next()) yield chunk;
        if (text.crc !== block.crc) note(notes, "a bzip2 block's checksum is wrong");
        combined = ((combined << 1) | (combined >>> 31)) ^ block.crc;
      }
      const stored = (bits.take(16) << 16) | bits.take(16);
      if (stored !== combined) note(notes, "the bzip2 data's checksum is wrong");
      bits.align();
      notes.consumed = reader.offset;
    } while (isStart(reader.ahead(4)));
  });
}

/** Pi and the root of pi, as decimal digits. */
const BLOCK_MAGIC = "314159265359";
const END_MAGIC = "177245385090";

function hex(value: number): string {
  return value.toString(16).padStart(6, "0");
}

function isStart(head: Uint8Array): boolean {
  return head[0] === 0x42 && head[1] === 0x5a && head[2] === 0x68 && head[3]! >= 0x31 && head[3]! <= 0x39;
}

function readLevel(reader: ForwardReader): number {
  if (!isStart(reader.ahead(4))) reader.malformed("it does not begin with BZh and a level");
  reader.at += 4;
  return reader.bytes[reader.at - 1]! - 0x30;
}

/** Undoes the Burrows-Wheeler transform and the first run-length coding of one block after another. */
class BlockText {
  /** Checksum of what `next` has given of the block. */
  crc = 0;
  private vector = new Uint32Array(0);
  private readonly counts = new Uint32Array(256);
  private readonly out = new Uint8Array(CHUNK_SIZE);
  private left = 0;
  private position = 0;
  /** The last byte, and how often it came in a row: after four, the next byte counts more of it. */
  private last = -1;
  private row = 0;
  private repeats = 0;

  open(bits: BitReader, size: number): Block {
    if (this.vector.length !== size) this.vector = new Uint32Array(size);
    const { vector, counts } = this;
    const block = readBlock(bits, vector, counts);
    for (let byte = 0, sum = 0; byte < 256; byte++) {
      const count = counts[byte]!;
      counts[byte] = sum;
      sum += count;
    }
    for (let i = 0; i < block.length; i++) vector[counts[vector[i]! & 0xff]!++]! |= i << 8;
    this.position = vector[block.origin]! >>> 8;
    this.left = block.length;
    this.last = -1;
    this.row = this.repeats = 0;
    this.crc = 0;
    return block;
  }

  next(): Uint8Array | undefined {
    const { out, vector } = this;
    let { left, position, last, row, repeats } = this;
    let to = 0;
    while (to < CHUNK_SIZE) {
      if (repeats > 0) {
        const end = Math.min(CHUNK_SIZE, to + repeats);
        out.fill(last, to, end);
        repeats -= end - to;
        to = end;
        continue;
      }
      if (left === 0) break;
      const entry = vector[position]!;
      position = entry >>> 8;
      left--;
      const byte = entry & 0xff;
      if (row === 4) {
        repeats = byte;
        row = 0;
        continue;
      }
      row = byte === last ? row + 1 : 1;
      last = byte;
      out[to++] = byte;
    }
    Object.assign(this, { left, position, last, row, repeats });
    if (to === 0) return undefined;
    const chunk = out.subarray(0, to);
    this.crc = blockCrc(chunk, this.crc);
    return chunk;
  }
}

/** The CRC-32 of a block: the polynomial of zip, but most significant bit first. */
function blockCrc(bytes: Uint8Array, before: number): number {
  let crc = ~before;
  for (let i = 0; i < bytes.length; i++) crc = (crc << 8) ^ CRC_TABLE[(crc >>> 24) ^ bytes[i]!]!;
  return ~crc >>> 0;
}

const CRC_TABLE = Int32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte << 24;
  for (let bit = 0; bit < 8; bit++) crc = crc < 0 ? (crc << 1) ^ 0x04c11db7 : crc << 1;
  return crc;
});

export const bzip2: Decoder = {
  id: "bzip2",
  title: "bzip2 file",
  magic: (head) => {
    const magic = Buffer.from(head.subarray(4, 10)).toString("hex");
    return isStart(head) && (magic === BLOCK_MAGIC || magic === END_MAGIC);
  },
  open: openBzip2,
};
