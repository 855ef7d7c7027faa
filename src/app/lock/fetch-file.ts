import type { ModelFiles } from "../../host/model-files";
import { Digests, type ContentDigest } from "../../sources/digests";
import type { Progress } from "../counting";
import { SourceFailure, type ModelSource, type SourceFile } from "../../sources/model-source";

/** Whether content is what the source said of it, by the strongest that it said; undefined where it said no digest. */
export function agrees(file: SourceFile, content: ContentDigest & { readonly gitBlob?: string }): boolean | undefined {
  if (file.size !== undefined && file.size !== content.size) return false;
  if (file.sha256 !== undefined) return file.sha256 === content.sha256;
  if (file.gitBlob === undefined) return undefined;
  // Git's names of 64 digits are SHA-256 of other bytes, and are not computed here.
  return file.gitBlob.length === 40 && content.gitBlob !== undefined ? file.gitBlob === content.gitBlob : undefined;
}

/** What became of a download: `kept` where the file is there with the same content. */
export type Fetched = (ContentDigest & { readonly kind: "fetched" | "kept" }) | { readonly kind: "differs" };

/**
 * Fetches a file to a path of the repository, hashed on its way and put there when it is whole and what the source said.
 * A file that is there with other content stays, and is told as `differs`, unless `force`. Throws `SourceFailure`.
 */
export async function fetchFile(
  files: ModelFiles,
  source: ModelSource,
  file: SourceFile,
  to: { readonly path: string; readonly sha256?: string; readonly force: boolean },
  progress: Progress,
): Promise<Fetched> {
  const pending = begin(files, to.path);
  try {
    const digests = new Digests(file.size);
    for await (const piece of source.open(file)) {
      digests.add(piece);
      pending.write(piece);
      progress.read(file.path, digests.size);
    }
    const got = digests.end();
    progress.done(file.path);
    if (agrees(file, got) === false)
      throw new SourceFailure(`${file.path}: what the source sent is not what it says it has`, "lies");
    const kind = to.sha256 === undefined || to.force ? "fetched" : "differs";
    if (to.sha256 === got.sha256) return abort(pending, { kind: "kept", size: got.size, sha256: got.sha256 });
    if (kind === "differs") return abort(pending, { kind });
    pending.commit();
    return { kind, size: got.size, sha256: got.sha256 };
  } catch (error) {
    pending.abort();
    throw error;
  }
}

function begin(files: ModelFiles, path: string) {
  try {
    return files.begin(path);
  } catch (error) {
    throw new SourceFailure(`${path} cannot be written: ${(error as Error).message}`, "refused");
  }
}

function abort(pending: { abort(): void }, result: Fetched): Fetched {
  pending.abort();
  return result;
}
