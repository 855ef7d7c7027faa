import { lstatSync, realpathSync, statSync, type Stats } from "node:fs";
import { sep } from "node:path";
import type { MissingFile } from "../core/host";
import { diskPath, displayPath, joinBytes } from "./path-bytes";

/** What a path of the work tree is on disk, without opening it. */
export type OnDisk =
  /** `absolute` has no links in it: what is opened is what was looked at. */
  | { readonly kind: "file"; readonly absolute: Buffer; readonly size: number; readonly link: boolean }
  | { readonly kind: "directory"; readonly absolute: Buffer; readonly link: boolean }
  | { readonly kind: "absent" }
  | { readonly kind: "missing"; readonly reason: MissingFile["reason"]; readonly detail: string };

/** Looks paths up below one root and never answers with a file outside of it, whatever links say. */
export class Disk {
  private readonly root: Buffer;
  private readonly parents = new Map<string, Buffer | undefined>();

  constructor(root: string) {
    this.root = realPath(Buffer.from(root));
  }

  /** Bytes of a path below the root, relative to it; undefined where it leads out. */
  relative(absolute: Uint8Array): Buffer | undefined {
    const bytes = Buffer.from(absolute);
    if (bytes.equals(this.root)) return Buffer.alloc(0);
    return this.contains(bytes) ? this.below(bytes) : undefined;
  }

  /** `name` is relative to the root, as git or a directory listing gave it. */
  locate(name: Uint8Array): OnDisk {
    if (!isPlain(name)) return outside("its path leads out of the workspace");
    const bytes = Buffer.from(name);
    const slash = bytes.lastIndexOf(0x2f);
    try {
      const parent = slash < 0 ? this.root : this.parent(bytes.subarray(0, slash));
      if (parent === undefined) return outside("a directory on its path is a link that leads out of the workspace");
      return this.look(joinBytes(parent, bytes.subarray(slash + 1)));
    } catch (error) {
      return failed(error as NodeJS.ErrnoException);
    }
  }

  private look(absolute: Buffer): OnDisk {
    const entry = lstatSync(diskPath(absolute));
    return entry.isSymbolicLink() ? this.follow(absolute) : describe(absolute, entry, false);
  }

  /** A link inside the workspace is read where it leads; one out of it, or into git's own files, is not. */
  private follow(link: Buffer): OnDisk {
    let target: Buffer;
    try {
      target = realPath(link);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ELOOP") return outside("a link that leads to itself");
      return {
        kind: "missing",
        reason: "not-fetched",
        detail: "a link to a file that is not here. Fetch the file, or remove the link.",
      };
    }
    if (!this.contains(target)) return outside("a link to a place outside of the workspace; it was not followed");
    return describe(target, statSync(diskPath(target)), true);
  }

  private parent(name: Buffer): Buffer | undefined {
    const key = name.toString("latin1");
    if (!this.parents.has(key)) {
      const real = realPath(joinBytes(this.root, name));
      this.parents.set(key, this.contains(real) ? real : undefined);
    }
    return this.parents.get(key);
  }

  /** Inside of the root and not among git's own files, but for the places where large content is kept. */
  private contains(absolute: Buffer): boolean {
    const name = this.below(absolute);
    if (name === undefined) return false;
    const text = name.toString("latin1");
    return !/^\.git(\/|$)/i.test(text) || /^\.git\/(annex\/objects|lfs\/objects)\//.test(text);
  }

  private below(absolute: Buffer): Buffer | undefined {
    const prefix = this.root.equals(TOP) ? TOP : Buffer.concat([this.root, TOP]);
    return absolute.subarray(0, prefix.length).equals(prefix) ? absolute.subarray(prefix.length) : undefined;
  }
}

const TOP = Buffer.from("/");

/** Without links, and with `/` between names on every system. */
function realPath(path: Buffer): Buffer {
  const real = realpathSync.native(diskPath(path), { encoding: "buffer" });
  return sep === "/" ? real : Buffer.from(real.toString("utf8").replaceAll(sep, "/"));
}

/** No empty, `.` or `..` part, not absolute, no NUL. */
function isPlain(name: Uint8Array): boolean {
  const text = Buffer.from(name).toString("latin1");
  return !text.includes("\0") && text.split("/").every((part) => part !== "" && part !== "." && part !== "..");
}

function describe(absolute: Buffer, entry: Stats, link: boolean): OnDisk {
  if (entry.isFile()) return { kind: "file", absolute, size: entry.size, link };
  if (entry.isDirectory()) return { kind: "directory", absolute, link };
  const what = entry.isFIFO() ? "a named pipe" : entry.isSocket() ? "a socket" : "a device";
  return { kind: "missing", reason: "special", detail: `${what}, not a file; it was not opened` };
}

function failed(error: NodeJS.ErrnoException): OnDisk {
  if (error.code === "ENOENT" || error.code === "ENOTDIR") return { kind: "absent" };
  return {
    kind: "missing",
    reason: "not-fetched",
    detail: `it cannot be looked at: ${error.code ?? displayPath(Buffer.from(error.message))}`,
  };
}

function outside(detail: string): OnDisk {
  return { kind: "missing", reason: "outside", detail };
}
