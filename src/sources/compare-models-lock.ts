import { pathOf, type LockedModel } from "./models-lock";

/** A file as the caller saw it; its path is relative to the repository root. */
export interface SeenFile {
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  /** Lower-case hex; absent where the content was not read. */
  readonly sha256?: string;
}

/** What of a manifest's entry is compared. */
export interface Recorded {
  readonly path: string;
  readonly files: readonly { readonly path: string; readonly size: number; readonly sha256: string }[];
}

/** A file that is not what the manifest says. */
export interface Drift<M extends Recorded, F extends SeenFile> {
  readonly path: string;
  readonly model: M;
  readonly locked: M["files"][number];
  readonly seen: F;
}

/** What differs between the manifest and files, each in the manifest's or the files' order. */
export interface LockComparison<M extends Recorded = LockedModel, F extends SeenFile = SeenFile> {
  readonly drift: readonly Drift<M, F>[];
  /** In the manifest and not among the files. Means something only where the files are the whole tree. */
  readonly missing: readonly { readonly path: string; readonly model: M; readonly locked: M["files"][number] }[];
  /** In the directory of a model of the manifest, and not in its list. A model at `.` has none: the rest is the repository's. */
  readonly unlisted: readonly { readonly path: string; readonly model: M; readonly seen: F }[];
}

/** Compares files with the manifest; a file without a digest is compared by its size alone. */
export function compareWithLock<M extends Recorded, F extends SeenFile>(
  lock: { readonly models: readonly M[] },
  files: readonly F[],
): LockComparison<M, F> {
  const seen = new Map(files.map((file) => [file.path, file]));
  const listed = new Set<string>();
  const drift: Drift<M, F>[] = [];
  const missing: LockComparison<M, F>["missing"][number][] = [];
  for (const model of lock.models)
    for (const locked of model.files) {
      const path = pathOf(model, locked);
      listed.add(path);
      const file = seen.get(path);
      if (file === undefined) missing.push({ path, model, locked });
      else if (file.size !== locked.size || (file.sha256 !== undefined && file.sha256 !== locked.sha256))
        drift.push({ path, model, locked, seen: file });
    }
  const owners = new Map(lock.models.map((model) => [model.path, model]));
  const unlisted = files.flatMap((file) => {
    if (listed.has(file.path)) return [];
    const model = ownerOf(file.path, owners);
    return model === undefined || isBeside(file.path.slice(model.path.length + 1))
      ? []
      : [{ path: file.path, model, seen: file }];
  });
  return { drift, missing, unlisted };
}

/** The model of the innermost directory that the path is in. */
function ownerOf<M>(path: string, owners: ReadonlyMap<string, M>): M | undefined {
  for (let at = path.lastIndexOf("/"); at > 0; at = path.lastIndexOf("/", at - 1)) {
    const owner = owners.get(path.slice(0, at));
    if (owner !== undefined) return owner;
  }
  return undefined;
}

/**
 * Whether a file in a model's directory is none of the model's: what git and the hub's client put there, and what says
 * something of the model (signatures, bills of materials). No loader reads any of them.
 */
export function isBeside(path: string): boolean {
  const name = path.slice(path.lastIndexOf("/") + 1);
  return (
    [".gitattributes", ".gitignore", ".gitkeep", "model.sig"].includes(name) ||
    /\.(cdx|spdx|sigstore)\.json$/.test(name) ||
    path.startsWith(".cache/huggingface/")
  );
}
