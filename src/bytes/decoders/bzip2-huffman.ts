import type { ForwardReader } from "./forward-reader";

/** Longest code of bzip2, in bits. */
export const MAX_CODE_BITS = 20;
/** Bits that one look-up decodes. */
export const LOOKUP_BITS = 10;

/** Bits of bzip2, most significant first. The hot loop of a block works on `hold` and `bits` directly. */
export class BitReader {
  hold = 0;
  /** How many low bits of `hold` are unread, up to 32. */
  bits = 0;

  constructor(readonly reader: ForwardReader) {}

  /** `count` of 1 to 24 bits. */
  take(count: number): number {
    for (; this.bits < count; this.bits += 8) this.hold = (this.hold << 8) | this.reader.byte();
    this.bits -= count;
    return (this.hold >>> this.bits) & ((1 << count) - 1);
  }

  /** Drops the rest of a byte and gives whole bytes back to the reader. */
  align(): void {
    this.reader.at -= this.bits >>> 3;
    this.hold = this.bits = 0;
  }
}

/** A canonical prefix code, codes of 1 to 20 bits, most significant bit first. */
export class BlockCode {
  /** `symbol << 5 | length` by the next ten bits, 0 where the code is longer or does not exist. */
  readonly lookup = new Uint16Array(1 << LOOKUP_BITS);
  private readonly counts = new Uint16Array(MAX_CODE_BITS + 1);
  private readonly symbols: Uint16Array;

  /** Undefined where the lengths ask for more codes than there are. */
  static of(lengths: Uint8Array): BlockCode | undefined {
    const code = new BlockCode(lengths);
    return code.fits() ? code : undefined;
  }

  private constructor(lengths: Uint8Array) {
    this.symbols = new Uint16Array(lengths.length);
    let index = 0;
    for (let bits = 1; bits <= MAX_CODE_BITS; bits++)
      for (let symbol = 0; symbol < lengths.length; symbol++)
        if (lengths[symbol] === bits) {
          this.symbols[index++] = symbol;
          this.counts[bits]!++;
        }
  }

  private fits(): boolean {
    let code = 0;
    let index = 0;
    for (let bits = 1; bits <= MAX_CODE_BITS; bits++, code <<= 1)
      for (let i = 0; i < this.counts[bits]!; i++, code++, index++) {
        if (code >= 1 << bits) return false;
        if (bits > LOOKUP_BITS) continue;
        const first = code << (LOOKUP_BITS - bits);
        this.lookup.fill((this.symbols[index]! << 5) | bits, first, first + (1 << (LOOKUP_BITS - bits)));
      }
    return true;
  }

  /** The entry for a code that the look-up does not have, from the next 20 bits; 0 if there is none. */
  walk(next: number): number {
    let first = 0;
    let index = 0;
    for (let bits = 1; bits <= MAX_CODE_BITS; bits++) {
      const offset = (next >>> (MAX_CODE_BITS - bits)) - first;
      const count = this.counts[bits]!;
      if (offset < count) return (this.symbols[index + offset]! << 5) | bits;
      index += count;
      first = (first + count) << 1;
    }
    return 0;
  }
}
