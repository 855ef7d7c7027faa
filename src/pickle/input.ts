import { copyOf, Malformed, OutOfBounds, type ByteSource } from "../core/bytes";

/** Bytes looked at in one go. Small enough for many workers, large enough that refills do not show. */
const WINDOW = 256 * 1024;

/** The stream cannot be read on; the message says what was expected, for people. */
export class BrokenStream extends Malformed {}

/**
 * A cursor over a source. Offsets count from the start of the source. It holds one window of bytes,
 * which any other read of the same source makes stale: `peek` knows, and fetches it again.
 */
export class Input {
  private bytes: Uint8Array = new Uint8Array(0);
  private base: number;
  private at = 0;

  constructor(
    private readonly source: ByteSource,
    start: number,
  ) {
    this.base = start;
  }

  /** Offset of the next byte. */
  get offset(): number {
    return this.base + this.at;
  }

  /** The next byte, or -1 at the end of the source. */
  next(): number {
    if (this.at >= this.bytes.length && !this.refill(1)) return -1;
    return this.bytes[this.at++]!;
  }

  /** The next byte without moving, or -1 at the end. */
  first(): number {
    if (this.at >= this.bytes.length && !this.refill(1)) return -1;
    return this.bytes[this.at]!;
  }

  /** The next two bytes, the first one high, without moving; 0 where there are not two. */
  firstTwo(): number {
    if (this.at + 2 > this.bytes.length && !this.refill(2)) return 0;
    return (this.bytes[this.at]! << 8) | this.bytes[this.at + 1]!;
  }

  /** The byte `index` behind the next one, without moving, or -1 at the end. */
  byteAt(index: number): number {
    if (this.at + index >= this.bytes.length && !this.refill(index + 1)) return -1;
    return this.bytes[this.at + index]!;
  }

  u8(what: string): number {
    if (this.at >= this.bytes.length && !this.refill(1)) throw this.short(what, 1);
    return this.bytes[this.at++]!;
  }

  /** Little-endian, unsigned; up to 8 bytes, of which the upper may lose precision beyond 2^53 (they are out of range anyway). */
  unsigned(size: 2 | 4 | 8, what: string): number {
    this.need(size, what);
    let value = 0;
    for (let i = size - 1; i >= 0; i--) value = value * 256 + this.bytes[this.at + i]!;
    this.at += size;
    return value;
  }

  signed4(what: string): number {
    return this.unsigned(4, what) | 0;
  }

  /** Moves on without looking; breaks the stream where it is shorter. */
  skip(count: number, what: string): void {
    if (this.at + count <= this.bytes.length) {
      this.at += count;
      return;
    }
    const target = this.offset + count;
    if (!Number.isSafeInteger(target)) throw this.short(what, count);
    this.source.skipTo?.(target - 1);
    if (this.source.window(target - 1, 1).length < 1) {
      this.stale();
      throw this.short(what, count);
    }
    this.base = target;
    this.at = 0;
    this.bytes = EMPTY;
  }

  /**
   * Moves behind the next newline and returns the length of the line without it. At the end of the
   * source the last byte stands for the newline: CPython's unpicklers cut it off unseen.
   */
  skipLine(what: string): number {
    let length = 0;
    for (;;) {
      if (this.at >= this.bytes.length && !this.refill(1)) {
        if (length === 0) throw this.short(what, 1);
        return length - 1;
      }
      const found = this.bytes.indexOf(NEWLINE, this.at);
      if (found >= 0) {
        length += found - this.at;
        this.at = found + 1;
        return length;
      }
      length += this.bytes.length - this.at;
      this.at = this.bytes.length;
    }
  }

  /** First bytes of what comes next, without moving; fewer at the end. Valid until the next call. */
  ahead(count: number): Uint8Array {
    if (this.at + count > this.bytes.length) this.refill(count);
    return this.bytes.subarray(this.at, this.at + count);
  }

  /** A copy of bytes anywhere in the source; fewer at its end. */
  peek(offset: number, count: number): Uint8Array {
    const from = offset - this.base;
    if (from >= 0 && from + count <= this.bytes.length) return copyOf(this.bytes.subarray(from, from + count));
    try {
      return copyOf(this.source.window(offset, count));
    } catch (error) {
      if (error instanceof OutOfBounds) return EMPTY;
      throw error;
    } finally {
      this.stale();
    }
  }

  moveTo(offset: number): void {
    this.base = offset;
    this.at = 0;
    this.bytes = EMPTY;
  }

  private need(count: number, what: string): void {
    if (this.at + count > this.bytes.length && !this.refill(count)) throw this.short(what, count);
  }

  private refill(count: number): boolean {
    const offset = this.offset;
    this.bytes = this.source.window(offset, WINDOW);
    this.base = offset;
    this.at = 0;
    return this.bytes.length >= count;
  }

  /** The window may have been overwritten by another read of the source. */
  private stale(): void {
    this.moveTo(this.offset);
  }

  private short(what: string, count: number): BrokenStream {
    return new BrokenStream(`the stream ends inside ${what} (needs ${count} bytes)`, this.offset);
  }
}

const NEWLINE = 0x0a;
const EMPTY = new Uint8Array(0);
