import { Malformed, OutOfBounds, type ByteSource } from "../../core/bytes";
import type { Budget } from "../../core/budget";
import { Cursor, type Widths } from "./cursor";

/**
 * One piece of structure (a header's chunk, a heap's block, a tree's node), in bytes. Real ones have some KB; a
 * global heap collection is as large as the longest string in it. CWE-770.
 */
const MAX_BLOCK = 64 * 1024 ** 2;
/** Bytes of structure that cost as much as one field. */
const BYTES_PER_FIELD = 16;

/** The address space of one HDF5 file: every piece of its structure is fetched here, checked and paid for. */
export class Space {
  constructor(
    readonly source: ByteSource,
    /** Where addresses count from: the superblock's place. */
    readonly base: number,
    readonly widths: Widths,
    readonly budget: Budget,
  ) {}

  /** A copy of `length` bytes at an address; `OutOfBounds` where the file is shorter. */
  block(address: number, length: number, what: string): Cursor {
    const start = this.base + address;
    if (length > MAX_BLOCK) throw new Malformed(`${what} has ${length} bytes`, start);
    this.budget.spend("fields", 1 + Math.floor(length / BYTES_PER_FIELD));
    return new Cursor(copied(this.source.read(start, length)), this.widths, start, what);
  }

  /** Up to `atMost` bytes: what is read of a thing before its length is known. */
  head(address: number, atMost: number, what: string): Cursor {
    const start = this.base + address;
    this.budget.spend("fields", 1 + Math.floor(atMost / BYTES_PER_FIELD));
    const bytes = copied(this.source.window(start, atMost));
    if (bytes.length === 0) throw new OutOfBounds(start, atMost, this.source.size);
    return new Cursor(bytes, this.widths, start, what);
  }
}

/** Bytes that are needed to write numbers up to `limit`. */
export function bytesFor(limit: number): number {
  let bytes = 1;
  for (let rest = Math.floor(limit / 256); rest > 0; rest = Math.floor(rest / 256)) bytes++;
  return bytes;
}

/** A copy: a `Buffer`, which files give, has a `slice` that makes none. */
export function copied(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(bytes);
}
