import type { Contradiction } from "../core/inventory";
import { withoutCredentials } from "../lockfiles/address";
import { MODELS_LOCK } from "../sources/models-lock";
import type { OriginEntry } from "./input";
import { resolveIn } from "./paths";
import type { Tree } from "./tree";

/** What `models.lock.yaml` says, by what it says it of. */
export class Origins {
  private readonly byPath = new Map<string, OriginEntry>();
  private readonly byFile = new Map<string, OriginEntry>();
  /** Files that an entry names and that are not here, by entry. */
  private readonly absent = new Map<OriginEntry, string[]>();
  readonly contradictions: Contradiction[] = [];

  constructor(entries: readonly OriginEntry[], tree: Tree) {
    for (const entry of entries) {
      if (!this.byPath.has(entry.path)) this.byPath.set(entry.path, entry);
      for (const file of entry.files) this.compare(entry, file, tree);
    }
  }

  /** The entry of a model: of its path, else of one of its files. */
  of(path: string, files: readonly { readonly path: string }[]): OriginEntry | undefined {
    const exact = this.byPath.get(path);
    if (exact !== undefined) return exact;
    for (const file of files) {
      const entry = this.byFile.get(file.path);
      if (entry !== undefined) return entry;
    }
    return undefined;
  }

  absentOf(entry: OriginEntry): readonly string[] {
    return this.absent.get(entry) ?? [];
  }

  private compare(entry: OriginEntry, { path: written, size, sha256 }: OriginEntry["files"][number], tree: Tree): void {
    const path = resolveIn(entry.path, written) ?? written;
    if (!this.byFile.has(path)) this.byFile.set(path, entry);
    const file = tree.file(path) ?? (path === `${entry.path}/${written}` ? tree.file(entry.path) : undefined);
    if (file === undefined) {
      const absent = this.absent.get(entry) ?? [];
      absent.push(path);
      this.absent.set(entry, absent);
      return;
    }
    const differs = file.sha256 === undefined ? file.size !== size : file.sha256 !== sha256.toLowerCase();
    if (!differs) return;
    const [then, now] =
      file.sha256 === undefined ? [`${size} bytes`, `${file.size}`] : [`sha256 ${sha256}`, file.sha256];
    this.contradictions.push({
      about: "digest",
      path: entry.path,
      detail: `${MODELS_LOCK} declares ${then} of ${file.path}, which has ${now}`,
      at: { path: MODELS_LOCK, line: entry.line },
      other: { path: file.path },
    });
  }
}

/** The origin as a bill of materials may say it: without what lets people in. */
export function saidOrigin({ source, revision, fetched, line }: OriginEntry) {
  const value = { source: withoutCredentials(source), ...(revision === undefined ? {} : { revision }), fetched };
  return { value, at: { path: MODELS_LOCK, line } };
}
