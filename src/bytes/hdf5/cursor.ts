import { Malformed } from "../../core/bytes";

/** How many bytes addresses and lengths have in this file, as its superblock says. */
export interface Widths {
  readonly address: number;
  readonly length: number;
}

/**
 * Walks over a piece of an HDF5 file, little-endian, and never past its end: `Malformed` says what was being read
 * and where. Numbers that no file can have (beyond 2^53) are malformed too.
 */
export class Cursor {
  at = 0;

  /** `start`: where the piece stands in the file, for messages. `what` names it. */
  constructor(
    readonly bytes: Uint8Array,
    readonly widths: Widths,
    readonly start: number,
    readonly what: string,
  ) {}

  get left(): number {
    return this.bytes.length - this.at;
  }

  /** Bytes from the start of the file. */
  get place(): number {
    return this.start + this.at;
  }

  u8(): number {
    return this.bytes[this.step(1)]!;
  }

  u16(): number {
    const at = this.step(2);
    return this.bytes[at]! | (this.bytes[at + 1]! << 8);
  }

  u32(): number {
    return this.uint(4);
  }

  /** An unsigned number of 0 to 8 bytes. */
  uint(width: number): number {
    const at = this.step(width);
    let value = 0;
    for (let i = width - 1; i >= 0; i--) value = value * 256 + this.bytes[at + i]!;
    if (value > Number.MAX_SAFE_INTEGER) throw this.malformed("has a number that is too large", at);
    return value;
  }

  /** The same where any value makes sense, such as a dimension of a dataset that stores nothing. */
  big(width: number): bigint {
    const at = this.step(width);
    let value = 0n;
    for (let i = width - 1; i >= 0; i--) value = (value << 8n) | BigInt(this.bytes[at + i]!);
    return value;
  }

  /** An address relative to the superblock; `undefined` is the format's own "undefined" (all bits set). */
  address(): number | undefined {
    const at = this.at;
    const { address } = this.widths;
    if (this.left >= address && this.bytes.subarray(at, at + address).every((byte) => byte === 0xff)) {
      this.at += address;
      return undefined;
    }
    return this.uint(address);
  }

  /** An address that must be there. */
  definedAddress(): number {
    const at = this.at;
    const address = this.address();
    if (address === undefined) throw this.malformed("has an undefined address", at);
    return address;
  }

  length(): number {
    return this.uint(this.widths.length);
  }

  take(length: number): Uint8Array {
    const at = this.step(length);
    return this.bytes.subarray(at, at + length);
  }

  skip(length: number): void {
    this.step(length);
  }

  /** The next `length` bytes as a piece of their own. */
  part(length: number, what = this.what): Cursor {
    const start = this.place;
    return new Cursor(this.take(length), this.widths, start, what);
  }

  /** Bytes before the next zero byte, which is passed. */
  zeroTerminated(): Uint8Array {
    const end = this.bytes.indexOf(0, this.at);
    if (end < 0) throw this.malformed("has a name without an end", this.at);
    const text = this.bytes.subarray(this.at, end);
    this.at = end + 1;
    return text;
  }

  /** Throws unless the next four bytes are this signature. */
  signature(expected: string): void {
    const found = Buffer.from(this.take(expected.length)).toString("latin1");
    if (found !== expected) throw this.malformed(`does not begin with ${expected}`, this.at - expected.length);
  }

  malformed(problem: string, at = this.at): Malformed {
    return new Malformed(`${this.what} ${problem}`, this.start + at);
  }

  private step(length: number): number {
    const at = this.at;
    if (length > this.left) throw this.malformed(`ends too early: it needs ${length} bytes and has ${this.left}`);
    this.at += length;
    return at;
  }
}

/** Bytes as text; what is no UTF-8 is shown as the replacement character. */
export function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("utf8");
}
