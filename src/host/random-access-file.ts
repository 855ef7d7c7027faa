import { createHash } from "node:crypto";
import { closeSync, constants, fstatSync, openSync, readSync, type Stats } from "node:fs";
import { OutOfBounds, type ByteSource } from "../core/bytes";
import { FileChanged } from "./file-source";

/** Bytes held between calls: what is read in order, in pieces, is read from the disk in these. */
const WINDOW_BYTES = 64 * 1024;
const DIGEST_BYTES = 1024 * 1024;

/** A large file that is jumped about in and not digested while it is read, unlike `HashingFileSource`. */
export class RandomAccessFile implements ByteSource {
  readonly size: number;
  /** When it was written last. */
  readonly modified: Date;
  private readonly opened: Stats;
  private readonly fd: number;
  private buffer = Buffer.alloc(0);
  /** Where in the file the bytes of `buffer` are. */
  private start = 0;
  private end = 0;

  /** Throws what the system throws, and where it is no regular file. */
  constructor(path: string) {
    this.fd = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    this.opened = fstatSync(this.fd);
    this.size = this.opened.size;
    this.modified = this.opened.mtime;
    if (this.opened.isFile()) return;
    this.close();
    throw new FileChanged("it is no regular file");
  }

  read(offset: number, length: number): Uint8Array {
    if (!(offset >= 0 && length >= 0 && offset + length <= this.size)) throw new OutOfBounds(offset, length, this.size);
    if (offset < this.start || offset + length > this.end) this.load(offset, length);
    return this.buffer.subarray(offset - this.start, offset - this.start + length);
  }

  window(offset: number, atMost: number): Uint8Array {
    return this.read(offset, Math.max(0, Math.min(atMost, this.size - offset)));
  }

  /** Digest of the whole file, read now. */
  digest(algorithm: "md5" | "sha256", encoding: "hex" | "base64"): string {
    const hash = createHash(algorithm);
    for (let at = 0; at < this.size; at += DIGEST_BYTES) hash.update(this.window(at, DIGEST_BYTES));
    return hash.digest(encoding);
  }

  close(): void {
    closeSync(this.fd);
  }

  private load(offset: number, length: number): void {
    const wanted = Math.min(Math.max(length, WINDOW_BYTES), this.size - offset);
    if (this.buffer.length < wanted) this.buffer = Buffer.allocUnsafeSlow(wanted);
    this.start = this.end = 0;
    for (let done = 0; done < wanted;) {
      const got = readSync(this.fd, this.buffer, done, wanted - done, offset + done);
      if (got === 0) throw new FileChanged(`it became shorter while it was read (${this.size} bytes at first)`);
      done += got;
    }
    this.start = offset;
    this.end = offset + wanted;
  }
}
