import type { ForwardReader } from "./forward-reader";
import { LOOKUP_BITS, PrefixCode } from "./deflate-codes";
import type { History } from "./history";

/** How far back a match may reach (RFC 1951, section 2). */
export const DEFLATE_WINDOW = 32 * 1024;
const MAX_MATCH = 258;
const LOOKUP_MASK = (1 << LOOKUP_BITS) - 1;

/**
 * DEFLATE (RFC 1951) from a reader into a history, resumable at any output byte, so that a bomb costs
 * no more memory than anything else. It refuses what zlib refuses: who feeds a reader with less strict
 * rules a stream that is broken here is told about the broken stream.
 */
export class Inflater {
  private hold = 0;
  private bits = 0;
  private state: "header" | "stored" | "codes" = "header";
  private isLast = false;
  private storedLeft = 0;
  private readonly ownLiterals = new PrefixCode();
  private readonly ownDistances = new PrefixCode();
  private literals = this.ownLiterals;
  private distances = this.ownDistances;

  constructor(
    private readonly reader: ForwardReader,
    private readonly history: History,
  ) {}

  /** Another stream begins at the reader's next byte. */
  reset(): void {
    this.hold = this.bits = 0;
    this.state = "header";
    this.isLast = false;
  }

  /** Decodes a chunk into the history. False once the last block has ended; the reader stands behind it. */
  step(): boolean {
    const limit = this.history.openChunk(MAX_MATCH);
    while (this.history.at < limit) {
      if (this.state === "stored") this.copyStored(limit);
      else if (this.state === "codes") this.decode(limit);
      else if (this.isLast) {
        this.alignReader();
        return false;
      } else this.readHeader();
    }
    return true;
  }

  /** RFC 1951, section 3.2.3. */
  private readHeader(): void {
    this.isLast = this.take(1) === 1;
    const type = this.take(2);
    if (type === 3) this.reader.malformed("a block of the reserved type");
    if (type === 0) {
      this.alignReader();
      const length = this.reader.uint(2);
      if (this.reader.uint(2) !== (length ^ 0xffff)) this.reader.malformed("a stored block's length is damaged");
      this.storedLeft = length;
      this.state = length === 0 ? "header" : "stored";
      return;
    }
    if (type === 2) this.readCodes();
    else [this.literals, this.distances] = fixedCodes();
    this.state = "codes";
  }

  private copyStored(limit: number): void {
    const { history, reader } = this;
    const want = Math.min(this.storedLeft, limit - history.at);
    const got = reader.copyUpTo(want, history.bytes, history.at);
    history.at += got;
    this.storedLeft -= got;
    if (got < want) reader.truncated();
    if (this.storedLeft === 0) this.state = "header";
  }

  /** The codes of a dynamic block (RFC 1951, section 3.2.7). */
  private readCodes(): void {
    const { reader } = this;
    const literals = this.take(5) + 257;
    const distances = this.take(5) + 1;
    const lengthCodes = this.take(4) + 4;
    if (literals > 286 || distances > 30) reader.malformed("a block has too many length or distance codes");
    const lengths = new Uint8Array(literals + distances);
    const order = new Uint8Array(19);
    for (let i = 0; i < lengthCodes; i++) order[LENGTH_ORDER[i]!] = this.take(3);
    this.buildOrRefuse(this.ownLiterals, order, false);
    for (let at = 0; at < lengths.length;) {
      const symbol = this.symbol(this.ownLiterals);
      if (symbol < 16) {
        lengths[at++] = symbol;
        continue;
      }
      if (symbol === 16 && at === 0) reader.malformed("a code length repeats nothing");
      const value = symbol === 16 ? lengths[at - 1]! : 0;
      const count = symbol === 16 ? 3 + this.take(2) : symbol === 17 ? 3 + this.take(3) : 11 + this.take(7);
      if (at + count > lengths.length) reader.malformed("code lengths repeat beyond their table");
      lengths.fill(value, at, at + count);
      at += count;
    }
    if (lengths[256] === 0) reader.malformed("a block without an end code");
    this.buildOrRefuse(this.ownLiterals, lengths.subarray(0, literals), false);
    this.buildOrRefuse(this.ownDistances, lengths.subarray(literals), true);
    [this.literals, this.distances] = [this.ownLiterals, this.ownDistances];
  }

  private buildOrRefuse(code: PrefixCode, lengths: Uint8Array, mayBeEmpty: boolean): void {
    const problem = code.build(lengths, mayBeEmpty);
    if (problem !== undefined) this.reader.malformed(problem);
  }

