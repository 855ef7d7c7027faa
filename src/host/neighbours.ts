import { lstatSync, readdirSync, realpathSync } from "node:fs";
import { dirname, join, sep } from "node:path";
import type { ByteSource } from "../core/bytes";
import { MAX_NAMES, type Neighbour, type Neighbours } from "../core/neighbours";
import { openFile } from "./file-source";
import { MAX_POINTER_BYTES, parsePointer } from "./lfs-pointer";

/**
 * The files around a file of the workspace. Never leaves `root`, an absolute directory without links:
 * a path that would is `outside`, whatever stands there.
 */
export function neighboursOf(root: string, file: string): Neighbours {
  const directory = dirname(file);
  return {
    look: (path) => look(root, join(directory, path)),
    read(path, use) {
      const absolute = join(directory, path);
      return look(root, absolute).kind === "file" ? withFile(realpathSync(absolute), use) : undefined;
    },
    names() {
      try {
        return readdirSync(directory).sort().slice(0, MAX_NAMES);
      } catch {
        return [];
      }
    },
  };
}

function look(root: string, path: string): Neighbour {
  if (!isWithin(root, path)) return { kind: "outside", detail: "it is not in the workspace" };
  let real: string;
  try {
    real = realpathSync(path);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ELOOP"
      ? { kind: "outside", detail: "a link leads back to itself" }
      : { kind: "absent" };
  }
  if (!isWithin(root, real)) return { kind: "outside", detail: "a link leads out of the workspace" };
  const entry = lstatSync(real);
  if (entry.isDirectory()) return { kind: "directory" };
  if (!entry.isFile()) return { kind: "special" };
  return isPointer(real, entry.size) ? { kind: "pointer" } : { kind: "file", size: entry.size };
}

function isWithin(root: string, path: string): boolean {
  return path === root || path.startsWith(root.endsWith(sep) ? root : root + sep);
}

function isPointer(path: string, size: number): boolean {
  if (size === 0 || size >= MAX_POINTER_BYTES) return false;
  return withFile(path, (bytes) => parsePointer(Buffer.from(bytes.read(0, size))) !== undefined) ?? false;
}

function withFile<T>(path: string, use: (bytes: ByteSource) => T): T | undefined {
  let source;
  try {
    source = openFile(path);
  } catch {
    return undefined; // not permitted, or gone since: it cannot be read either way
  }
  try {
    return use(source);
  } finally {
    source.close();
  }
}
