import { OutOfBounds, type ByteSource } from "../core/bytes";

/** Bytes that are already in memory. */
export class BufferSource implements ByteSource {
  constructor(private readonly bytes: Uint8Array) {}

  get size(): number {
    return this.bytes.length;
  }

  read(offset: number, length: number): Uint8Array {
    if (offset < 0 || length < 0 || offset + length > this.bytes.length)
      throw new OutOfBounds(offset, length, this.bytes.length);
    return this.bytes.subarray(offset, offset + length);
  }

  window(offset: number, atMost: number): Uint8Array {
    return this.bytes.subarray(offset, Math.min(this.bytes.length, offset + atMost));
  }
}

/** A part of another source, such as a stored member of an archive. Its own offsets start at 0. */
export class SliceSource implements ByteSource {
  constructor(
    private readonly parent: ByteSource,
    private readonly start: number,
    readonly size: number,
  ) {
    if (start < 0 || size < 0 || start + size > parent.size) throw new OutOfBounds(start, size, parent.size);
  }

  read(offset: number, length: number): Uint8Array {
    if (offset < 0 || length < 0 || offset + length > this.size) throw new OutOfBounds(offset, length, this.size);
    return this.parent.read(this.start + offset, length);
  }

  window(offset: number, atMost: number): Uint8Array {
    if (offset >= this.size) return EMPTY;
    return this.parent.window(this.start + offset, Math.min(atMost, this.size - offset));
  }

  skipTo(offset: number): void {
    this.parent.skipTo?.(this.start + offset);
  }
}

/**
 * The rest of a source from an offset, without asking how long it is: a decoded stream would have to
 * be decoded to its end to know.
 */
export class TailSource implements ByteSource {
  constructor(
    private readonly parent: ByteSource,
    private readonly start: number,
  ) {}

  get size(): number {
    return Math.max(0, this.parent.size - this.start);
  }

  read(offset: number, length: number): Uint8Array {
    return this.parent.read(this.start + offset, length);
  }

  window(offset: number, atMost: number): Uint8Array {
    return this.parent.window(this.start + offset, atMost);
  }

  skipTo(offset: number): void {
    this.parent.skipTo?.(this.start + offset);
  }
}

const EMPTY = new Uint8Array(0);
