import type { ForwardReader } from "./forward-reader";
import type { History } from "./history";
import { EVEN, RangeDecoder } from "./range-decoder";

/** What a byte of properties says: how many bits of context literals and positions have. */
export interface LzmaProperties {
  readonly literalContext: number;
  readonly literalPosition: number;
  readonly position: number;
}

/** Undefined where liblzma, and so Python, refuses the byte: more than four bits of literal context. */
export function readProperties(byte: number): LzmaProperties | undefined {
  const literalContext = byte % 9;
  const rest = Math.floor(byte / 9);
  const literalPosition = rest % 5;
  const position = Math.floor(rest / 5);
  return position > 4 || literalContext + literalPosition > 4
    ? undefined
    : { literalContext, literalPosition, position };
}

/** The longest match, in bytes: what may come behind the end of a chunk. */
export const MAX_MATCH = 273;
const MIN_MATCH = 2;
/** States below this follow a literal. */
const LITERAL_STATES = 7;
/** The distance that says: the end. */
const END_MARKER = -1;

// Where each kind of probability is in the one array that holds all.
const IS_MATCH = 0;
const IS_REP = IS_MATCH + (12 << 4);
const IS_REP_0 = IS_REP + 12;
const IS_REP_1 = IS_REP_0 + 12;
const IS_REP_2 = IS_REP_1 + 12;
const IS_REP_0_LONG = IS_REP_2 + 12;
const SLOTS = IS_REP_0_LONG + (12 << 4);
const SPECIAL = SLOTS + 4 * 64;
const ALIGN = SPECIAL + 128;
const LENGTH = ALIGN + 16;
const LENGTH_LOW = 2;
const LENGTH_MIDDLE = LENGTH_LOW + (16 << 3);
const LENGTH_HIGH = LENGTH_MIDDLE + (16 << 3);
const REP_LENGTH = LENGTH + LENGTH_HIGH + 256;
const LITERALS = REP_LENGTH + LENGTH_HIGH + 256;
/** 0x300 probabilities for each of at most 2^4 contexts. */
const PROBABILITIES = LITERALS + (0x300 << 4);

/** LZMA's literals and matches, from a range decoder into a history ("LZMA specification"). */
export class LzmaSymbols {
  /** Bytes still to decode; Infinity until an end marker. */
  left = 0;
  private readonly probabilities = new Uint16Array(PROBABILITIES);
  readonly range: RangeDecoder;
  private properties: LzmaProperties = { literalContext: 0, literalPosition: 0, position: 0 };
  private state = 0;
  private rep0 = 0;
  private rep1 = 0;
  private rep2 = 0;
  private rep3 = 0;
  /** Bytes since the dictionary began, of which only the low bits matter. */
  position = 0;

  constructor(
    private readonly reader: ForwardReader,
    private readonly history: History,
  ) {
    this.range = new RangeDecoder(reader, this.probabilities);
  }

  /** Forgets what was learned, keeps the dictionary. */
  reset(properties: LzmaProperties = this.properties): void {
    this.properties = properties;
    this.probabilities.fill(EVEN);
    this.state = this.rep0 = this.rep1 = this.rep2 = this.rep3 = 0;
  }

  /** Decodes until `limit`, the last byte, or an end marker (true). */
  decode(limit: number): boolean {
    const { range, history } = this;
    const { literalContext, literalPosition, position } = this.properties;
    const positionMask = (1 << position) - 1;
    const literalMask = (1 << literalPosition) - 1;
    const out = history.bytes;
    while (history.at < limit && this.left > 0) {
      range.ready();
      const start = history.at;
      const slot = this.position & positionMask;
      if (range.bit(IS_MATCH + (this.state << 4) + slot) === 1) {
        const length = this.match(slot);
        if (range.isCut) this.reader.truncated();
        if (length === 0) return true;
        this.copy(length);
        continue;
      }
      const before = start === 0 ? 0 : out[start - 1]!;
      const context = ((this.position & literalMask) << literalContext) + (before >> (8 - literalContext));
      const offset = LITERALS + 0x300 * context;
      const symbol =
        this.state < LITERAL_STATES ? range.tree(offset, 8) : range.matchedLiteral(offset, out[start - this.rep0 - 1]!);
      if (range.isCut) this.reader.truncated();
      out[start] = symbol;
      this.state = AFTER_LITERAL[this.state]!;
      history.at++;
      this.position++;
      this.left--;
    }
    return false;
  }

  private copy(length: number): void {
    const { history, reader } = this;
    if (this.rep0 < 0 || this.rep0 >= history.at)
      reader.malformed("a match from before the first byte, or too far back");
    const whole = Math.min(length, this.left);
    history.repeat(this.rep0 + 1, whole);
    this.position = (this.position + whole) | 0;
    this.left -= whole;
    if (whole < length) reader.malformed("a match that goes on behind the end");
  }

  /** Decodes a match or a repeated one: sets `rep0`, returns the length, 0 for the end marker. */
  private match(slot: number): number {
    const { range, state } = this;
    if (range.bit(IS_REP + state) === 0) {
      this.rep3 = this.rep2;
      this.rep2 = this.rep1;
      this.rep1 = this.rep0;
      const length = this.length(LENGTH, slot);
      this.state = state < LITERAL_STATES ? 7 : 10;
      this.rep0 = this.distance(length);
      return this.rep0 === END_MARKER ? 0 : length;
    }
    if (range.bit(IS_REP_0 + state) === 0) {
      if (range.bit(IS_REP_0_LONG + (state << 4) + slot) === 0) {
        this.state = state < LITERAL_STATES ? 9 : 11;
        return 1;
      }
    } else {
      let distance = this.rep1;
      if (range.bit(IS_REP_1 + state) === 1) {
        distance = this.rep2;
        if (range.bit(IS_REP_2 + state) === 1) {
          distance = this.rep3;
          this.rep3 = this.rep2;
        }
        this.rep2 = this.rep1;
      }
      this.rep1 = this.rep0;
      this.rep0 = distance;
    }
    this.state = state < LITERAL_STATES ? 8 : 11;
    return this.length(REP_LENGTH, slot);
  }

  private length(base: number, slot: number): number {
    const { range } = this;
    if (range.bit(base) === 0) return MIN_MATCH + range.tree(base + LENGTH_LOW + (slot << 3), 3) - 8;
    if (range.bit(base + 1) === 0) return MIN_MATCH + range.tree(base + LENGTH_MIDDLE + (slot << 3), 3);
    return MIN_MATCH + 16 + range.tree(base + LENGTH_HIGH, 8) - 256;
  }

  /** The distance less one, as an unsigned number that may have wrapped to -1. */
  private distance(length: number): number {
    const { range } = this;
    const slot = range.tree(SLOTS + Math.min(length - MIN_MATCH, 3) * 64, 6) - 64;
    if (slot < 4) return slot;
    const bits = (slot >> 1) - 1;
    const base = (2 | (slot & 1)) << bits;
    if (slot < 14) return base + range.reverseTree(SPECIAL + base - slot, bits);
    return (base + (range.direct(bits - 4) << 4) + range.reverseTree(ALIGN, 4)) | 0;
  }
}

/** The state after a literal. */
const AFTER_LITERAL = Uint8Array.from([0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 4, 5]);
