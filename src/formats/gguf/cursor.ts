import type { ByteSource } from "../../core/bytes";
import type { LayoutFact } from "../../core/layout-facts";
import { utf8 } from "../../core/text";

/** What makes it impossible to read on: the fact that says so. */
export class Broken extends Error {
  override readonly name = "Broken";
  constructor(readonly fact: LayoutFact) {
    super(fact.detail);
  }
}

/** Texts that are taken from the chunk. Bytes. */
const MAX_SHORT = 4096;
/** Texts whose bytes that are no UTF-8 are told one by one. Bytes. CWE-400. */
const MAX_EXACT = 1024;
/** Bytes that are fetched at a time: most headers are read with a few reads. */
const CHUNK = 256 * 1024;

/** Reads a header forwards. Every length is held against what is left of the file before it is used. */
export class Cursor {
  private chunk = Buffer.alloc(0);
  private chunkAt = 0;
  /** What is being read, in words, for errors. */
  part = "its header";

  /** `wide`: counts and lengths have eight bytes; version 1 had four. */
  constructor(
    private readonly bytes: ByteSource,
    public at: number,
    private readonly little: boolean,
    private readonly wide: boolean,
  ) {}

  get left(): number {
    return this.bytes.size - this.at;
  }

  u8(): number {
    return this.take(1).readUInt8(0);
  }

  u16(): number {
    const raw = this.take(2);
    return this.little ? raw.readUInt16LE(0) : raw.readUInt16BE(0);
  }

  u32(): number {
    const raw = this.take(4);
    return this.little ? raw.readUInt32LE(0) : raw.readUInt32BE(0);
  }

  /** Exact up to 2^53, and no less than 2^53 for what is beyond. */
  u64(): number {
    const [first, second] = [this.u32(), this.u32()];
    return this.little ? second * 2 ** 32 + first : first * 2 ** 32 + second;
  }

  /** Of 4 or 8 bytes. */
  float(size: number): number {
    const raw = this.take(size);
    if (size === 4) return this.little ? raw.readFloatLE(0) : raw.readFloatBE(0);
    return this.little ? raw.readDoubleLE(0) : raw.readDoubleBE(0);
  }

  /** A count or a length. */
  count(): number {
    return this.wide ? this.u64() : this.u32();
  }

  /** A dimension, exact. */
  wideCount(): bigint {
    if (!this.wide) return BigInt(this.u32());
    const raw = this.take(8);
    return this.little ? raw.readBigUInt64LE(0) : raw.readBigUInt64BE(0);
  }

  skip(length: number): void {
    this.need(length);
    this.at += length;
  }

  /** The bytes of a text, checked and not read. Returns their number. */
  skipText(): number {
    const length = this.count();
    this.skip(length);
    return length;
  }

  /** A text of at most `most` bytes; of a longer one there is only the beginning. */
  text(most: number): { readonly text: string; readonly length: number } {
    const length = this.count();
    this.need(length);
    if (length <= Math.min(MAX_SHORT, most)) return { text: textOf(this.take(length)), length };
    const raw = this.bytes.read(this.at, Math.min(length, most));
    this.at += length;
    return { text: textOf(raw), length };
  }

  /** Throws `Broken` where fewer than `length` bytes are left. */
  need(length: number): void {
    if (length <= this.left) return;
    const detail = `needs ${length.toLocaleString("en-US")} bytes, and the file has ${this.left.toLocaleString("en-US")} more`;
    throw new Broken({ oddity: "out-of-file", part: this.part, detail, offset: this.at });
  }

  private take(length: number): Buffer {
    const from = this.at - this.chunkAt;
    this.at += length;
    if (from >= 0 && from + length <= this.chunk.length) return this.chunk.subarray(from, from + length);
    this.at -= length;
    this.need(length);
    this.chunk = Buffer.from(this.bytes.window(this.at, CHUNK));
    this.chunkAt = this.at;
    this.at += length;
    return this.chunk.subarray(0, length);
  }
}

function textOf(raw: Uint8Array): string {
  return raw.length <= MAX_EXACT ? utf8(raw) : new TextDecoder().decode(raw);
}
