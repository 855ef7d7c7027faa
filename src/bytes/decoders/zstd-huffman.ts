import { lastBit, readFse, ZstdProblem } from "./zstd-fse";

/** Longest code of literals, in bits (RFC 8878, section 4.2.1). */
const MAX_BITS = 11;
/** Largest table of weights, as a power of two (section 4.2.1.2). */
const MAX_WEIGHT_LOG = 6;

/** A prefix code of literals: `symbol << 8 | bits` by the next `bits` bits. */
export interface HuffmanTable {
  readonly bits: number;
  readonly entries: Uint16Array;
}

/** Reads a tree's description; returns where it ends (section 4.2.1). */
export function readHuffman(bytes: Uint8Array, from: number, end: number): { table: HuffmanTable; end: number } {
  if (from >= end) throw new ZstdProblem("a block that ends before its tree");
  const header = bytes[from]!;
  const isDirect = header >= 128;
  const size = isDirect ? (header - 126) >> 1 : header;
  const past = from + 1 + size;
  if (past > end) throw new ZstdProblem("a tree that runs beyond its block");
  const weights = isDirect ? directWeights(bytes, from + 1, header - 127) : codedWeights(bytes, from + 1, past);
  return { table: buildHuffman(weights), end: past };
}

function directWeights(bytes: Uint8Array, from: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => {
    const pair = bytes[from + (i >> 1)]!;
    return i % 2 === 0 ? pair >> 4 : pair & 15;
  });
}

/** Two states take turns until the bits are used up (section 4.2.1.2). */
function codedWeights(bytes: Uint8Array, from: number, end: number): number[] {
  const { table, end: start } = readFse(bytes, from, end, MAX_WEIGHT_LOG, MAX_BITS + 1);
  const first = start * 8;
  let bit = lastBit(bytes, start, end);
  const take = (count: number): number => {
    bit -= count;
    // Bits before the first are zeros.
    let value = 0;
    for (let i = 0; i < count; i++) {
      const at = bit + i;
      if (at >= first) value |= ((bytes[at >>> 3]! >>> (at & 7)) & 1) << i;
    }
    return value;
  };
  const weights: number[] = [];
  const states = [take(table.log), take(table.log)];
  if (bit < first) throw new ZstdProblem("weights that are cut short");
  for (let turn = 0; weights.length < 255; turn ^= 1) {
    const entry = table.states[states[turn]!]!;
    weights.push(entry & 0xff);
    states[turn] = (entry >>> 16) + take((entry >>> 8) & 0xff);
    if (bit >= first) continue;
    weights.push(table.states[states[turn ^ 1]!]! & 0xff);
    return weights;
  }
  throw new ZstdProblem("a tree of too many weights");
}

/** The last symbol's weight is what completes the code (section 4.2.1). */
function buildHuffman(weights: number[]): HuffmanTable {
  let sum = 0;
  for (const weight of weights) {
    if (weight > MAX_BITS) throw new ZstdProblem("a code that is too long");
    sum += weight === 0 ? 0 : 1 << (weight - 1);
  }
  if (sum === 0) throw new ZstdProblem("a tree without symbols");
  const bits = 32 - Math.clz32(sum);
  const left = (1 << bits) - sum;
  if (bits > MAX_BITS || (left & (left - 1)) !== 0) throw new ZstdProblem("a tree that does not add up");
  const all = [...weights, 32 - Math.clz32(left)];
  if (all.length > 256) throw new ZstdProblem("a tree of too many weights");
  const entries = new Uint16Array(1 << bits);
  let at = 0;
  for (let weight = 1; weight <= bits; weight++)
    for (let symbol = 0; symbol < all.length; symbol++) {
      if (all[symbol] !== weight) continue;
      const width = 1 << (weight - 1);
      entries.fill((symbol << 8) | (bits + 1 - weight), at, at + width);
      at += width;
    }
  return { bits, entries };
}

/** Decodes `count` literals from a stream that is read backwards, which they must use up (section 4.2.2). */
export function decodeHuffman(
  table: HuffmanTable,
  bytes: Uint8Array,
  from: number,
  end: number,
  out: Uint8Array,
  to: number,
  count: number,
): void {
  const { bits, entries } = table;
  const mask = (1 << bits) - 1;
  const first = from * 8;
  const stop = to + count;
  let bit = lastBit(bytes, from, end);
  while (to + 1 < stop && bit - 24 >= first) {
    const at = bit - 22;
    const i = at >>> 3;
    const word = (bytes[i]! | (bytes[i + 1]! << 8) | (bytes[i + 2]! << 16) | (bytes[i + 3]! << 24)) >>> (at & 7);
    const one = entries[(word >>> (22 - bits)) & mask]!;
    out[to++] = one >>> 8;
    const used = one & 0xff;
    const two = entries[(word >>> (22 - bits - used)) & mask]!;
    out[to++] = two >>> 8;
    bit -= used + (two & 0xff);
  }
  while (to < stop) {
    let next = 0;
    for (let i = 1; i <= bits; i++) {
      const at = bit - i;
      next = (next << 1) | (at >= first ? (bytes[at >>> 3]! >>> (at & 7)) & 1 : 0);
    }
    const entry = entries[next]!;
    out[to++] = entry >>> 8;
    bit -= entry & 0xff;
    if (bit < first) throw new ZstdProblem("literals that are cut short");
  }
  if (bit !== first) throw new ZstdProblem("literals that do not use up their bits");
}
