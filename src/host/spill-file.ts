import { randomBytes } from "node:crypto";
import { closeSync, constants, openSync, readSync, unlinkSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LimitExceeded } from "../core/budget";
import { OutOfBounds, type SpillFile } from "../core/bytes";

/** Bytes on disk for decoded content, in all scratch files of one run together. CWE-409. */
export const MAX_SPILLED_BYTES = 16 * 1024 ** 3;

/** Hands out scratch files that share one limit. */
export class SpillArea {
  private used = 0;

  constructor(
    private readonly maxBytes = MAX_SPILLED_BYTES,
    private readonly directory = tmpdir(),
  ) {}

  open(): SpillFile {
    return new TemporaryFile(this.directory, (more) => this.grow(more));
  }

  private grow(more: number): void {
    if (this.used + more > this.maxBytes) throw new LimitExceeded("inflated", this.maxBytes);
    this.used += more;
  }
}

/** A file without a name: it goes with the process, however that ends. Nobody else may read it. */
class TemporaryFile implements SpillFile {
  private readonly fd: number;
  private length = 0;
  private closed = false;
  private remove: string | undefined;

  constructor(
    directory: string,
    private readonly grow: (more: number) => void,
  ) {
    const path = join(directory, `model-assay-${randomBytes(12).toString("hex")}`);
    this.fd = openSync(
      path,
      constants.O_RDWR | constants.O_CREAT | constants.O_EXCL | (constants.O_NOFOLLOW ?? 0),
      0o600,
    );
    this.remove = unlink(path) ? undefined : path;
  }

  write(offset: number, bytes: Uint8Array): void {
    const end = offset + bytes.length;
    if (end > this.length) {
      this.grow(end - this.length);
      this.length = end;
    }
    for (let done = 0; done < bytes.length;)
      done += writeSync(this.fd, bytes, done, bytes.length - done, offset + done);
  }

  read(offset: number, into: Uint8Array): void {
    for (let done = 0; done < into.length;) {
      const got = readSync(this.fd, into, done, into.length - done, offset + done);
      if (got === 0) throw new OutOfBounds(offset, into.length, this.length);
      done += got;
    }
  }

  /** Closing twice is fine: the walk closes what a format may have closed early. */
  close(): void {
    if (this.closed) return;
    this.closed = true;
    closeSync(this.fd);
    this.grow(-this.length);
    this.length = 0;
    if (this.remove !== undefined) unlink(this.remove);
    this.remove = undefined;
  }
}

/** False where the system does not let go of the name of an open file. */
function unlink(path: string): boolean {
  try {
    unlinkSync(path);
    return true;
  } catch {
    return false;
  }
}
