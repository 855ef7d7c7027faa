import { readdirSync, readFileSync, statSync, realpathSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import type { IncludedText, LockContext } from "../core/lockfile";
import { openFile } from "./file-source";
import type { Git } from "./git";
import { neighboursOf } from "./neighbours";

/** Bytes of one lockfile. The largest real ones (package-lock.json of monorepos) have some 10 MB. CWE-770. */
export const MAX_LOCKFILE_BYTES = 32 * 1024 ** 2;
/** Names of a directory that are told. CWE-770. */
const MAX_SIBLINGS = 10_000;

/** A lockfile's text, or in words why it was not read. */
export type TextOnDisk = { readonly text: string } | { readonly tooLarge: number } | { readonly failed: string };

/** Reads a selected file. `size` in bytes, as the selection knows it. */
export function readLockfileText(absolute: string | Uint8Array, size: number): TextOnDisk {
  if (size > MAX_LOCKFILE_BYTES) return { tooLarge: size };
  try {
    const path = typeof absolute === "string" ? absolute : Buffer.from(absolute);
    const now = statSync(path);
    if (!now.isFile()) return { failed: "it is no file" }; // a device would have no end
    if (now.size > MAX_LOCKFILE_BYTES) return { tooLarge: now.size };
    const bytes = readFileSync(path);
    return bytes.length > MAX_LOCKFILE_BYTES ? { tooLarge: bytes.length } : { text: decodeText(bytes) };
  } catch (error) {
    return { failed: (error as NodeJS.ErrnoException).code ?? "it cannot be read" };
  }
}

/** The first bytes of a file as text; empty where it cannot be read, which reading all of it then says. */
export function readLockfileHead(absolute: string | Uint8Array, atMost: number): string {
  try {
    const source = openFile(typeof absolute === "string" ? absolute : Buffer.from(absolute));
    try {
      return decodeText(source.window(0, atMost));
    } finally {
      source.close();
    }
  } catch {
    return "";
  }
}

/**
 * UTF-8, or what its byte order mark says: PowerShell writes `pip freeze > requirements.txt` as UTF-16, and pip reads that.
 * Bytes that are no text stand as U+FFFD, which no name of a package may hold.
 */
export function decodeText(bytes: Uint8Array): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder("utf-16be").decode(bytes);
  return new TextDecoder("utf-8").decode(bytes);
}

/** What is around a lockfile on disk; nothing outside of `root` is read. `path` as in `Location.path`. */
export function contextOnDisk(root: string, path: string): LockContext {
  const neighbours = neighboursOf(root, join(root, path));
  return {
    path,
    include(relative) {
      const target = targetOf(path, relative);
      if (target === undefined) return { missing: "outside", path: relative };
      if (!isMeant(root, path, relative, target)) return { missing: "outside", path: target };
      const beside = posix.relative(posix.dirname(path), target);
      const found = neighbours.look(beside);
      if (found.kind === "outside") return { missing: "outside", path: target };
      if (found.kind !== "file") return { missing: "absent", path: target };
      if (found.size > MAX_LOCKFILE_BYTES) return { missing: "too-large", path: target };
      const text = neighbours.read(beside, (bytes) => decodeText(bytes.read(0, bytes.size)));
      return text === undefined ? { missing: "absent", path: target } : { text, path: target };
    },
    siblings() {
      try {
        return readdirSync(dirname(join(root, path))).slice(0, MAX_SIBLINGS);
      } catch {
        return [];
      }
    },
  };
}

/**
 * Whether the path as it is written leads where it leads once it is tidied: `link/../x` is beside what the link leads to, and
 * on Linux `a\\b` is a file of its own. A tool opens what is written.
 */
function isMeant(root: string, path: string, relative: string, target: string): boolean {
  if (!/\\|[^./]\/+\.\.(?:\/|$)/.test(relative)) return true;
  try {
    const written = realpathSync.native(`${root}/${posix.dirname(path)}/${relative}`);
    return written === realpathSync.native(join(root, target));
  } catch {
    return true;
  }
}

/** What is around a lockfile in a commit. */
export function contextInCommit(git: Git, commit: string, path: string): LockContext {
  return {
    path,
    include(relative): IncludedText {
      const target = targetOf(path, relative);
      if (target === undefined) return { missing: "outside", path: relative };
      const bytes = git.show(commit, target, MAX_LOCKFILE_BYTES);
      return bytes === undefined ? { missing: "absent", path: target } : { text: decodeText(bytes), path: target };
    },
    siblings() {
      const directory = posix.dirname(path);
      const under = directory === "." ? [] : ["--", `${directory}/`];
      const listed = git.names(["ls-tree", "-z", "--name-only", "--full-tree", commit, ...under]);
      return listed.slice(0, MAX_SIBLINGS).map((name) => posix.basename(name.toString("utf8")));
    },
  };
}

/** The path of an included file from the root; undefined where it leaves the root. */
function targetOf(path: string, relative: string): string | undefined {
  if (relative.startsWith("/") || /^[A-Za-z]:/.test(relative) || relative.includes("\0")) return undefined;
  const target = posix.normalize(posix.join(posix.dirname(path), relative.replaceAll("\\", "/")));
  return target === ".." || target.startsWith("../") || target === "." ? undefined : target;
}
