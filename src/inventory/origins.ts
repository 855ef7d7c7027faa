import type { Drift, InventoryModel } from "../core/inventory";
import { withoutCredentials } from "../lockfiles/address";
import { compareWithLock, type LockComparison } from "../sources/compare-models-lock";
import { MODELS_LOCK, pathOf } from "../sources/models-lock";
import type { OriginEntry, TreeFile } from "./input";
import { isIndex, isModelConfig, isTokenizer, roleOf } from "./roles";
import type { Tree } from "./tree";

/** Absent files of one model that are told one by one; where there are more they are told at once. CWE-770. */
const MAX_ABSENT = 20;

/** What `models.lock.yaml` says, by what it says it of, and where the tree is otherwise. */
export class Origins {
  private readonly byPath = new Map<string, OriginEntry>();
  private readonly byFile = new Map<string, OriginEntry>();
  private readonly comparison: LockComparison<OriginEntry, TreeFile>;
  /** Files that an entry names and that are not here, by entry. */
  private readonly absent = new Map<OriginEntry, { readonly path: string; readonly drift?: Drift }[]>();

  /** `elsewhere`: whether a file that is not in the tree has its content in another place, or is left out on purpose. */
  constructor(entries: readonly OriginEntry[], tree: Tree, elsewhere: (path: string) => boolean) {
    for (const entry of entries) {
      if (!this.byPath.has(entry.path)) this.byPath.set(entry.path, entry);
      for (const file of entry.files) {
        const path = pathOf(entry, file);
        if (!this.byFile.has(path)) this.byFile.set(path, entry);
      }
    }
    this.comparison = compareWithLock({ models: entries }, entries.length === 0 ? [] : tree.files);
    for (const { path, model, locked } of this.comparison.missing) {
      const absent = this.absent.get(model) ?? [];
      const drift = { path, model: model.path, declared: `sha256:${locked.sha256}`, at: placeOf(model, locked) };
      absent.push(elsewhere(path) ? { path } : { path, drift });
      this.absent.set(model, absent);
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
    return (this.absent.get(entry) ?? []).map(({ path }) => path);
  }

  /** Recorded files that are not in the tree and are no drift. */
  elsewhere(): string[] {
    return [...this.absent.values()].flat().flatMap(({ path, drift }) => (drift === undefined ? [path] : []));
  }

  /** Files with other content, files that are gone, and files that were put beside recorded ones. */
  drifts(models: readonly InventoryModel[]): Drift[] {
    return [...this.changed(), ...this.gone(), ...this.added(models)];
  }

  private changed(): Drift[] {
    return this.comparison.drift.map(({ path, model, locked, seen }) => {
      const other = seen.sha256 !== undefined && seen.sha256 !== locked.sha256.toLowerCase();
      const [declared, found] = other
        ? [`sha256:${locked.sha256}`, `sha256:${seen.sha256}`]
        : [`${locked.size} bytes`, `${seen.size} bytes`];
      return { path, model: model.path, declared, found, at: placeOf(model, locked) };
    });
  }

  private gone(): Drift[] {
    return [...this.absent].flatMap(([entry, absent]) => {
      const drifts = absent.flatMap(({ drift }) => drift ?? []);
      const together = drifts.length > 1 && (drifts.length === entry.files.length || drifts.length > MAX_ABSENT);
      if (!together) return drifts;
      return [{ path: entry.path, model: entry.path, files: drifts.map(({ path }) => path), at: placeOf(entry) }];
    });
  }

  /**
   * What a loader would take from a recorded model's directory and nobody has recorded. A model of its own in there is none of
   * that model's files: that it has no entry is told of itself.
   */
  private added(models: readonly InventoryModel[]): Drift[] {
    if (this.comparison.unlisted.length === 0) return [];
    const others = new Set(models.filter(isUnrecordedDirectory).flatMap(({ files }) => files.map(({ path }) => path)));
    const whole = new Map<OriginEntry, boolean>();
    const told = (model: OriginEntry, seen: TreeFile): boolean => {
      const role = roleOf(seen);
      if (role === "weights" || role === "code") return true;
      // A record of the weights alone says nothing of what stands beside them.
      if (!whole.has(model))
        whole.set(
          model,
          model.files.some((file) => isSetting(file.path)),
        );
      return isSetting(seen.path) && whole.get(model)!;
    };
    return this.comparison.unlisted.flatMap(({ path, model, seen }) => {
      if (others.has(path) || !told(model, seen)) return [];
      const found = seen.sha256 === undefined ? `${seen.size} bytes` : `sha256:${seen.sha256}`;
      return [{ path, model: model.path, found, at: placeOf(model) }];
    });
  }
}

const isUnrecordedDirectory = ({ path, origin, files }: InventoryModel): boolean =>
  origin === undefined && !files.some((file) => file.path === path);

/** What loaders read beside weights: configurations, tokenizers and their templates, indexes. */
const isSetting = (path: string): boolean => isModelConfig(path) || isTokenizer(path) || isIndex(path);

function placeOf(entry: OriginEntry, file?: OriginEntry["files"][number]) {
  return { path: MODELS_LOCK, line: file?.line ?? entry.line };
}

/** The origin as a bill of materials may say it: without what lets people in. */
export function saidOrigin({ source, revision, fetched, line }: OriginEntry) {
  const value = { source: withoutCredentials(source), ...(revision === undefined ? {} : { revision }), fetched };
  return { value, at: { path: MODELS_LOCK, line } };
}
