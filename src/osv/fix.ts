import type { Advisory, PackageQuery } from "../core/advisory";
import { affects, fixesOf } from "./affects";
import { SCHEMES } from "./versions";
import type { Version } from "./versions/scheme";

export { insideWanted } from "./wanted";

/** Versions that are tried. Real packages have up to some 150 that differ; each is held against each record (CWE-407). */
const MAX_CANDIDATES = 500;
/** Verdicts, for the same reason: 400,000 take some 0.4 s. Where they do not do, no fix is named. */
const MAX_VERDICTS = 400_000;

/**
 * The versions above `version` that some advisory of the package names as fixed, in the order in which they are advised:
 * from the lowest, releases before pre-releases, unless the locked version is one. None where `version` is not readable.
 */
export function candidatesAbove(
  advisories: readonly Advisory[],
  query: PackageQuery,
  version: string,
): readonly string[] {
  const scheme = SCHEMES[query.ecosystem];
  const locked = scheme.parse(version);
  if (locked === undefined) return [];
  const texts = new Set(advisories.flatMap((advisory) => fixesOf(advisory, query)));
  const above = [...texts]
    .map((text) => ({ text, read: scheme.parse(text) }))
    .filter((each): each is Candidate => each.read !== undefined && scheme.compare(each.read, locked) > 0)
    .sort((a, b) => scheme.compare(a.read, b.read));
  const sorted = locked.pre ? above : [...above.filter(isRelease), ...above.filter((each) => !isRelease(each))];
  return sorted.slice(0, MAX_CANDIDATES).map(({ text }) => text);
}

/** The first of the candidates that none of the advisories affects. */
export function firstUnaffected(
  candidates: readonly string[],
  advisories: readonly Advisory[],
  query: PackageQuery,
): string | undefined {
  const suspects = [...advisories];
  let verdicts = 0;
  for (const text of candidates) {
    const hit = suspects.findIndex((advisory) => affects(advisory, query, text).kind === "affected");
    if (hit < 0) return text;
    // A record that affects one candidate most likely affects the next one too.
    suspects.unshift(...suspects.splice(hit, 1));
    verdicts += hit + 1;
    if (verdicts > MAX_VERDICTS) return undefined;
  }
  return undefined;
}

/** The lowest version above `version` that none of the advisories of a package affects; `undefined` where there is none. */
export function lowestFixed(advisories: readonly Advisory[], query: PackageQuery, version: string): string | undefined {
  return firstUnaffected(candidatesAbove(advisories, query, version), advisories, query);
}

interface Candidate {
  readonly text: string;
  readonly read: Version;
}

function isRelease({ read }: Candidate): boolean {
  return !read.pre;
}
