import { Malformed, type ByteSource } from "../../core/bytes";

const BUFFER_SIZE = 64 * 1024;
/** Zeros behind the last byte, so that a hot loop may read a symbol first and ask whether it was there afterwards. */
const PADDING = 64;
/** Bytes kept before `at`: a bit reader runs ahead and gives whole bytes back at its end. */
const LOOK_BACK = 8;

/** The input is over before the stream is. */
export class Truncated extends Malformed {}

/**
 * The compressed bytes, a window at a time, copied, because a view on the source holds only until its
 * next use by anyone. Hot loops work on `bytes`, `at` and `end` directly.
 */
export class ForwardReader {
  readonly bytes: Uint8Array;
  at = 0;
  end = 0;
  /** Offset in the source of `bytes[0]`. */
  private base = 0;
  private ended = false;

  /** `what` stands in messages: "the gzip data". */
  constructor(
    private readonly source: ByteSource,
    readonly what: string,
  ) {
    const first = source.window(0, BUFFER_SIZE);
    this.bytes = new Uint8Array(first.length + PADDING);
    this.bytes.set(first);
    this.end = first.length;
    this.ended = first.length < BUFFER_SIZE;
  }

  /** Offset in the source of the next byte. */
  get offset(): number {
    return this.base + this.at;
  }

  /** Tries to have `want` bytes (at most `PADDING`) ready; says whether they are. Moves `at` and `end`. */
  fill(want: number): boolean {
    if (this.end - this.at >= want) return true;
    if (this.ended) return false;
    const from = Math.max(0, this.at - LOOK_BACK);
    this.base += from;
    this.bytes.copyWithin(0, from, this.end);
    this.at -= from;
    const left = this.end - from;
    const room = this.bytes.length - PADDING - left;
    const more = this.source.window(this.base + left, room);
    this.bytes.set(more, left);
    this.end = left + more.length;
    this.bytes.fill(0, this.end, this.end + PADDING);
    this.ended = more.length < room;
    return this.end - this.at >= want;
  }

  /** The next byte without taking it; -1 at the end. */
  peek(): number {
    return this.fill(1) ? this.bytes[this.at]! : -1;
  }

  /** The next bytes without taking them, fewer at the end; at most `PADDING`. */
  ahead(count: number): Uint8Array {
    this.fill(count);
    return this.bytes.subarray(this.at, Math.min(this.end, this.at + count));
  }

  byte(): number {
    if (this.at >= this.end && !this.fill(1)) this.truncated();
    return this.bytes[this.at++]!;
  }

  /** Little-endian, `count` of 1 to 6 bytes. */
  uint(count: number): number {
    let value = 0;
    for (let i = 0, scale = 1; i < count; i++, scale *= 256) value += this.byte() * scale;
    return value;
  }

  /** A copy of the next bytes. `count` must be bounded by the caller. */
  take(count: number): Uint8Array {
    const out = new Uint8Array(count);
    this.copy(count, out, 0);
    return out;
  }

  /** Moves bytes to `into`, as many as there are up to `count`, then throws if they were too few. */
  copy(count: number, into: Uint8Array, to: number): void {
    const copied = this.copyUpTo(count, into, to);
    if (copied < count) this.truncated();
  }

  copyUpTo(count: number, into: Uint8Array, to: number): number {
    let done = 0;
    while (done < count && this.fill(1)) {
      const part = Math.min(count - done, this.end - this.at);
      into.set(this.bytes.subarray(this.at, this.at + part), to + done);
      this.at += part;
      done += part;
    }
    return done;
  }

  skip(count: number): void {
    while (count > 0) {
      if (!this.fill(1)) this.truncated();
      const part = Math.min(count, this.end - this.at);
      this.at += part;
      count -= part;
    }
  }

  truncated(): never {
    throw new Truncated(`${this.what} ends in the middle`, this.base + this.end);
  }

  malformed(problem: string): never {
    throw new Malformed(`${this.what}: ${problem}`, this.offset);
  }
}
