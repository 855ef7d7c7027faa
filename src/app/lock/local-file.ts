import type { ModelFiles } from "../../host/model-files";
import { Digests } from "../../sources/digests";
import type { Progress } from "../counting";

/** A file of the repository with its digests, or why it has none. */
export type LocalFile =
  | { readonly kind: "file"; readonly size: number; readonly sha256: string; readonly gitBlob?: string }
  | { readonly kind: "absent" }
  /** Git LFS has it; what its pointer says. */
  | { readonly kind: "pointer"; readonly size: number; readonly sha256: string }
  | { readonly kind: "refused"; readonly detail: string };

/** Hashes a file of the repository, and tells how far it is. */
export function readLocal(files: ModelFiles, path: string, progress: Progress): LocalFile {
  const local = hashed(files, path, progress);
  progress.done(path);
  return local;
}

function hashed(files: ModelFiles, path: string, progress: Progress): LocalFile {
  const found = files.look(path);
  if (found.kind === "pointer") return { kind: "pointer", size: found.pointer.size, sha256: found.pointer.oid };
  if (found.kind !== "file") return found;
  try {
    const digests = new Digests(found.size);
    for (const piece of files.read(path)) {
      digests.add(piece);
      progress.read(path, digests.size);
    }
    return { kind: "file", ...digests.end() };
  } catch (error) {
    return { kind: "refused", detail: `it cannot be read: ${(error as Error).message}` };
  }
}
