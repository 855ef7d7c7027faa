import { createHash } from "node:crypto";
import { join } from "node:path";
import { openFile, type FileDigests } from "./file-source";
import { MAX_POINTER_BYTES, parsePointer, type LfsPointer } from "./lfs-pointer";
import { decodeText } from "./lockfile-text";

/** SHA-256 of a file, lower-case hex; undefined where it cannot be read. */
export function digestOf(absolute: string | Uint8Array): string | undefined {
  return withFile(absolute, (file) => file.digest());
}

/** SHA-256 and SHA-512 of one reading of a file; undefined where it cannot be read. */
export function bothDigestsOf(absolute: string | Uint8Array): FileDigests | undefined {
  return withFile(absolute, (file) => file.digests(), true);
}

/** All of a file as text, and its SHA-256 of the same reading; undefined where it cannot be read. The caller knows that it is small. */
export function contentOf(absolute: string | Uint8Array): { text: string; sha256(): string } | undefined {
  return withFile(absolute, (file) => {
    const bytes = Buffer.from(file.read(0, file.size));
    return { text: decodeText(bytes), sha256: () => createHash("sha256").update(bytes).digest("hex") };
  });
}

/** The pointer of Git LFS that stands in place of a file; undefined where there is none. */
export function pointerOf(root: string, path: string): LfsPointer | undefined {
  return withFile(join(root, path), (file) =>
    file.size >= MAX_POINTER_BYTES ? undefined : parsePointer(file.read(0, file.size)),
  );
}

function withFile<T>(
  absolute: string | Uint8Array,
  use: (file: ReturnType<typeof openFile>) => T,
  sha512 = false,
): T | undefined {
  try {
    const file = openFile(absolute, sha512);
    try {
      return use(file);
    } finally {
      file.close();
    }
  } catch {
    return undefined;
  }
}
