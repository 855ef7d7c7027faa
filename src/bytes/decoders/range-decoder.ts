import type { ForwardReader } from "./forward-reader";

/** Adaptive probabilities have 11 bits and move by a 32nd of what is left. */
const PROBABILITY_BITS = 11;
const MOVE_BITS = 5;
export const EVEN = 1 << (PROBABILITY_BITS - 1);
const ONE = 1 << PROBABILITY_BITS;
/** More bytes than one LZMA symbol can take: some 50 bits, of which each may cost six. */
const AHEAD = 40;

/**
 * The range decoder of LZMA ("LZMA specification", Igor Pavlov, 2015). `range` and `code` are unsigned
 * 32-bit numbers in JavaScript's signed ones. Bytes are taken without asking: `ready` before each symbol.
 */
export class RangeDecoder {
  private range = 0;
  private code = 0;
  private at = 0;
  private readonly bytes: Uint8Array;

  constructor(
    private readonly reader: ForwardReader,
    private readonly probabilities: Uint16Array,
  ) {
    this.bytes = reader.bytes;
  }

  /** Begins at the reader's next byte. */
  start(): void {
    const { reader } = this;
    if (reader.byte() !== 0) reader.malformed("the range coder does not begin with 0");
    this.range = -1;
    this.code = (reader.byte() << 24) | (reader.byte() << 16) | (reader.byte() << 8) | reader.byte();
    this.at = reader.at;
  }

  /** Before a symbol: has its bytes ready, with zeros behind the last. */
  ready(): void {
    const { reader } = this;
    if (this.at + AHEAD <= reader.end) return;
    reader.at = this.at;
    reader.fill(AHEAD);
    this.at = reader.at;
  }

  /** After the last symbol: takes the byte that is due, and tells the reader how far it went. */
  finish(): void {
    this.normalize();
    if (this.isCut) this.reader.truncated();
    this.reader.at = this.at;
  }

  /** Whether more was taken than there was: the last symbol is none. */
  get isCut(): boolean {
    return this.at > this.reader.end;
  }

  /** Whether the encoder's flush has been read to its end. */
  get isFinished(): boolean {
    return this.code === 0;
  }

  private normalize(): void {
    if (this.range >>> 24 !== 0) return;
    this.range <<= 8;
    this.code = (this.code << 8) | this.bytes[this.at++]!;
  }

  bit(index: number): number {
    this.normalize();
    const probability = this.probabilities[index]!;
    const bound = Math.imul(this.range >>> PROBABILITY_BITS, probability);
    if (this.code >>> 0 < bound >>> 0) {
      this.range = bound;
      this.probabilities[index] = probability + ((ONE - probability) >> MOVE_BITS);
      return 0;
    }
    this.range = (this.range - bound) | 0;
    this.code = (this.code - bound) | 0;
    this.probabilities[index] = probability - (probability >> MOVE_BITS);
    return 1;
  }

  /** `count` bits, each with the probability that the ones before it choose: with a leading 1. */
  tree(offset: number, count: number): number {
    const { probabilities, bytes } = this;
    let { range, code } = this;
    let symbol = 1;
    for (; count > 0; count--) {
      if (range >>> 24 === 0) {
        range <<= 8;
        code = (code << 8) | bytes[this.at++]!;
      }
      const probability = probabilities[offset + symbol]!;
      const bound = Math.imul(range >>> PROBABILITY_BITS, probability);
      if (code >>> 0 < bound >>> 0) {
        range = bound;
        probabilities[offset + symbol] = probability + ((ONE - probability) >> MOVE_BITS);
        symbol <<= 1;
      } else {
        range = (range - bound) | 0;
        code = (code - bound) | 0;
        probabilities[offset + symbol] = probability - (probability >> MOVE_BITS);
        symbol = (symbol << 1) | 1;
      }
    }
    this.range = range;
    this.code = code;
    return symbol;
  }

  /** A literal after a match: the byte that the match would have gone on with chooses, until they differ. */
  matchedLiteral(offset: number, matched: number): number {
    let symbol = 1;
    let differ = 0x100;
    do {
      matched <<= 1;
      const expected = matched & differ;
      const bit = this.bit(offset + differ + expected + symbol);
      symbol = (symbol << 1) | bit;
      differ = bit === 1 ? expected : differ & ~expected;
    } while (symbol < 0x100);
    return symbol;
  }

  /** A tree whose bits come lowest first. */
  reverseTree(offset: number, count: number): number {
    let symbol = 1;
    let value = 0;
    for (let i = 0; i < count; i++) {
      const bit = this.bit(offset + symbol);
      symbol = (symbol << 1) | bit;
      value |= bit << i;
    }
    return value;
  }

  /** Bits without probabilities. */
  direct(count: number): number {
    const { bytes } = this;
    let { range, code, at } = this;
    let value = 0;
    for (; count > 0; count--) {
      if (range >>> 24 === 0) {
        range <<= 8;
        code = (code << 8) | bytes[at++]!;
      }
      range >>>= 1;
      code = (code - range) | 0;
      const borrow = code >> 31;
      code = (code + (range & borrow)) | 0;
      value = (value << 1) + (borrow + 1);
    }
    this.range = range;
    this.code = code;
    this.at = at;
    return value;
  }
}