  /** The hot loop: literals and matches until the block or the chunk ends. */
  private decode(limit: number): void {
    const { reader, history, literals, distances } = this;
    const lookup = literals.lookup;
    const out = history.bytes;
    const input = reader.bytes;
    let { hold, bits } = this;
    let { at, end } = reader;
    let to = history.at;
    try {
      while (to < limit) {
        if (at + 8 > end) {
          reader.at = at;
          reader.fill(8);
          ({ at, end } = reader);
        }
        for (; bits <= 24; bits += 8) hold |= input[at++]! << bits;
        const entry = lookup[hold & LOOKUP_MASK]! || literals.walk(hold);
        hold >>>= entry & 15;
        bits -= entry & 15;
        if (at > end && at * 8 - bits > end * 8) reader.truncated();
        if (entry < 4096) {
          if (entry === 0) reader.malformed("a code that stands for nothing");
          out[to++] = entry >>> 4;
          continue;
        }
        const symbol = (entry >>> 4) - 257;
        if (symbol < 0) {
          this.state = "header";
          return;
        }
        if (symbol > 28) reader.malformed("a length code that stands for nothing");
        const length = LENGTH_BASE[symbol]! + (hold & ((1 << LENGTH_EXTRA[symbol]!) - 1));
        hold >>>= LENGTH_EXTRA[symbol]!;
        bits -= LENGTH_EXTRA[symbol]!;
        for (; bits <= 24; bits += 8) hold |= input[at++]! << bits;
        const found = distances.lookup[hold & LOOKUP_MASK]! || distances.walk(hold);
        hold >>>= found & 15;
        bits -= found & 15;
        if (bits < 13) for (; bits <= 24; bits += 8) hold |= input[at++]! << bits;
        const code = found >>> 4;
        if (found === 0 || code > 29) reader.malformed("a distance code that stands for nothing");
        const distance = DISTANCE_BASE[code]! + (hold & ((1 << DISTANCE_EXTRA[code]!) - 1));
        hold >>>= DISTANCE_EXTRA[code]!;
        bits -= DISTANCE_EXTRA[code]!;
        if (at > end && at * 8 - bits > end * 8) reader.truncated();
        if (distance > to) reader.malformed("a match from before the first byte");
        let from = to - distance;
        for (const stop = to + length; to < stop;) out[to++] = out[from++]!;
      }
    } finally {
      this.hold = hold;
      this.bits = bits;
      reader.at = at;
      history.at = to;
    }
  }

  private take(count: number): number {
    for (; this.bits < count; this.bits += 8) this.hold |= this.reader.byte() << this.bits;
    const value = this.hold & ((1 << count) - 1);
    this.hold >>>= count;
    this.bits -= count;
    return value;
  }

  /** A symbol outside the hot loop: takes no byte more than it needs. */
  private symbol(code: PrefixCode): number {
    for (;;) {
      const entry = code.lookup[this.hold & LOOKUP_MASK]! || code.walk(this.hold);
      const length = entry & 15;
      if (length !== 0 && length <= this.bits) {
        this.hold >>>= length;
        this.bits -= length;
        return entry >>> 4;
      }
      if (this.bits > 15) this.reader.malformed("a code that stands for nothing");
      this.hold |= this.reader.byte() << this.bits;
      this.bits += 8;
    }
  }

  /** Drops the rest of a byte and gives whole bytes back. */
  private alignReader(): void {
    this.reader.at -= this.bits >>> 3;
    this.hold = this.bits = 0;
  }
}

// RFC 1951, section 3.2.5.
const LENGTH_EXTRA = Uint8Array.from([
  0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0,
]);
const LENGTH_BASE = bases(LENGTH_EXTRA, 3);
LENGTH_BASE[28] = MAX_MATCH;
const DISTANCE_EXTRA = Uint8Array.from({ length: 30 }, (_, code) => Math.max(0, (code >> 1) - 1));
const DISTANCE_BASE = bases(DISTANCE_EXTRA, 1);
const LENGTH_ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

function bases(extra: Uint8Array, first: number): Uint16Array {
  const out = new Uint16Array(extra.length);
  for (let code = 0, base = first; code < extra.length; base += 1 << extra[code++]!) out[code] = base;
  return out;
}

let fixed: readonly [literals: PrefixCode, distances: PrefixCode] | undefined;

/** RFC 1951, section 3.2.6. Made on first use: 0.5 ms of each start otherwise. */
function fixedCodes(): readonly [literals: PrefixCode, distances: PrefixCode] {
  if (fixed !== undefined) return fixed;
  fixed = [new PrefixCode(), new PrefixCode()];
  fixed[0].build(
    Uint8Array.from({ length: 288 }, (_, i) => (i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8)),
    false,
  );
  fixed[1].build(new Uint8Array(32).fill(5), false);
  return fixed;
}
