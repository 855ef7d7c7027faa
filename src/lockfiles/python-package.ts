import type { Location } from "../core/location";
import type { LockedPackage } from "../core/package-facts";
import { exactVersion, type Requirement } from "./pep508";
import { archiveVersion, nameFromAddress, readAddress, type PythonAddress } from "./python-address";
import { pypiName } from "../core/package-name";
import { purl, purlOf } from "./purl";

/** Characters of what a file says instead of a version. CWE-400. */
const MAX_UNLOCKED = 200;
/** Files of PyPI itself: an address there says no more than the name and the version. */
const PYPI_FILES = "https://files.pythonhosted.org/";

/** What a file may say of a dependency beside its name and versions. */
export type Around = Partial<Pick<LockedPackage, "direct" | "via" | "group" | "hashes" | "source" | "wanted">>;

/** The package that a dependency names, of PyPI unless it has an address. */
export function packageOf(requirement: Requirement, at: Location, around: Around = {}): LockedPackage {
  const { name, specifier, url } = requirement;
  if (url !== undefined) return packageAt(readAddress(url), at, around, name);
  const version = exactVersion(specifier);
  return {
    name,
    ...(version === undefined ? { unlocked: (specifier || name).slice(0, MAX_UNLOCKED) } : { version }),
    ecosystem: "PyPI",
    purl: purlOf("PyPI", name, version),
    at,
    ...around,
  };
}

/**
 * The package behind an address. It is one of PyPI where the name of its file says which version, since pip takes it for
 * that; else it has no ecosystem. Where nothing says its name, the name is a guess.
 */
export function packageAt(address: PythonAddress, at: Location, around: Around, named?: string): LockedPackage {
  const { source } = address;
  const all = [...address.hashes, ...(around.hashes ?? [])];
  const hashes = all.length === 0 ? {} : { hashes: all };
  const exact = address.exact || (source.kind === "url" && all.length > 0);
  const known = named ?? address.name;
  const name = known ?? nameFromAddress(source.where);
  const version = address.version ?? (known !== undefined ? archiveVersion(source.where, known) : undefined);
  if (version !== undefined && source.where.startsWith(PYPI_FILES))
    return { ...packageOf({ name, extras: [], specifier: `==${version}` }, at, around), ...hashes };
  const place =
    source.kind === "vcs" ? { vcs_url: source.where } : source.kind === "url" ? { download_url: source.where } : {};
  return {
    name,
    ...(version === undefined ? {} : { version, ecosystem: "PyPI" as const }),
    purl:
      known === undefined
        ? purl("generic", undefined, name, undefined, place)
        : purl("pypi", undefined, pypiName(known), version, place),
    at,
    ...around,
    ...hashes,
    source,
    ...(exact ? {} : { unlocked: source.where.slice(0, MAX_UNLOCKED) }),
  };
}
