import type { Advisory, PackageQuery } from "../core/advisory";
import type { AdvisoryGroup } from "../core/package-facts";
import { affectedOf, affects, type Verdict } from "./affects";
import { candidatesAbove, firstUnaffected } from "./fix";
import { severityOf } from "./severity";
import { compareText } from "./versions/scheme";

/** Characters of a summary; most have below 100. */
const MAX_SUMMARY = 200;

/**
 * The flaws of a version of a package: what affects it, and what might (`unreadable`), grouped where ids and aliases say
 * that it is one flaw. Records of the same flaw that do not apply count for its ids and its severity, and a version that
 * one of them affects is no fix. A flaw is unreadable only where none of its records can be read. Sorted by id.
 */
export function groupAdvisories(
  advisories: readonly Advisory[],
  query: PackageQuery,
  version: string,
): readonly AdvisoryGroup[] {
  const standing = advisories.filter(
    (advisory) => advisory.withdrawn === undefined && affectedOf(advisory, query).length > 0,
  );
  let above: readonly string[] | undefined;
  const candidates = () => (above ??= candidatesAbove(standing, query, version));
  return linked(standing)
    .flatMap((records) => groupOf(records, candidates, query, version) ?? [])
    .sort((a, b) => compareText(a.id, b.id));
}

/** A group of its own for a record that could not be read. */
export function unreadableGroup(id: string, detail: string): AdvisoryGroup {
  const named = { ids: [id], id, key: id, summary: "", malicious: isMalware(id) };
  return { ...named, url: addressOf(id), advisories: [], unreadable: detail };
}

function groupOf(
  records: readonly Advisory[],
  candidates: () => readonly string[],
  query: PackageQuery,
  version: string,
): AdvisoryGroup | undefined {
  const judged = records.map((record) => ({ record, verdict: affects(record, query, version) }));
  const affecting = judged.filter(({ verdict }) => verdict.kind === "affected").map(({ record }) => record);
  const open = judged.filter(isUnreadable);
  // Where one database's record cannot be read, another one's of the same flaw decides.
  if (affecting.length === 0 && open.length < judged.length) return undefined;
  const counted = affecting.length > 0 ? affecting : open.map(({ record }) => record);
  const ids = [...new Set(records.flatMap(({ id, aliases }) => [id, ...aliases]))].sort(compareText);
  const id = [...counted.map((record) => record.id)].sort(compareIds)[0]!;
  const fixed = affecting.length === 0 ? undefined : firstUnaffected(candidates(), records, query);
  return {
    ids,
    id,
    key: keyOf(ids),
    summary: summaryOf([...counted, ...records]),
    malicious: counted.some((record) => isMalware(record.id)),
    ...severityOf(records, query),
    ...publishedOf(records),
    ...(fixed === undefined ? {} : { fixed }),
    url: addressOf(id),
    advisories: [...counted].sort((a, b) => compareText(a.id, b.id)),
    ...(affecting.length > 0 ? {} : { unreadable: open.map(({ verdict }) => verdict.detail).join("; ") }),
  };
}

/** A flaw is public since the first database told of it, also where that record is not about this version. */
function publishedOf(records: readonly Advisory[]): { published?: string } {
  const first = records.flatMap(({ published }) => published ?? []).sort(compareText)[0];
  return first === undefined ? {} : { published: first };
}

interface Judged {
  readonly record: Advisory;
  readonly verdict: Verdict;
}

function isUnreadable(judged: Judged): judged is Judged & { verdict: { kind: "unreadable"; detail: string } } {
  return judged.verdict.kind === "unreadable";
}

/** Records that name each other, or the same alias, each set once; in the order of their first record. */
function linked(advisories: readonly Advisory[]): readonly (readonly Advisory[])[] {
  const parent = new Map<string, string>();
  const rootOf = (id: string): string => {
    let root = id;
    for (let up = parent.get(root); up !== undefined && up !== root; up = parent.get(root)) root = up;
    // The path is shortened, so that long chains of aliases stay cheap.
    for (let at = id; at !== root;) {
      const up = parent.get(at) ?? root;
      parent.set(at, root);
      at = up;
    }
    return root;
  };
  for (const { id, aliases } of advisories) for (const alias of aliases) parent.set(rootOf(alias), rootOf(id));
  const sets = new Map<string, Advisory[]>();
  for (const advisory of advisories) {
    const root = rootOf(advisory.id);
    const set = sets.get(root);
    if (set === undefined) sets.set(root, [advisory]);
    else set.push(advisory);
  }
  return [...sets.values()];
}

/** GitHub's advisories are reviewed and have the most words; a CVE record says the least of packages. */
function compareIds(a: string, b: string): number {
  const rank = (id: string) => (id.startsWith("GHSA-") ? 0 : id.startsWith("CVE-") ? 2 : 1);
  return rank(a) - rank(b) || compareText(a, b);
}

/** The lowest CVE by year and number, else the lowest id: a record that another database adds brings its own id, and the same CVE. */
function keyOf(ids: readonly string[]): string {
  const numbered = ids.flatMap((id) => {
    const found = /^CVE-(\d{4})-(\d{4,12})$/.exec(id);
    return found === null ? [] : [{ id, year: Number(found[1]), number: Number(found[2]) }];
  });
  return numbered.sort((a, b) => a.year - b.year || a.number - b.number)[0]?.id ?? ids[0]!;
}

function summaryOf(records: readonly Advisory[]): string {
  const summary = records.map((record) => record.summary.trim()).find((each) => each !== "");
  return shorten(summary ?? records.map(firstLine).find((each) => each !== "") ?? "");
}

/** Headings (`### Impact`) are no summary. */
function firstLine({ details }: Advisory): string {
  const lines = details.split("\n").map((line) => line.trim());
  return lines.find((line) => line !== "" && !line.startsWith("#")) ?? "";
}

function shorten(text: string): string {
  const line = text.replace(/\s+/g, " ");
  return line.length <= MAX_SUMMARY
    ? line
    : `${line
        .slice(0, MAX_SUMMARY - 1)
        .replace(/[\uD800-\uDBFF]$/, "")
        .trimEnd()}…`;
}

function isMalware(id: string): boolean {
  return id.startsWith("MAL-");
}

function addressOf(id: string): string {
  return `https://osv.dev/vulnerability/${encodeURIComponent(id)}`;
}
