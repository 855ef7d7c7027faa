import { Malformed } from "../../core/bytes";
import type { LockContext, LockEntry } from "../../core/lockfile";
import type { Location } from "../../core/location";
import type { LockedPackage } from "../../core/package-facts";
import type { Lines } from "../../syntax/lines";
import type { Reached } from "../dependency-graph";
import { purl, purlOf } from "../purl";
import { Practices } from "./practices";
import type { Seen } from "./seen";

/**
 * Entries of one file that are looked at; each takes some kilobytes on the way. More than what the audit takes of packages,
 * so that this limit is not the first that a file without repetitions meets. CWE-770.
 */
export const MAX_ENTRIES = 110_000;
/** Characters of a name; npm allows 214, and allowed more before 2013. CWE-400. */
const MAX_NAME = 256;
const MAX_VERSION = 256;
/** Entries of one file without a readable name that are told one by one. CWE-770. */
const MAX_UNREADABLE = 20;
/** What no name has. */
const UNNAMED = /[\s\u0000-\u001f\u007f"'`<>\\]/;
/** Exact versions, and those of the years before npm was strict (`1.0.2beta`). */
const EXACT = /^\d+\.\d+\.\d+[0-9A-Za-z.+-]*$/;

/**
 * Packages, each once for its name, version and origin: where a tree has it in several places, the one nearest to the
 * project speaks for all. Then what is worth a word about the file. `total` is how many entries it has: throws `Malformed` in
 * the end where those are more than `MAX_ENTRIES`, of which `seen` was made.
 */
export function* entriesOf(
  seen: readonly Seen[],
  reached: readonly Reached[],
  { path }: LockContext,
  lines: Lines,
  total: number,
): Generator<LockEntry> {
  const at = (place: number): Location => ({ path, inside: [], line: lines.lineOf(place) });
  const practices = new Practices();
  let unreadable = 0;
  for (const { each, how } of nearest(seen, reached)) {
    if (!isName(each.name)) {
      if (unreadable++ < MAX_UNREADABLE) yield unreadableName(each, at);
      continue;
    }
    const hashes = each.hashes();
    practices.look(each, hashes);
    yield { kind: "package", pkg: lockedPackage(each, hashes, how, at(each.place)) };
    const other = practices.otherwise(each);
    if (other !== undefined) yield { kind: "package", pkg: lockedPackage(other, hashes, how, at(each.place)) };
  }
  if (unreadable > MAX_UNREADABLE)
    yield {
      kind: "unreadable",
      at: at(0),
      reason: "malformed",
      detail: `${unreadable} entries have no readable name; the first ${MAX_UNREADABLE} are told`,
    };
  for (const { place, practice } of practices.told()) yield { kind: "practice", at: at(place), practice };
  if (total > MAX_ENTRIES)
    throw new Malformed(
      `it has more than ${MAX_ENTRIES.toLocaleString("en-US")} entries, and the rest was not read`,
      0,
    );
}

function unreadableName({ name, place }: Seen, at: (place: number) => Location): LockEntry {
  const detail = `${JSON.stringify(name.slice(0, 80))} is no name of a package`;
  return { kind: "unreadable", at: at(place), reason: "malformed", detail };
}

interface Nearest {
  each: Seen;
  how: Reached;
}

function nearest(seen: readonly Seen[], reached: readonly Reached[]): Iterable<Nearest> {
  const best = new Map<string, Nearest>();
  seen.forEach((each, index) => {
    const how = groupedAs(each, reached[index] ?? {});
    const key = `${each.name}@${each.version ?? ""}\n${each.origin.kind === "registry" ? (each.origin.host ?? "") : each.origin.where}`;
    const before = best.get(key);
    if (before === undefined) best.set(key, { each, how });
    else if (rank(how) < rank(before.how)) Object.assign(before, { each, how });
  });
  return best.values();
}

/** What runs in production counts before what does not, then what is direct, then the shorter path. */
function rank({ direct, via, group }: Reached): number {
  return (group === undefined ? 0 : 1000) + (direct === true ? 0 : 1 + (via?.length ?? 100));
}

/**
 * The lock's flag, but never `dev` for what production reaches: nothing in a file may talk a package out of it. What is
 * only taken for direct has nothing that is wanted.
 */
function groupedAs({ group: flag, wanted }: Seen, { group, ...how }: Reached): Reached {
  const isProduction = group === undefined && (how.direct === false || (how.direct === true && wanted !== undefined));
  const told = flag === "dev" && isProduction ? undefined : (flag ?? group);
  return told === undefined ? how : { ...how, group: told };
}

function isName(name: string): boolean {
  return name !== "" && name.length <= MAX_NAME && !UNNAMED.test(name);
}

function lockedPackage(
  { name, version, origin, wanted }: Seen,
  hashes: readonly string[],
  how: Reached,
  at: Location,
): LockedPackage {
  const exact = version !== undefined && version.length <= MAX_VERSION && EXACT.test(version) ? version : undefined;
  const common = {
    name,
    ...(exact === undefined ? {} : { version: exact }),
    at,
    ...how,
    ...(hashes.length === 0 ? {} : { hashes }),
    ...(wanted === undefined || wanted === "" || how.direct !== true ? {} : { wanted }),
  };
  if (origin.kind === "registry") {
    const { host } = origin;
    return {
      ...common,
      ecosystem: "npm",
      purl: host === undefined ? purlOf("npm", name, exact) : npmPurl(name, exact, { repository_url: host }),
      ...(host === undefined ? {} : { source: { kind: "index", where: host } }),
      ...(exact === undefined ? { unlocked: (version ?? name).slice(0, MAX_VERSION) } : {}),
    };
  }
  const { kind, where } = origin;
  return {
    ...common,
    purl:
      kind === "local"
        ? purl("generic", undefined, name, exact)
        : npmPurl(name, exact, kind === "vcs" ? { vcs_url: where } : { download_url: where }),
    source: { kind, where },
  };
}

function npmPurl(name: string, version: string | undefined, qualifiers: Readonly<Record<string, string>>): string {
  const cut = name.lastIndexOf("/");
  const scope = cut < 0 ? undefined : name.slice(0, cut).toLowerCase();
  return purl("npm", scope, name.slice(cut + 1).toLowerCase(), version, qualifiers);
}
