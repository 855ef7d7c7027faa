import type { Advisory, Affected, PackageQuery } from "../core/advisory";
import { baseEcosystem, normalName } from "./name";
import { inside, type ReadRange, readRange } from "./ranges";
import { SCHEMES } from "./versions";
import { MAX_VERSION_LENGTH, type Version, type VersionScheme } from "./versions/scheme";

/** What an advisory says of one version of a package. */
export type Verdict =
  /** `fixed`: versions that the record names as fixed, in its order, whatever they are compared with this one. */
  | { readonly kind: "affected"; readonly fixed: readonly string[] }
  | { readonly kind: "not-affected" }
  | { readonly kind: "unreadable"; readonly detail: string };

/** What a record says of one package, read once. */
interface ReadAffected {
  readonly query: PackageQuery;
  readonly named: boolean;
  readonly texts: ReadonlySet<string>;
  readonly ranges: readonly ReadRange[];
  readonly fixed: readonly string[];
  /** Of `texts`, on first use: `1.0` is affected where `1.0.0` is listed. */
  keys?: ReadonlySet<string>;
}

/** Versions that are kept, of each scheme: some 10 MB. */
const MAX_PARSED = 30_000;
const parsed = new Map<VersionScheme, Map<string, Version | undefined>>();

const NOT_AFFECTED: Verdict = { kind: "not-affected" };

/** What was read, for as long as the record lives; a record is asked about one package, seldom about two. */
const read = new WeakMap<Advisory, ReadAffected[]>();

/**
 * Whether an advisory applies to `version` of the package, whose name is normalised already. It does where `versions`
 * lists it (as the same version, however it is spelled; local parts of PyPI aside) or a range holds it. A withdrawn
 * record applies to nothing. What the record lists is decided whatever else of it cannot be read.
 */
export function affects(advisory: Advisory, query: PackageQuery, version: string): Verdict {
  if (advisory.withdrawn !== undefined) return NOT_AFFECTED;
  const scheme = SCHEMES[query.ecosystem];
  const entry = entryOf(advisory, query, scheme);
  if (entry.texts.has(version)) return { kind: "affected", fixed: entry.fixed };
  if (entry.named && entry.texts.size === 0 && entry.ranges.every(isEmpty))
    return { kind: "unreadable", detail: "the record names the package and no version of it" };
  const locked = parse(version, scheme);
  const found = entry.ranges.map((range) => inside(range, locked, scheme));
  if (found.includes("inside") || isListed(entry, locked, scheme)) return { kind: "affected", fixed: entry.fixed };
  const open = found.find((each) => typeof each !== "string");
  if (open === undefined && (locked !== undefined || entry.texts.size === 0)) return NOT_AFFECTED;
  const detail =
    locked === undefined
      ? `${JSON.stringify(version)} is not a version of ${query.ecosystem}, and the record does not list it`
      : scheme.spans?.(locked, locked) === true
        ? `${JSON.stringify(version)} moves, and what it stands for now may be affected`
        : `the record's ${(open as { unreadable: string }).unreadable} is not a version of ${query.ecosystem}`;
  return { kind: "unreadable", detail };
}

/** Versions that an advisory names as fixed for a package, in its order. */
export function fixesOf(advisory: Advisory, query: PackageQuery): readonly string[] {
  return advisory.withdrawn === undefined ? entryOf(advisory, query, SCHEMES[query.ecosystem]).fixed : [];
}

/** The parts of a record that name a package; a name may stand in several of them. */
export function affectedOf(advisory: Advisory, { ecosystem, name }: PackageQuery): readonly Affected[] {
  return advisory.affected.filter(
    (each) => baseEcosystem(each.ecosystem) === ecosystem && normalName(ecosystem, each.name) === name,
  );
}

function isEmpty({ points, limits }: ReadRange): boolean {
  return points.length === 0 && limits.length === 0;
}

function isListed(entry: ReadAffected, version: Version | undefined, scheme: VersionScheme): boolean {
  if (version === undefined || entry.texts.size === 0) return false;
  entry.keys ??= new Set([...entry.texts].flatMap((text) => parse(text, scheme)?.key ?? []));
  return entry.keys.has(version.key);
}

/** A version, read once: records of one package list the same ones again and again. */
function parse(text: string, scheme: VersionScheme): Version | undefined {
  if (text.length > MAX_VERSION_LENGTH) return undefined;
  let known = parsed.get(scheme);
  if (known === undefined || known.size > MAX_PARSED) parsed.set(scheme, (known = new Map()));
  let version = known.get(text);
  if (version === undefined && !known.has(text)) known.set(text, (version = scheme.parse(text)));
  return version;
}

function entryOf(advisory: Advisory, query: PackageQuery, scheme: VersionScheme): ReadAffected {
  const entries = read.get(advisory) ?? [];
  const known = entries.find(({ query: { ecosystem, name } }) => name === query.name && ecosystem === query.ecosystem);
  if (known !== undefined) return known;
  const parts = affectedOf(advisory, query);
  const ranges = parts.flatMap((part) => part.ranges);
  const entry: ReadAffected = {
    query,
    named: parts.length > 0,
    texts: new Set(parts.flatMap((part) => part.versions)),
    ranges: ranges.map((range) => readRange(range, scheme)),
    fixed: [...new Set(ranges.flatMap(({ events }) => events.flatMap((event) => event.fixed ?? [])))],
  };
  read.set(advisory, [...entries, entry]);
  return entry;
}
