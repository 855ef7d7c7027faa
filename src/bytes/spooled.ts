import { OutOfBounds, type ByteSource, type ByteStream, type SpillFile } from "../core/bytes";
import type { Budget } from "../core/budget";

/** Decoded bytes kept in memory before they spill to a file: most members of archives are smaller. */
const MAX_IN_MEMORY = 16 * 1024 * 1024;
const FIRST_ALLOCATION = 64 * 1024;

/**
 * Random access over a decoder that only goes forward. What was decoded is kept, in memory first and
 * in a spill file beyond, so that a reader may go back; what a reader skips (the array bytes of a
 * joblib file) is decoded and dropped, and reading it later is out of bounds.
 */
export class SpooledSource implements ByteSource {
  private memory = new Uint8Array(FIRST_ALLOCATION);
  private decoded = 0;
  private ended = false;
  private spill: SpillFile | undefined;
  private scratch = new Uint8Array(0);
  /** Ranges of decoded bytes that were not kept, in order. */
  private readonly dropped: { from: number; to: number }[] = [];
  private skipUntil = 0;

  constructor(
    private readonly stream: ByteStream,
    private readonly budget: Budget,
    private readonly openSpill: () => SpillFile,
  ) {}

  get size(): number {
    while (!this.ended) this.decode();
    return this.decoded;
  }

  read(offset: number, length: number): Uint8Array {
    const bytes = this.window(offset, length);
    if (bytes.length < length) throw new OutOfBounds(offset, length, this.decoded);
    return bytes;
  }

  window(offset: number, atMost: number): Uint8Array {
    while (this.decoded < offset + atMost && !this.ended) this.decode();
    const end = Math.min(this.decoded, offset + atMost);
    if (end <= offset) return new Uint8Array(0);
    for (const gap of this.dropped)
      if (offset < gap.to && end > gap.from) throw new OutOfBounds(offset, atMost, gap.from);
    return this.kept(offset, end);
  }

  skipTo(offset: number): void {
    this.skipUntil = Math.max(this.skipUntil, offset);
  }

  private kept(from: number, to: number): Uint8Array {
    if (to <= MAX_IN_MEMORY) return this.memory.subarray(from, to);
    if (this.scratch.length < to - from) this.scratch = new Uint8Array(to - from);
    const out = this.scratch.subarray(0, to - from);
    const inMemory = Math.max(0, MAX_IN_MEMORY - from);
    if (inMemory > 0) out.set(this.memory.subarray(from, MAX_IN_MEMORY));
    this.spill?.read(from + inMemory, out.subarray(inMemory));
    return out;
  }

  private decode(): void {
    const chunk = this.stream.next();
    if (chunk === undefined) {
      this.ended = true;
      return;
    }
    this.budget.spend("inflated", chunk.length);
    const at = this.decoded;
    this.decoded += chunk.length;
    const drop = Math.min(chunk.length, Math.max(0, this.skipUntil - at));
    if (drop > 0) this.noteDropped(at, at + drop);
    if (drop < chunk.length) this.keep(at + drop, chunk.subarray(drop));
  }

  private noteDropped(from: number, to: number): void {
    const last = this.dropped[this.dropped.length - 1];
    if (last?.to === from) last.to = to;
    else this.dropped.push({ from, to });
  }

  private keep(at: number, bytes: Uint8Array): void {
    const inMemory = Math.max(0, Math.min(bytes.length, MAX_IN_MEMORY - at));
    if (inMemory > 0) {
      this.grow(at + inMemory);
      this.memory.set(bytes.subarray(0, inMemory), at);
    }
    if (inMemory === bytes.length) return;
    this.spill ??= this.openSpill();
    this.spill.write(at + inMemory, bytes.subarray(inMemory));
  }

  private grow(needed: number): void {
    if (needed <= this.memory.length) return;
    const larger = new Uint8Array(Math.min(MAX_IN_MEMORY, Math.max(needed, this.memory.length * 2)));
    larger.set(this.memory);
    this.memory = larger;
  }
}
