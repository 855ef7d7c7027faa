import type { ComparedField } from "../core/bom-change";

/** What a comparison needs of a bill of materials, from our inventory or out of a file that we wrote before. */
export interface ComparedBom {
  /** By path, which is unique. */
  readonly models: ReadonlyMap<string, ComparedModel>;
  /** Revisions that are named, by dataset. */
  readonly datasets: ReadonlyMap<string, ReadonlySet<string>>;
  /** By name of the image, without tag and digest. */
  readonly containers: ReadonlyMap<string, readonly ComparedContainer[]>;
  /** By purl without version, qualifiers and subpath. */
  readonly packages: ReadonlyMap<string, ComparedPackage>;
}

export interface ComparedModel {
  readonly path: string;
  readonly name: string;
  /** By the path inside of the model. */
  readonly files: ReadonlyMap<string, ComparedFile>;
  readonly fields: ReadonlyMap<ComparedField, ReadonlySet<string>>;
  /** Names that `auto_map` binds to code. */
  readonly codeNames: ReadonlySet<string>;
}

export interface ComparedFile {
  readonly role: string;
  readonly format?: string;
  /** Lower-case hex. */
  readonly sha256?: string;
}

export interface ComparedContainer {
  readonly image: string;
  readonly tag?: string;
  readonly digest?: string;
}

export interface ComparedPackage {
  readonly name: string;
  /** `""` where nothing is locked. */
  readonly versions: ReadonlySet<string>;
}

/** A map of sets, filled one by one. Names are the input's, hence no object. */
export class Gathered<K> {
  readonly sets = new Map<K, Set<string>>();

  add(key: K, value: string): void {
    const set = this.sets.get(key);
    if (set === undefined) this.sets.set(key, new Set([value]));
    else set.add(value);
  }

  /** The key counts as there, also without a value. */
  touch(key: K): void {
    if (!this.sets.has(key)) this.sets.set(key, new Set());
  }
}

/** `pkg:pypi/torch` of `pkg:pypi/torch@2.6.0?x=y#z`. */
export function purlWithoutVersion(purl: string): string {
  const bare = purl.split(/[?#]/, 1)[0]!;
  const at = bare.indexOf("@", bare.lastIndexOf("/") + 1);
  return at < 0 ? bare : bare.slice(0, at);
}

/** An address that a model was fetched from, with the revision where the address does not say it. */
export function originWords(address: string, revision: string | undefined): string {
  return revision === undefined || address.includes(revision) ? address : `${address}@${revision}`;
}

/** The path of a file inside of its model's directory; the base name where the model is that file. */
export function insideModel(model: string, path: string): string {
  if (model === ".") return path;
  if (path.startsWith(`${model}/`)) return path.slice(model.length + 1);
  return path === model ? path.slice(path.lastIndexOf("/") + 1) : path;
}

/** The id of a dataset without the revision that it may end in: another revision is the same dataset. */
export function datasetKey(id: string, revision: string | undefined): string {
  return revision !== undefined && id.endsWith(`@${revision}`) ? id.slice(0, -revision.length - 1) : id;
}
