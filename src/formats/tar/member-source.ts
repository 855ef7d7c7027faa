import { OutOfBounds, type ByteSource } from "../../core/bytes";

/**
 * A member's bytes in the archive. Unlike a slice it does not ask how long the archive is: one that is
 * being decompressed would have to be decoded to its end to know. Its maker has seen that it is all there.
 */
export class MemberSource implements ByteSource {
  constructor(
    private readonly parent: ByteSource,
    private readonly start: number,
    readonly size: number,
  ) {}

  read(offset: number, length: number): Uint8Array {
    if (offset < 0 || length < 0 || offset + length > this.size) throw new OutOfBounds(offset, length, this.size);
    return this.parent.read(this.start + offset, length);
  }

  window(offset: number, atMost: number): Uint8Array {
    return this.parent.window(this.start + offset, Math.max(0, Math.min(atMost, this.size - offset)));
  }

  skipTo(offset: number): void {
    this.parent.skipTo?.(this.start + Math.min(offset, this.size));
  }
}
