/** Bytes in a chunk that a decoder yields, where it is free to choose. */
export const CHUNK_SIZE = 256 * 1024;
const FIRST_CHUNK = 16 * 1024;

/**
 * Decoded bytes: the last ones, which matches refer back to, and the chunk that grows behind them. The
 * memory grows with what was decoded, not with what a header asks for, and chunks are views on it.
 */
export class History {
  bytes: Uint8Array;
  /** Where the next byte goes. Matches may reach back to 0, since nothing else is kept. */
  at = 0;
  private taken = 0;
  private readonly keep: number;

  /** `keep`: how far back matches may reach, in bytes. The caller has bounded it. */
  constructor(keep: number) {
    this.keep = keep;
    this.bytes = new Uint8Array(FIRST_CHUNK + 1024);
  }

  /** Makes room for the next chunk and returns where it should end; up to `slack` bytes may come behind that. */
  openChunk(slack: number): number {
    const chunk = Math.min(CHUNK_SIZE, Math.max(FIRST_CHUNK, this.at));
    this.room(chunk + slack);
    return this.at + chunk;
  }

  /** Makes room for `count` bytes. Moves `bytes` and `at`; what was taken before is not to be used after it. */
  room(count: number): void {
    if (this.at + count <= this.bytes.length) return;
    // Sliding costs `keep` bytes of copying, so it is done only once in a good while.
    const most = this.keep + Math.max(this.keep >>> 2, 4 * CHUNK_SIZE, count);
    if (this.at + count > most && this.at > this.keep) {
      this.bytes.copyWithin(0, this.at - this.keep, this.at);
      this.at = this.taken = this.keep;
    }
    if (this.at + count <= this.bytes.length) return;
    const larger = new Uint8Array(Math.min(most, Math.max(this.at + count, this.bytes.length * 2)));
    larger.set(this.bytes.subarray(0, this.at));
    this.bytes = larger;
  }

  /** The bytes since the last call: a view that holds until the next `room` or `reset`. */
  take(): Uint8Array {
    const chunk = this.bytes.subarray(this.taken, this.at);
    this.taken = this.at;
    return chunk;
  }

  /** Forgets everything: another stream begins. */
  reset(): void {
    this.at = this.taken = 0;
  }

  /** Appends `length` bytes from `distance` back; they may overlap. There must be room, and as much history. */
  repeat(distance: number, length: number): void {
    const { bytes } = this;
    let to = this.at;
    const end = to + length;
    this.at = end;
    if (distance >= length && length > 64) bytes.copyWithin(to, to - distance, end - distance);
    else if (distance === 1) bytes.fill(bytes[to - 1]!, to, end);
    else for (let from = to - distance; to < end;) bytes[to++] = bytes[from++]!;
  }
}
