import { createHash, type Hash } from "node:crypto";
import { closeSync, constants, fstatSync, openSync, readSync, type Stats } from "node:fs";
import { OutOfBounds, type ByteSource } from "../core/bytes";
import { openable } from "./path-bytes";

/** Bytes read at once: large enough that a system call costs nothing, small enough for a processor's cache. */
const WINDOW_BYTES = 1024 * 1024;
/** Bytes read after a jump: enough for a header of an archive, which may have tens of thousands of them. */
const JUMP_BYTES = 16 * 1024;
/** Windows begin at whole pages. */
const PAGE_BYTES = 4096;
/** A larger buffer is not kept between reads. */
const MAX_KEPT_BYTES = 16 * 1024 * 1024;

/** The file is not what it was when it was opened: what was scanned is not what will be used. */
export class FileChanged extends Error {
  override readonly name = "FileChanged";
}

/** Digests of one reading of a file, in lower-case hex. */
export interface FileDigests {
  readonly sha256: string;
  /** Only where it was asked for: it makes hashing take about twice as long. */
  readonly sha512?: string;
}

/** Hears, at each window that is digested, how many bytes from the beginning are: from one to the next more, and never more than the file has. */
export type OnDigested = (bytes: number) => void;

/** Opens a regular file; never a link, never blocking on a pipe that took its place. `sha512`: digested with that too. */
export function openFile(path: string | Uint8Array, sha512 = false, onDigested?: OnDigested): HashingFileSource {
  const fd = openSync(openable(path), constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
  try {
    const stats = fstatSync(fd);
    if (!stats.isFile()) throw new FileChanged("it is no regular file any more");
    return new HashingFileSource(fd, stats, sha512, onDigested);
  } catch (error) {
    closeSync(fd);
    throw error;
  }
}

/**
 * A file by windows, digested in the same pass: whatever is read in sequence feeds the hash, so a
 * scan from start to end leaves nothing to do, and one that jumps leaves only what it did not read.
 */
export class HashingFileSource implements ByteSource {
  readonly size: number;
  /** What is read in sequence, and what is only looked at in between: a look aside must not cost the sequence its bytes. */
  private readonly sequence: Window;
  private readonly aside: Window;
  /** A read larger than a window, kept while it is of a reasonable size. */
  private scratch = Buffer.alloc(0);
  private readonly hash: Hash = createHash("sha256");
  private readonly second: Hash | undefined;
  private hashed = 0;
  private done: FileDigests | undefined;
  /** How much the sequence reads at once: it doubles as long as the sequence goes on. */
  private step = WINDOW_BYTES;

  constructor(
    private readonly fd: number,
    private readonly opened: Stats,
    sha512 = false,
    private readonly onDigested?: OnDigested,
  ) {
    this.second = sha512 ? createHash("sha512") : undefined;
    this.size = opened.size;
    this.sequence = new Window(Math.min(this.size, WINDOW_BYTES));
    this.aside = new Window(Math.min(this.size, JUMP_BYTES));
  }

  read(offset: number, length: number): Uint8Array {
    if (offset < 0 || length < 0 || offset + length > this.size) throw new OutOfBounds(offset, length, this.size);
    return this.bytes(offset, length);
  }

  window(offset: number, atMost: number): Uint8Array {
    return this.bytes(offset, Math.max(0, Math.min(atMost, this.size - offset)));
  }

  /** sha256 of the whole file, in hex; reads what the scan did not. */
  digest(): string {
    return this.digests().sha256;
  }

  /** The same, with every digest that was asked for. */
  digests(): FileDigests {
    if (this.done !== undefined) return this.done;
    while (this.hashed < this.size) this.load(this.sequence, this.hashed, WINDOW_BYTES);
    const now = fstatSync(this.fd);
    if (now.size !== this.size || now.mtimeMs !== this.opened.mtimeMs)
      throw new FileChanged("it was written to while it was read. Scan it when it is finished.");
    const sha256 = this.hash.digest("hex");
    return (this.done = this.second === undefined ? { sha256 } : { sha256, sha512: this.second.digest("hex") });
  }

  close(): void {
    closeSync(this.fd);
  }

  private bytes(offset: number, length: number): Uint8Array {
    const { sequence, aside } = this;
    if (sequence.holds(offset, length)) return sequence.view(offset, length);
    if (aside.holds(offset, length)) return aside.view(offset, length);
    if (length > WINDOW_BYTES - PAGE_BYTES) return this.large(offset, length);
    if (length === 0) return EMPTY;
    const from = offset - (offset % PAGE_BYTES);
    const needed = offset + length - from;
    const goesOn = from === this.hashed || sequence.reaches(from);
    const target = !goesOn && !aside.reaches(from) && needed <= JUMP_BYTES ? aside : sequence;
    if (target === sequence) this.step = goesOn ? Math.min(WINDOW_BYTES, this.step * 2) : JUMP_BYTES;
    this.load(target, from, Math.max(needed, this.step));
    return target.view(offset, length);
  }

  private load(target: Window, from: number, atMost: number): void {
    const length = Math.min(target.buffer.length, atMost, this.size - from);
    target.start = target.end = 0;
    this.fill(target.buffer, from, length);
    target.start = from;
    target.end = from + length;
    this.feed(target.buffer, from, length);
  }

  private large(offset: number, length: number): Uint8Array {
    const target = this.scratch.length >= length ? this.scratch : Buffer.allocUnsafe(length);
    if (length <= MAX_KEPT_BYTES) this.scratch = target;
    this.fill(target, offset, length);
    this.feed(target, offset, length);
    return target.subarray(0, length);
  }

  private feed(bytes: Buffer, from: number, length: number): void {
    if (from > this.hashed || from + length <= this.hashed) return;
    const next = bytes.subarray(this.hashed - from, length);
    this.hash.update(next);
    this.second?.update(next);
    this.hashed = from + length;
    this.onDigested?.(this.hashed);
  }

  private fill(into: Buffer, from: number, length: number): void {
    for (let done = 0; done < length;) {
      const got = readSync(this.fd, into, done, length - done, from + done);
      if (got === 0)
        throw new FileChanged(`it became shorter while it was read (${from + done} of ${this.size} bytes are left)`);
      done += got;
    }
  }
}

/** The file's bytes from `start` to `end`, at the beginning of a buffer. */
class Window {
  readonly buffer: Buffer;
  start = 0;
  end = 0;

  constructor(size: number) {
    this.buffer = Buffer.allocUnsafe(size);
  }

  holds(offset: number, length: number): boolean {
    return offset >= this.start && offset + length <= this.end;
  }

  /** Whether a read from there goes on where this window is or ends. */
  reaches(offset: number): boolean {
    return offset >= this.start && offset <= this.end && this.end > 0;
  }

  view(offset: number, length: number): Uint8Array {
    return this.buffer.subarray(offset - this.start, offset - this.start + length);
  }
}

const EMPTY = new Uint8Array(0);
