/** What breaks a table or a block, in words; the frame's reader adds where. */
export class ZstdProblem extends Error {}

/**
 * A finite state entropy table (RFC 8878, section 4.1): for each state the symbol, how many bits the next
 * state takes, and what they are added to, packed as `base << 16 | bits << 8 | symbol`.
 */
export interface FseTable {
  readonly log: number;
  readonly states: Uint32Array;
}

/** Builds a table from how often each symbol occurs; -1 is "less than once" (section 4.1.1). */
export function buildFse(log: number, counts: readonly number[]): FseTable {
  const size = 1 << log;
  const symbols = new Uint8Array(size);
  const next = new Uint16Array(counts.length);
  let high = size;
  counts.forEach((count, symbol) => {
    next[symbol] = Math.abs(count);
    if (count === -1) symbols[--high] = symbol;
  });
  const step = (size >> 1) + (size >> 3) + 3;
  let at = 0;
  counts.forEach((count, symbol) => {
    for (let i = 0; i < count; i++) {
      symbols[at] = symbol;
      do at = (at + step) & (size - 1);
      while (at >= high);
    }
  });
  const states = new Uint32Array(size);
  for (let state = 0; state < size; state++) {
    const symbol = symbols[state]!;
    const nth = next[symbol]!++;
    const bits = log - (31 - Math.clz32(nth));
    states[state] = ((((nth << bits) - size) << 16) | (bits << 8) | symbol) >>> 0;
  }
  return { log, states };
}

/** A table of one symbol, which takes no bits (section 3.1.1.3.2.1.1, RLE_Mode). */
export function singleFse(symbol: number): FseTable {
  return { log: 0, states: Uint32Array.of(symbol) };
}

/** Reads a table's description from bytes; returns where it ends (section 4.1.1). */
export function readFse(
  bytes: Uint8Array,
  from: number,
  end: number,
  maxLog: number,
  maxSymbol: number,
): { table: FseTable; end: number } {
  let bit = from * 8;
  const peek = (count: number): number => {
    const at = bit >>> 3;
    const word =
      at + 3 <= end ? bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) : lastBytes(bytes, at, end);
    return (word >>> (bit & 7)) & ((1 << count) - 1);
  };
  const log = peek(4) + 5;
  bit += 4;
  if (log > maxLog) throw new ZstdProblem("an entropy table that is too large");
  const counts: number[] = [];
  for (let left = 1 << log; left > 0;) {
    if (counts.length > maxSymbol) throw new ZstdProblem("an entropy table of too many symbols");
    const bits = 32 - Math.clz32(left + 1);
    const lower = (1 << (bits - 1)) - 1;
    const threshold = (1 << bits) - 2 - left;
    let value = peek(bits);
    if ((value & lower) < threshold) {
      bit += bits - 1;
      value &= lower;
    } else {
      bit += bits;
      if (value > lower) value -= threshold;
    }
    counts.push(value - 1);
    left -= Math.abs(value - 1);
    if (value !== 1) continue;
    for (let repeat = 3; repeat === 3; bit += 2) {
      repeat = peek(2);
      for (let i = 0; i < repeat; i++) counts.push(0);
      if (counts.length > maxSymbol + 1) throw new ZstdProblem("an entropy table of too many symbols");
    }
  }
  const past = (bit + 7) >>> 3;
  if (past > end) throw new ZstdProblem("an entropy table that runs beyond its block");
  return { table: buildFse(log, counts), end: past };
}

function lastBytes(bytes: Uint8Array, at: number, end: number): number {
  let word = 0;
  for (let i = 0; i < 3 && at + i < end; i++) word |= bytes[at + i]! << (8 * i);
  return word;
}

/** Where a bit stream that is read backwards begins: below the highest bit that is set (section 4.1). */
export function lastBit(bytes: Uint8Array, from: number, end: number): number {
  const last = end > from ? bytes[end - 1]! : 0;
  if (last === 0) throw new ZstdProblem("a bit stream without its end mark");
  return end * 8 - 8 + (31 - Math.clz32(last));
}
