/** CRC-32 as gzip, zip and xz use it; give the last value to go on. */
export function crc32(bytes: Uint8Array, before = 0): number {
  return process.getBuiltinModule("node:zlib").crc32(bytes, before);
}

/** Largest run before the 32-bit sums of Adler-32 need reducing (RFC 1950, the reference's NMAX). */
const ADLER_RUN = 5552;
const ADLER_BASE = 65521;

/** Adler-32 (RFC 1950, section 8.2); begins with 1. */
export function adler32(bytes: Uint8Array, before: number): number {
  let a = before & 0xffff;
  let b = before >>> 16;
  for (let at = 0; at < bytes.length;) {
    const end = Math.min(bytes.length, at + ADLER_RUN);
    while (at < end) {
      a += bytes[at++]!;
      b += a;
    }
    a %= ADLER_BASE;
    b %= ADLER_BASE;
  }
  return ((b << 16) | a) >>> 0;
}

/** CRC-64 (ECMA-182, reflected) as xz uses it, in two halves of 32 bits, eight bytes of tables a step. */
export class Crc64 {
  private low = ~0;
  private high = ~0;

  update(bytes: Uint8Array): void {
    if (LOW[1] === 0) fillTables();
    let low = this.low;
    let high = this.high;
    let at = 0;
    for (const end = bytes.length - 3; at < end; at += 4) {
      const x0 = (low ^ bytes[at]!) & 0xff;
      const x1 = ((low >>> 8) ^ bytes[at + 1]!) & 0xff;
      const x2 = ((low >>> 16) ^ bytes[at + 2]!) & 0xff;
      const x3 = (low >>> 24) ^ bytes[at + 3]!;
      low = high ^ LOW[768 + x0]! ^ LOW[512 + x1]! ^ LOW[256 + x2]! ^ LOW[x3]!;
      high = HIGH[768 + x0]! ^ HIGH[512 + x1]! ^ HIGH[256 + x2]! ^ HIGH[x3]!;
    }
    for (; at < bytes.length; at++) {
      const index = (low ^ bytes[at]!) & 0xff;
      low = ((low >>> 8) | (high << 24)) ^ LOW[index]!;
      high = (high >>> 8) ^ HIGH[index]!;
    }
    this.low = low;
    this.high = high;
  }

  /** Eight bytes, little-endian. */
  digest(): Uint8Array {
    const out = new Uint8Array(8);
    const view = new DataView(out.buffer);
    view.setInt32(0, ~this.low, true);
    view.setInt32(4, ~this.high, true);
    return out;
  }
}

const LOW = new Int32Array(1024);
const HIGH = new Int32Array(1024);

/** Table k holds what a byte becomes after k more zero bytes ("slicing by four"). Made on first use. */
function fillTables(): void {
  for (let i = 0; i < 1024; i++) {
    let low = i < 256 ? i : LOW[i - 256]!;
    let high = i < 256 ? 0 : HIGH[i - 256]!;
    for (let bit = 0; bit < 8; bit++) {
      const carry = low & 1;
      low = (low >>> 1) | (high << 31);
      high >>>= 1;
      if (carry === 1) {
        low ^= 0xd7870f42;
        high ^= 0xc96c5795;
      }
    }
    LOW[i] = low;
    HIGH[i] = high;
  }
}
