import { fromVector } from "ae-cvss-calculator";
import type { Advisory, PackageQuery, SeverityVector } from "../core/advisory";
import type { AdvisoryGroup } from "../core/package-facts";
import { affectedOf } from "./affects";

export type Rating = NonNullable<AdvisoryGroup["severity"]>;

/** Characters. A vector of CVSS v4 with all its metrics has some 250. */
const MAX_VECTOR = 512;
/** Vectors of one record that are looked at: a score takes some 0.1 ms (CWE-400). Real records have up to 3. */
const MAX_VECTORS = 20;

/** Scores that are kept: real vectors repeat, and one of v4 takes 0.15 ms. */
const MAX_KEPT = 5_000;
const kept = new Map<string, number | undefined>();

/** How vectors of each type begin: the library would read any other beginning as one of v2 or v3. */
const BEGINNINGS: ReadonlyMap<string, RegExp> = new Map([
  ["CVSS_V2", /^\(?AV:/],
  ["CVSS_V3", /^CVSS:3\.[01]\/AV:/],
  ["CVSS_V4", /^CVSS:4\.0\/AV:/],
]);

const FROM_LOWEST: readonly Rating[] = ["none", "low", "medium", "high", "critical"];
/** Words of databases; GitHub says `MODERATE`. */
const WORDS: ReadonlyMap<string, Rating> = new Map([
  ["NONE", "none"],
  ["LOW", "low"],
  ["MODERATE", "medium"],
  ["MEDIUM", "medium"],
  ["HIGH", "high"],
  ["IMPORTANT", "high"],
  ["CRITICAL", "critical"],
]);

/** The highest that the advisories say of a package; nothing where none of them says anything. */
export function severityOf(
  advisories: readonly Advisory[],
  query: PackageQuery,
): Pick<AdvisoryGroup, "score" | "severity"> {
  const scores: number[] = [];
  const ratings: Rating[] = [];
  for (const advisory of advisories) {
    const parts = affectedOf(advisory, query);
    const own = parts.flatMap((part) => part.severity);
    // What is said of the package goes before what is said of the flaw as a whole.
    const vectors = own.length > 0 ? own : advisory.severity;
    scores.push(...vectors.slice(0, MAX_VECTORS).flatMap((vector) => scoreOf(vector) ?? []));
    for (const word of [advisory.databaseSeverity, ...parts.map((part) => part.databaseSeverity)])
      ratings.push(...[WORDS.get(word?.toUpperCase() ?? "") ?? []].flat());
  }
  const score = scores.length === 0 ? undefined : Math.max(...scores);
  if (score !== undefined) ratings.push(ratingOf(score));
  const severity = FROM_LOWEST.findLast((rating) => ratings.includes(rating));
  return { ...(score === undefined ? {} : { score }), ...(severity === undefined ? {} : { severity }) };
}

/** The score of a vector, 0 to 10; `undefined` where it is none of CVSS v2, v3 or v4, or lacks a base metric. */
export function scoreOf({ type, score: vector }: SeverityVector): number | undefined {
  if (vector.length > MAX_VECTOR || BEGINNINGS.get(type)?.test(vector) !== true) return undefined;
  const key = `${type} ${vector}`;
  if (!kept.has(key)) {
    if (kept.size >= MAX_KEPT) kept.clear();
    kept.set(key, calculate(type, vector));
  }
  return kept.get(key);
}

function calculate(type: string, vector: string): number | undefined {
  try {
    const read = fromVector(vector) as Vector | null;
    if (read?.isBaseFullyDefined() !== true) return undefined;
    const { base, overall } = read.calculateScores();
    // Of v4 there is one score, which counts what is known of the threat; of the others the base is what databases show.
    const score = type === "CVSS_V4" ? overall : (base ?? overall);
    return Number.isFinite(score) && score >= 0 && score <= 10 ? score : undefined;
  } catch {
    return undefined;
  }
}

interface Vector {
  isBaseFullyDefined(): boolean;
  calculateScores(): { readonly base?: number; readonly overall: number };
}

/** The word for a score (https://www.first.org/cvss/v3.1/specification-document, section 5). */
export function ratingOf(score: number): Rating {
  if (score <= 0) return "none";
  if (score < 4) return "low";
  if (score < 7) return "medium";
  return score < 9 ? "high" : "critical";
}
