import type { History } from "./history";
import { buildFse, lastBit, readFse, singleFse, ZstdProblem, type FseTable } from "./zstd-fse";
import type { Literals } from "./zstd-literals";

/** One of the three kinds of code in a sequence (RFC 8878, section 3.1.1.3.2.1). */
interface Kind {
  readonly maxLog: number;
  readonly maxSymbol: number;
  /** The table that need not be sent, made on first use: few scans meet zstd, and all would wait for it. */
  readonly predefined: () => FseTable;
}

/** Sequences of literals and matches, with the tables and offsets that the next block may use again. */
export class Sequences {
  private literalLengths: FseTable | undefined;
  private offsets: FseTable | undefined;
  private matchLengths: FseTable | undefined;
  private readonly recent = [1, 4, 8];

  reset(): void {
    this.literalLengths = this.offsets = this.matchLengths = undefined;
    this.recent.splice(0, 3, 1, 4, 8);
  }

  /** Decodes the section from `from` to the block's end into the history, which has room up to `limit`. */
  run(block: Uint8Array, from: number, end: number, literals: Literals, history: History, limit: number): void {
    if (from >= end) throw new ZstdProblem("a block without a number of sequences");
    let count = block[from]!;
    let at = from + 1;
    if (count >= 128) {
      const extra = count === 255 ? 2 : 1;
      if (at + extra > end) throw new ZstdProblem("a block that ends in its header");
      count = count === 255 ? 0x7f00 + block[at]! + block[at + 1]! * 256 : ((count - 128) << 8) + block[at]!;
      at += extra;
    }
    let done = 0;
    if (count > 0) {
      at = this.readTables(block, at, end);
      done = this.execute(block, at, end, count, literals, history, limit);
    } else if (at !== end) throw new ZstdProblem("bytes behind a block's literals");
    appendLiterals(literals, done, literals.size - done, history, limit);
  }

  private readTables(block: Uint8Array, from: number, end: number): number {
    if (from >= end) throw new ZstdProblem("a block that ends in its header");
    const modes = block[from]!;
    if ((modes & 3) !== 0) throw new ZstdProblem("reserved bits are set");
    let at = from + 1;
    const read = (mode: number, kind: Kind, before: FseTable | undefined): FseTable => {
      if (mode === 0) return kind.predefined();
      if (mode === 3) {
        if (before === undefined) throw new ZstdProblem("a block that repeats no table");
        return before;
      }
      if (mode === 2) {
        const { table, end: past } = readFse(block, at, end, kind.maxLog, kind.maxSymbol);
        at = past;
        return table;
      }
      if (at >= end || block[at]! > kind.maxSymbol) throw new ZstdProblem("a code that stands for nothing");
      return singleFse(block[at++]!);
    };
    this.literalLengths = read(modes >>> 6, LITERAL_LENGTHS, this.literalLengths);
    this.offsets = read((modes >>> 4) & 3, OFFSETS, this.offsets);
    this.matchLengths = read((modes >>> 2) & 3, MATCH_LENGTHS, this.matchLengths);
    return at;
  }

  /** The hot loop (section 3.1.1.3.2.1.2). Returns how many literals were used. */
  private execute(
    block: Uint8Array,
    from: number,
    end: number,
    count: number,
    literals: Literals,
    history: History,
    limit: number,
  ): number {
    const bits = new BackwardBits(block, from, end);
    const ll = this.literalLengths!;
    const of = this.offsets!;
    const ml = this.matchLengths!;
    let llState = bits.take(ll.log);
    let ofState = bits.take(of.log);
    let mlState = bits.take(ml.log);
    let used = 0;
    for (let left = count; left > 0; left--) {
      const llEntry = ll.states[llState]!;
      const ofEntry = of.states[ofState]!;
      const mlEntry = ml.states[mlState]!;
      const offset = bits.takeOffset(ofEntry & 0xff);
      const length = MATCH_BASE[mlEntry & 0xff]! + bits.take(MATCH_EXTRA[mlEntry & 0xff]!);
      const literal = LITERAL_BASE[llEntry & 0xff]! + bits.take(LITERAL_EXTRA[llEntry & 0xff]!);
      if (left > 1) {
        llState = (llEntry >>> 16) + bits.take((llEntry >>> 8) & 0xff);
        mlState = (mlEntry >>> 16) + bits.take((mlEntry >>> 8) & 0xff);
        ofState = (ofEntry >>> 16) + bits.take((ofEntry >>> 8) & 0xff);
      }
      if (bits.left < 0) throw new ZstdProblem("sequences that are cut short");
      const distance = this.distance(offset, literal);
      appendLiterals(literals, used, literal, history, limit);
      used += literal;
      if (distance <= 0 || distance > history.at)
        throw new ZstdProblem("a match from before the first byte, or too far back");
      if (history.at + length > limit) throw new ZstdProblem("a block that decodes to more than 128 KiB");
      history.repeat(distance, length);
    }
    if (bits.left !== 0) throw new ZstdProblem("sequences that do not use up their bits");
    return used;
  }

