/** Bits that one look-up decodes; longer codes (one symbol in a thousand) are walked bit by bit. */
export const LOOKUP_BITS = 10;
const MAX_CODE_BITS = 15;

/**
 * A canonical prefix code of DEFLATE (RFC 1951, section 3.2.2). Codes come least significant bit first.
 * `lookup` holds `symbol << 4 | length`, or 0 where the code is longer or does not exist.
 */
export class PrefixCode {
  readonly lookup = new Uint16Array(1 << LOOKUP_BITS);
  private readonly counts = new Uint16Array(MAX_CODE_BITS + 1);
  private readonly symbols = new Uint16Array(288);

  /**
   * Builds the code from the lengths of its symbols; says what is wrong with them. As zlib does, an
   * incomplete code is refused unless it has one symbol of one bit, or, with `mayBeEmpty`, none.
   */
  build(lengths: Uint8Array, mayBeEmpty: boolean): string | undefined {
    const { counts, symbols } = this;
    counts.fill(0);
    for (const length of lengths) counts[length]!++;
    const used = lengths.length - counts[0]!;
    let left = 1;
    for (let bits = 1; bits <= MAX_CODE_BITS; bits++) {
      left = left * 2 - counts[bits]!;
      if (left < 0) return "a prefix code has too many symbols";
    }
    if (left > 0 && !(used === 1 && counts[1] === 1) && !(used === 0 && mayBeEmpty))
      return "a prefix code is incomplete";
    counts[0] = 0;
    const next = new Uint16Array(MAX_CODE_BITS + 2);
    for (let bits = 1; bits <= MAX_CODE_BITS; bits++) next[bits + 1] = next[bits]! + counts[bits]!;
    for (let symbol = 0; symbol < lengths.length; symbol++)
      if (lengths[symbol] !== 0) symbols[next[lengths[symbol]!]!++] = symbol;
    this.fillLookup();
    return undefined;
  }

  private fillLookup(): void {
    const { lookup, counts, symbols } = this;
    lookup.fill(0);
    let index = 0;
    let code = 0;
    for (let bits = 1; bits <= LOOKUP_BITS; bits++) {
      for (let i = 0; i < counts[bits]!; i++, index++, code++) {
        const entry = (symbols[index]! << 4) | bits;
        for (let at = reverse(code, bits); at < lookup.length; at += 1 << bits) lookup[at] = entry;
      }
      code <<= 1;
    }
  }

  /** The entry for a code that the look-up does not have, or 0 if there is none. */
  walk(hold: number): number {
    let code = 0;
    let first = 0;
    let index = 0;
    for (let bits = 1; bits <= MAX_CODE_BITS; bits++) {
      code |= hold & 1;
      hold >>>= 1;
      const count = this.counts[bits]!;
      if (code - first < count) return (this.symbols[index + code - first]! << 4) | bits;
      index += count;
      first = (first + count) << 1;
      code <<= 1;
    }
    return 0;
  }
}

function reverse(code: number, bits: number): number {
  let out = 0;
  for (let i = 0; i < bits; i++, code >>>= 1) out = (out << 1) | (code & 1);
  return out;
}
