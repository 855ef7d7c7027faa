import type { LockEntry } from "../core/lockfile";
import type { Location } from "../core/location";
import type { PackageSource } from "../core/package-facts";
import { httpsHost, withoutCredentials } from "./address";
import type { Reached } from "./dependency-graph";
import { pypiName } from "../core/package-name";
import { purl, purlOf } from "./purl";
import { readAddress } from "./python-address";

/** Where PyPI's packages are: the index, the files, and the old name of the index. */
const PYPI = new Set(["pypi.org", "files.pythonhosted.org", "pypi.python.org"]);
/** Indexes that everyone in the field uses, of which nothing need be said. */
const KNOWN = new Set([...PYPI, "download.pytorch.org"]);

/** Wheels of other packages that are told of one. CWE-770. */
const MAX_WHEELS = 20;

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

/**
 * The same, with the addresses of its files, which are what gets installed, whatever the fields beside them say: a wheel of
 * another name or version is a package of its own, and files of PyPI's packages come from PyPI.
 */
export function* pythonPackageOf(
  pkg: PythonPackage,
  files: readonly string[],
  indexes: OtherIndexes,
): Generator<LockEntry> {
  const { name, version, at } = pkg;
  const fromIndex = pkg.source === undefined || pkg.source.kind === "index";
  const foreign = pkg.source === undefined ? files.find(isForeign) : undefined;
  const origin = foreign === undefined ? undefined : (/^[a-z][a-z0-9+.-]*:\/\/[^/?#]+/i.exec(foreign)?.[0] ?? foreign);
  const source = origin === undefined ? pkg.source : indexSource(origin);
  yield* indexes.note(source, at);
  yield pythonPackage({ ...pkg, source });
  const told = new Set<string>();
  for (const file of fromIndex ? files : []) {
    const wheel = readAddress(file);
    if (wheel.name === undefined || wheel.version === undefined) continue;
    const [itsName, itsVersion] = [pypiName(wheel.name), wheel.version];
    if (itsName === pypiName(name) && (version === undefined || isSameVersion(itsVersion, version))) continue;
    if (told.has(`${itsName} ${itsVersion}`) || told.size >= MAX_WHEELS) continue;
    told.add(`${itsName} ${itsVersion}`);
    const what = `${itsName} ${itsVersion}`;
    const detail = `${name} ${version ?? ""} is locked to a wheel of ${what}, which is what gets installed`;
    yield { kind: "practice", at, practice: { kind: "mismatch", what, detail } };
    yield pythonPackage({ ...pkg, source, name: itsName, version: itsVersion });
  }
}

/** An address that is no file of PyPI; a path is local, and a file on its own. */
function isForeign(file: string): boolean {
  return /^[a-z][a-z0-9+.-]*:/i.test(file) && !PYPI.has(httpsHost(file) ?? "");
}

/** The name of a wheel has no epoch's `!` and may leave out the local part: what follows the release does not count here. */
function isSameVersion(a: string, b: string): boolean {
  const plain = (version: string): string =>
    decoded(version)
      .toLowerCase()
      .replace(/^v/, "")
      .split("+", 1)[0]!
      .replace(/[-_]/g, ".")
      .replace(/(?:\.0)+$/, "");
  return plain(a) === plain(b);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
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