  /** Values up to 3 stand for recent offsets (section 3.1.1.5). */
  private distance(value: number, literal: number): number {
    const { recent } = this;
    if (value > 3) {
      recent[2] = recent[1]!;
      recent[1] = recent[0]!;
      return (recent[0] = value - 3);
    }
    const place = value - (literal === 0 ? 0 : 1);
    if (place === 0) return recent[0]!;
    const distance = place === 3 ? recent[0]! - 1 : recent[place]!;
    if (place > 1) recent[2] = recent[1]!;
    recent[1] = recent[0]!;
    return (recent[0] = distance);
  }
}

function appendLiterals(literals: Literals, from: number, count: number, history: History, limit: number): void {
  if (from + count > literals.size) throw new ZstdProblem("sequences that use more literals than there are");
  if (history.at + count > limit) throw new ZstdProblem("a block that decodes to more than 128 KiB");
  const { bytes, at } = history;
  if (count > 32) bytes.set(literals.bytes.subarray(from, from + count), at);
  else for (let i = 0; i < count; i++) bytes[at + i] = literals.bytes[from + i]!;
  history.at = at + count;
}

/** Bits from the end of a block to its middle. There is something before `from`, so a read below it is harmless. */
class BackwardBits {
  private bit: number;
  private readonly first: number;

  constructor(
    private readonly bytes: Uint8Array,
    from: number,
    end: number,
  ) {
    this.first = from * 8;
    this.bit = lastBit(bytes, from, end);
  }

  /** Negative once more was taken than there was. */
  get left(): number {
    return this.bit - this.first;
  }

  /** `count` of 0 to 25 bits. */
  take(count: number): number {
    const at = (this.bit -= count);
    const { bytes } = this;
    const i = at >>> 3;
    const word = bytes[i]! | (bytes[i + 1]! << 8) | (bytes[i + 2]! << 16) | (bytes[i + 3]! << 24);
    return (word >>> (at & 7)) & ((1 << count) - 1);
  }

  /** An offset's value by its code: up to 31 bits, with one before them. */
  takeOffset(code: number): number {
    if (code <= 24) return (1 << code) + this.take(code);
    const high = this.take(code - 16);
    return 2 ** code + high * 65536 + this.take(16);
  }
}

// Section 3.1.1.3.2.1.1: extra bits of each code; what they are added to follows from them.
const LITERAL_EXTRA = Uint8Array.from([
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 3, 3, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16,
]);
const MATCH_EXTRA = Uint8Array.from([
  ...new Uint8Array(32),
  ...[1, 1, 1, 1, 2, 2, 3, 3, 4, 4, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16],
]);
const LITERAL_BASE = bases(LITERAL_EXTRA, 0);
const MATCH_BASE = bases(MATCH_EXTRA, 3);

function once(make: () => FseTable): () => FseTable {
  let made: FseTable | undefined;
  return () => (made ??= make());
}

function bases(extra: Uint8Array, first: number): Uint32Array {
  const out = new Uint32Array(extra.length);
  for (let code = 0, base = first; code < extra.length; base += 1 << extra[code++]!) out[code] = base;
  return out;
}

// Section 3.1.1.3.2.2: the tables that need not be sent.
const LITERAL_LENGTHS: Kind = {
  maxLog: 9,
  maxSymbol: 35,
  predefined: once(() =>
    buildFse(
      6,
      [4, 3, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 3, 2, 1, 1, 1, 1, 1, -1, -1, -1, -1],
    ),
  ),
};
const OFFSETS: Kind = {
  maxLog: 8,
  maxSymbol: 31,
  predefined: once(() =>
    buildFse(5, [1, 1, 1, 1, 1, 1, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1]),
  ),
};
const MATCH_LENGTHS: Kind = {
  maxLog: 9,
  maxSymbol: 52,
  predefined: once(() =>
    buildFse(6, [1, 4, 3, ...Array(6).fill(2), ...Array(37).fill(1), ...Array(7).fill(-1)] as number[]),
  ),
};
