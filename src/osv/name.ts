import { pypiName } from "../core/package-name";
import type { Ecosystem } from "../core/ecosystem";
import { SCHEMES } from "./versions";

/** To be raised with every change of what `normalName` gives: indexes of databases are kept from version to version. */
export const NORMALISATION = 1;

/**
 * A name as its ecosystem compares names: for queries, and for both sides when records are matched. PyPI by PEP 503;
 * Packagist, GitHub Actions and NuGet whatever the case; npm, Go, crates.io, Maven, RubyGems, CRAN, Pub and Hex as
 * they are (npm has packages from before 2017 that differ in case alone).
 */
export function normalName(ecosystem: Ecosystem, name: string): string {
  switch (ecosystem) {
    case "PyPI":
      return pypiName(name);
    case "Packagist":
    case "GitHub Actions":
    case "NuGet":
      return name.toLowerCase();
    default:
      return name;
  }
}

/**
 * The spellings to ask the OSV API for. It normalises the names of PyPI only and compares others exactly, in the spelling
 * of each record (https://github.com/google/osv.dev/issues/6039): where case does not count, the file's own and the lower one.
 */
export function spellings(ecosystem: Ecosystem, name: string): readonly string[] {
  const normal = normalName(ecosystem, name);
  return normal === name || ecosystem === "PyPI" ? [normal] : [name, normal];
}

/**
 * The ecosystem of a record, which may have a suffix: a release or a registry (`Maven:https://repo.example/maven2`, see
 * https://ossf.github.io/osv-schema/#affectedpackage-field). The suffix does not decide: a lockfile seldom says which
 * registry it was. `undefined` for ecosystems that are not known here.
 */
export function baseEcosystem(ecosystem: string): Ecosystem | undefined {
  const base = ecosystem.split(":", 1)[0]!;
  return Object.hasOwn(SCHEMES, base) ? (base as Ecosystem) : undefined;
}
