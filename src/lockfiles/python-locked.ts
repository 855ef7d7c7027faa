import type { LockEntry } from "../core/lockfile";
import type { Location } from "../core/location";
import type { PackageSource } from "../core/package-facts";
import { httpsHost, withoutCredentials } from "./address";
import type { Reached } from "./dependency-graph";
import { purl, purlOf, pypiName } from "./purl";

/** Where PyPI's packages are: the index, the files, and the old name of the index. */
const PYPI = new Set(["pypi.org", "files.pythonhosted.org", "pypi.python.org"]);
/** Indexes that everyone in the field uses, of which nothing need be said. */
const KNOWN = new Set([...PYPI, "download.pytorch.org"]);

/** What one lockfile of Python says of one package. */
export interface PythonPackage {
  readonly name: string;
  readonly version?: string | undefined;
  readonly at: Location;
  readonly source?: PackageSource | undefined;
  readonly hashes: readonly string[];
  readonly wanted?: string | undefined;
  readonly reached: Reached;
  /** What stands where the version should. */
  readonly unlocked?: string | undefined;
}

/**
 * A package of PyPI, or of another index, which may hold the same packages and is looked up as PyPI. What comes from an
 * address, a repository or a directory is no package of an ecosystem: its version says nothing.
 */
export function pythonPackage({
  name,
  version,
  at,
  source,
  hashes,
  wanted,
  reached,
  unlocked,
}: PythonPackage): LockEntry {
  const fromIndex = source === undefined || source.kind === "index";
  return {
    kind: "package",
    pkg: {
      name,
      ...(version === undefined ? {} : { version }),
      ...(fromIndex ? { ecosystem: "PyPI" as const } : {}),
      purl: fromIndex
        ? purlOf("PyPI", name, version)
        : purl("pypi", undefined, pypiName(name), version, placeOf(source)),
      at,
      ...reached,
      ...(hashes.length === 0 ? {} : { hashes }),
      ...(source === undefined ? {} : { source }),
      ...(wanted === undefined || wanted === "" ? {} : { wanted }),
      ...(fromIndex && version === undefined ? { unlocked: unlocked ?? name } : {}),
    },
  };
}

function placeOf({ kind, where }: PackageSource): Record<string, string> {
  return kind === "vcs" ? { vcs_url: where } : kind === "url" ? { download_url: where } : {};
}

/** The source of what an index serves, by its address; none for PyPI. */
export function indexSource(address: string): PackageSource | undefined {
  return PYPI.has(httpsHost(address) ?? "") ? undefined : { kind: "index", where: withoutCredentials(address) };
}

/** The source of what stands at an address: a file of an index is not meant here. */
export function addressSource(kind: "url" | "vcs" | "local", where: string): PackageSource {
  return { kind, where: kind === "local" ? where : withoutCredentials(where) };
}

/** Whether a path is the directory of the lockfile: the project itself. */
export function isProjectItself(path: string): boolean {
  return /^(?:\.?\/?|\.\/\.)$/.test(path);
}

/** Notes each index that is not a well-known one, once. */
export class OtherIndexes {
  private readonly seen = new Set<string>();

  *note(source: PackageSource | undefined, at: Location): Generator<LockEntry> {
    if (source?.kind !== "index" || KNOWN.has(httpsHost(source.where) ?? "") || this.seen.has(source.where)) return;
    this.seen.add(source.where);
    const detail = "packages are taken from an index that is not PyPI";
    yield { kind: "practice", at, practice: { kind: "other-index", what: source.where, detail } };
  }
}
