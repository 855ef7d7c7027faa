import {
  closeSync,
  constants,
  existsSync,
  fstatSync,
  lstatSync,
  mkdirSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { Disk } from "./disk";
import { MAX_POINTER_BYTES, parsePointer, type LfsPointer } from "./lfs-pointer";
import { displayPath } from "./path-bytes";
import { walk } from "./walk";

/** Bytes read at once. */
const WINDOW_BYTES = 1024 * 1024;

/** What is at a path of the repository. `pointer`: Git LFS has the content, and it is not here. */
export type ModelFile =
  | { readonly kind: "file"; readonly size: number }
  | { readonly kind: "absent" }
  | { readonly kind: "pointer"; readonly pointer: LfsPointer }
  | { readonly kind: "refused"; readonly detail: string };

/** Files of models below one root: read without ever leaving it, written without ever going through a link. */
export class ModelFiles {
  private readonly disk: Disk;

  /** `root` is absolute and has no links in it. */
  constructor(private readonly root: string) {
    this.disk = new Disk(root);
  }

  /** Paths of all files below a directory, relative to it, sorted by bytes; empty where there is none. `.` is the root. */
  list(directory: string): readonly string[] {
    if (directory !== ".") {
      const found = this.disk.locate(Buffer.from(directory));
      if (found.kind !== "directory") return [];
    }
    const start = directory === "." ? "" : `${directory}/`;
    return walk(this.root, Buffer.from(start.slice(0, -1))).map((name) => displayPath(name).slice(start.length));
  }

  look(path: string): ModelFile {
    const found = this.disk.locate(Buffer.from(path));
    if (found.kind === "absent") return { kind: "absent" };
    if (found.kind === "missing") return { kind: "refused", detail: found.detail };
    if (found.kind === "directory") return { kind: "refused", detail: "it is a directory" };
    if (found.size < MAX_POINTER_BYTES) {
      const pointer = parsePointer(Buffer.concat([...pieces(found.absolute)]));
      if (pointer !== undefined) return { kind: "pointer", pointer };
    }
    return { kind: "file", size: found.size };
  }

  /** The content, in pieces that hold until the next; throws where `look` says that it is no file. */
  *read(path: string): Generator<Uint8Array> {
    const found = this.disk.locate(Buffer.from(path));
    if (found.kind !== "file") throw new Error(`${path} is no file that can be read`);
    yield* pieces(found.absolute);
  }

  /** Why nothing may be written at a path, in words: something on the way to it is a link, or no directory. */
  refusal(path: string): string | undefined {
    const parts = path.split("/");
    for (let count = 1; count <= parts.length; count++) {
      const name = parts.slice(0, count).join("/");
      const entry = lstatSync(join(this.root, name), { throwIfNoEntry: false });
      if (entry === undefined) return undefined;
      if (entry.isSymbolicLink()) return `${name} is a link, and nothing is written through links`;
      if (count < parts.length ? !entry.isDirectory() : !entry.isFile())
        return count < parts.length ? `${name} is no directory` : `${name} is no file`;
    }
    return undefined;
  }

  /** Begins a file beside its place; it gets there by `commit`. Throws what the system says, and where `refusal` has words. */
  begin(path: string): PendingFile {
    this.check(path);
    const target = join(this.root, path);
    mkdirSync(join(target, ".."), { recursive: true });
    this.check(path);
    return new PendingFile(`${target}.${process.pid}.part`, () => {
      this.check(path);
      return target;
    });
  }

  private check(path: string): void {
    const refused = this.refusal(path);
    if (refused !== undefined) throw new Error(refused);
  }
}

/** A file that is being written and is not there until all of it is. */
export class PendingFile {
  private readonly fd: number;
  private open = true;

  constructor(
    private readonly part: string,
    private readonly target: () => string,
  ) {
    if (existsSync(part)) rmSync(part);
    this.fd = openSync(
      part,
      constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | (constants.O_NOFOLLOW ?? 0),
      0o644,
    );
  }

  write(bytes: Uint8Array): void {
    for (let done = 0; done < bytes.length;) done += writeSync(this.fd, bytes, done);
  }

  commit(): void {
    this.close();
    renameSync(this.part, this.target());
  }

  abort(): void {
    this.close();
    rmSync(this.part, { force: true });
  }

  private close(): void {
    if (this.open) closeSync(this.fd);
    this.open = false;
  }
}

function* pieces(absolute: Buffer): Generator<Uint8Array> {
  const fd = openSync(absolute, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
  try {
    if (!fstatSync(fd).isFile()) throw new Error("it is no regular file");
    const buffer = Buffer.allocUnsafe(WINDOW_BYTES);
    for (;;) {
      const got = readSync(fd, buffer, 0, buffer.length, null);
      if (got === 0) return;
      yield buffer.subarray(0, got);
    }
  } finally {
    closeSync(fd);
  }
}
