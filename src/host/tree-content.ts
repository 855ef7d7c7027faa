import { join } from "node:path";
import { openFile } from "./file-source";
import { MAX_POINTER_BYTES, parsePointer, type LfsPointer } from "./lfs-pointer";
import { decodeText } from "./lockfile-text";

/** SHA-256 of a file, lower-case hex; undefined where it cannot be read. */
export function digestOf(absolute: string | Uint8Array): string | undefined {
  return withFile(absolute, (file) => file.digest());
}

/** All of a file as text; undefined where it cannot be read. The caller knows that it is small. */
export function textOf(absolute: string | Uint8Array): string | undefined {
  return withFile(absolute, (file) => decodeText(file.read(0, file.size)));
}

/** The pointer of Git LFS that stands in place of a file; undefined where there is none. */
export function pointerOf(root: string, path: string): LfsPointer | undefined {
  return withFile(join(root, path), (file) =>
    file.size >= MAX_POINTER_BYTES ? undefined : parsePointer(file.read(0, file.size)),
  );
}

function withFile<T>(absolute: string | Uint8Array, use: (file: ReturnType<typeof openFile>) => T): T | undefined {
  try {
    const file = openFile(absolute);
    try {
      return use(file);
    } finally {
      file.close();
    }
  } catch {
    return undefined;
  }
}
