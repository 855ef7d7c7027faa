import type { FileOnDisk } from "../core/host";
import { openFile } from "../host/file-source";

/** A digest, or in words why there is none. */
export type Digested =
  | { readonly path: string; readonly size: number; readonly sha256: string }
  | { readonly path: string; readonly failed: string };

/** Digests one file, a window at a time, and tells how far it is. Total: what cannot be read is said. */
export function digestFile({ path, absolute }: FileOnDisk, onRead?: (path: string, bytes: number) => void): Digested {
  try {
    const source = openFile(absolute, false, onRead && ((bytes) => onRead(path, bytes)));
    try {
      return { path, size: source.size, sha256: source.digest() };
    } finally {
      source.close();
    }
  } catch (error) {
    return { path, failed: (error as NodeJS.ErrnoException).code ?? (error as Error).message };
  }
}
