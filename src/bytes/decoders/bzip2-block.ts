import { BlockCode, LOOKUP_BITS, MAX_CODE_BITS, type BitReader } from "./bzip2-huffman";

/** Symbols between two changes of code. */
const GROUP_SIZE = 50;
/** Run lengths are written in bijective base 2 with these two symbols. */
const RUN_B = 1;
/** A run cannot be longer than a block of 900,000 bytes; beyond this its weight would overflow. */
const MAX_RUN_WEIGHT = 2 * 1024 * 1024;

/** What is known of a block before its bytes: its checksum and where its text begins. */
export interface BlockHeader {
  readonly crc: number;
  readonly origin: number;
}

/** A block's bytes before the Burrows-Wheeler transform is undone, with how often each occurs. */
export interface Block extends BlockHeader {
  readonly length: number;
}

/**
 * Reads a block behind its magic: Huffman codes, move-to-front, runs. The bytes go to `into`, of which
 * the low eight bits are used; its length is the largest block that the file's level allows.
 */
export function readBlock(bits: BitReader, into: Uint32Array, counts: Uint32Array): Block {
  const { reader } = bits;
  const crc = ((bits.take(16) << 16) | bits.take(16)) >>> 0;
  if (bits.take(1) === 1) reader.malformed("a randomised block, which nothing has written since 1997");
  const origin = bits.take(24);
  const front = readAlphabet(bits);
  const symbols = front.length + 2;
  const tables = bits.take(3);
  if (tables < 2 || tables > 6) reader.malformed("a block with a wrong number of tables");
  const selectors = readSelectors(bits, tables);
  const codes: BlockCode[] = [];
  for (let i = 0; i < tables; i++) codes.push(readCode(bits, symbols));
  const length = readSymbols(bits, codes, selectors, front, into, counts);
  if (origin >= length) reader.malformed("a block that begins behind its end");
  return { crc, origin, length };
}

/** The byte values that occur, ascending: sixteen ranges, then sixteen values in each range that is used. */
function readAlphabet(bits: BitReader): Uint8Array {
  const ranges = bits.take(16);
  const used: number[] = [];
  for (let range = 0; range < 16; range++) {
    if (((ranges << range) & 0x8000) === 0) continue;
    const values = bits.take(16);
    for (let i = 0; i < 16; i++) if (((values << i) & 0x8000) !== 0) used.push(range * 16 + i);
  }
  if (used.length === 0) bits.reader.malformed("a block without an alphabet");
  return Uint8Array.from(used);
}

/** Which code each group of symbols uses, written as moves to the front. */
function readSelectors(bits: BitReader, tables: number): Uint8Array {
  const count = bits.take(15);
  if (count === 0) bits.reader.malformed("a block without selectors");
  const order = [0, 1, 2, 3, 4, 5];
  const selectors = new Uint8Array(count);
  for (let i = 0; i < count; i++) {
    let place = 0;
    while (bits.take(1) === 1) if (++place >= tables) bits.reader.malformed("a selector beyond the tables");
    const [table] = order.splice(place, 1);
    order.unshift(table!);
    selectors[i] = table!;
  }
  return selectors;
}

/** Code lengths, each as a walk up and down from the one before. */
function readCode(bits: BitReader, symbols: number): BlockCode {
  const lengths = new Uint8Array(symbols);
  let length = bits.take(5);
  for (let i = 0; i < symbols; i++) {
    for (;;) {
      if (length < 1 || length > MAX_CODE_BITS) bits.reader.malformed("a code length outside 1 to 20");
      if (bits.take(1) === 0) break;
      length += bits.take(1) === 0 ? 1 : -1;
    }
    lengths[i] = length;
  }
  return BlockCode.of(lengths) ?? bits.reader.malformed("a prefix code has too many symbols");
}

/** The hot loop: symbols to bytes, until the end symbol. Returns how many bytes. */
function readSymbols(
  source: BitReader,
  codes: readonly BlockCode[],
  selectors: Uint8Array,
  front: Uint8Array,
  into: Uint32Array,
  counts: Uint32Array,
): number {
  const { reader } = source;
  const input = reader.bytes;
  const end = front.length + 1;
  let { hold, bits } = source;
  let length = 0;
  let run = 0;
  let weight = 1;
  counts.fill(0);
  for (let group = 0; group < selectors.length; group++) {
    const code = codes[selectors[group]!]!;
    const lookup = code.lookup;
    for (let i = 0; i < GROUP_SIZE; i++) {
      if (reader.at + 4 > reader.end) reader.fill(4);
      for (; bits <= 24; bits += 8) hold = (hold << 8) | input[reader.at++]!;
      const next = (hold >>> (bits - MAX_CODE_BITS)) & ((1 << MAX_CODE_BITS) - 1);
      const entry = lookup[next >>> (MAX_CODE_BITS - LOOKUP_BITS)]! || code.walk(next);
      bits -= entry & 31;
      if (reader.at > reader.end && reader.at * 8 - bits > reader.end * 8) reader.truncated();
      if (entry === 0) reader.malformed("a code that stands for nothing");
      const symbol = entry >>> 5;
      if (symbol <= RUN_B) {
        if (weight > MAX_RUN_WEIGHT) reader.malformed("a run longer than a block");
        run += weight << symbol;
        weight <<= 1;
        continue;
      }
      if (run > 0) {
        if (length + run > into.length) reader.malformed("a block longer than its file allows");
        into.fill(front[0]!, length, length + run);
        counts[front[0]!]! += run;
        length += run;
        run = 0;
        weight = 1;
      }
      if (symbol === end) {
        source.hold = hold;
        source.bits = bits;
        return length;
      }
      if (length >= into.length) reader.malformed("a block longer than its file allows");
      const byte = front[symbol - 1]!;
      if (symbol > 16) front.copyWithin(1, 0, symbol - 1);
      else for (let k = symbol - 1; k > 0; k--) front[k] = front[k - 1]!;
      front[0] = byte;
      counts[byte]!++;
      into[length++] = byte;
    }
  }
  return reader.malformed("a block without an end");
}
