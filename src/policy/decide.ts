import { compileGlob, isEveryPath } from "../core/glob";
import type { Finding, Waived } from "../core/finding";
import { counts } from "../core/finding-counts";
import type { Policy, Waiver } from "../core/policy";
import type { ArtifactRecord, Verdict } from "../core/report";
import type { RepositoryEvent } from "../core/subject";

type Unnumbered = Omit<Finding, "id">;

/** Who lets something pass, where it is not the repository's own file. */
export const ORGANISATION = "the organisation's policy";

/** Names the policy allows today, for the rules. */
export function allowedGlobals(policy: Policy, today: string): Map<string, Waived> {
  const allowed = new Map<string, Waived>();
  for (const { name, reason, until, organisation } of policy.pickle.allow)
    if (until === undefined || until >= today)
      allowed.set(name, {
        by: organisation === true ? ORGANISATION : "policy",
        reason,
        ...(until === undefined ? {} : { until }),
      });
  return allowed;
}

/** What a waiver is held against: the finding, and the content it was found in. */
export interface WaiverTarget {
  readonly finding: Finding;
  readonly sha256: string | undefined;
}

/** What rules in Rego say, and that they gave no answer. */
export const OWN_RULES: ReadonlySet<string> = new Set(["MA-POL-006", "MA-POL-007"]);

/**
 * A waiver of all vulnerabilities of a lockfile would let those pass that nobody knows yet; one of all that rules in Rego say of a path
 * would turn off rules that are written tomorrow.
 */
export const ONE_BY_ONE: ReadonlySet<string> = new Set(["MA-DEP-001", "MA-DEP-002", ...OWN_RULES]);

/**
 * A waiver is for one rule at one path; for an artifact it names the content as well, so that a file
 * that changes is judged anew (CONTRACTS, "waivers").
 */
function covers(waiver: Waiver, matches: (path: string) => boolean, { finding, sha256 }: WaiverTarget): boolean {
  if (waiver.rule !== finding.rule || !matches(finding.location.path)) return false;
  if (waiver.finding !== undefined && waiver.finding !== finding.id) return false;
  if (waiver.finding === undefined && ONE_BY_ONE.has(waiver.rule)) return false;
  return sha256 === undefined || waiver.sha256 === sha256;
}

export interface Waiving {
  readonly findings: readonly Finding[];
  /** Waivers that expired, were not needed, or name no content: facts for the rules of family POL. */
  readonly events: readonly RepositoryEvent[];
}

/** Marks the findings that a waiver in force covers. `today` is `YYYY-MM-DD` in UTC; `until` is inclusive. */
export function applyWaivers(
  findings: readonly Finding[],
  artifacts: readonly ArtifactRecord[],
  policy: Policy,
  today: string,
  wholeTree: boolean,
): Waiving {
  const digests = new Map(artifacts.map((artifact) => [artifact.path, artifact.sha256]));
  const events: RepositoryEvent[] = [];
  const waived = new Map<string, Waived>();
  for (const waiver of policy.waivers) {
    const matches = compileGlob(waiver.path);
    const targets = findings.map((finding) => ({
      finding,
      sha256: finding.sha256 ?? digests.get(finding.location.path),
    }));
    const covered = targets.filter((target) => covers(waiver, matches, target));
    const where = `the waiver of ${waiver.rule} for ${waiver.path} (line ${waiver.line}${waiver.organisation ? ` of ${ORGANISATION}` : ""})`;
    if (waiver.until < today) {
      if (covered.length > 0 || (wholeTree && !waiver.organisation))
        events.push({
          kind: "waiver-expired",
          detail: `${where} ended on ${waiver.until}`,
          ...(waiver.organisation ? {} : { line: waiver.line }),
        });
      continue;
    }
    for (const { finding } of covered)
      waived.set(finding.id, {
        by: waiver.approvedBy ?? (waiver.organisation ? ORGANISATION : "waiver"),
        reason: waiver.reason,
        until: waiver.until,
      });
    // Written for many repositories, it is not for each of them.
    if (!waiver.organisation) events.push(...toldOf(waiver, where, { targets, covered, matches, wholeTree }));
  }
  events.push(...endedEntries(policy, today));
  const marked = findings.map((finding) =>
    waived.has(finding.id) ? { ...finding, waived: waived.get(finding.id)! } : finding,
  );
  return { findings: marked, events };
}

/** What is to be said of a waiver in force: that it covers nothing, and why, or more than anybody has looked at. */
function toldOf(
  { rule, sha256, finding, line }: Waiver,
  where: string,
  run: {
    readonly targets: readonly WaiverTarget[];
    readonly covered: readonly WaiverTarget[];
    readonly matches: (path: string) => boolean;
    readonly wholeTree: boolean;
  },
): RepositoryEvent[] {
  const { targets, covered, matches, wholeTree } = run;
  const tell = (kind: "waiver-too-broad" | "waiver-unused", words: string): RepositoryEvent[] => [
    { kind, line, detail: `${where} ${words}` },
  ];
  const isFree = sha256 === undefined && finding === undefined;
  if (covered.length > 0)
    return isFree && isEveryPath(matches)
      ? tell("waiver-too-broad", "covers every file, also those that come later: name the path or the finding")
      : [];
  const near = targets.find((target) => rule === target.finding.rule && matches(target.finding.location.path));
  if (near === undefined) return wholeTree ? tell("waiver-unused", "covers nothing that was found") : [];
  if (finding === undefined && ONE_BY_ONE.has(rule))
    return tell("waiver-too-broad", `names no finding, so it covers none: ${insteadOf(rule)}`);
  if (sha256 === undefined) return tell("waiver-too-broad", "names no sha256, so it covers no model file");
  if (near.sha256 === undefined || near.sha256 === sha256)
    return tell("waiver-unused", "covers nothing that was found");
  const contents = `${sha256.slice(0, 12)}…, and ${near.finding.location.path} has ${near.sha256.slice(0, 12)}…`;
  return tell("waiver-unused", `was given for another content: sha256 ${contents}`);
}

/** What else has ended. The organisation's entries are not this repository's to remove. */
function endedEntries({ pickle, dependencies }: Policy, today: string): RepositoryEvent[] {
  const hasEnded = (each: { readonly until?: string; readonly organisation?: true }) =>
    each.until !== undefined && each.until < today && !each.organisation;
  const details = [
    ...pickle.allow.filter(hasEnded).map(({ name, until }) => `the allowance of ${name} ended on ${until}`),
    ...dependencies.ignore
      .filter(hasEnded)
      .map(({ id, package: name, until }) => `that ${id} of ${name} is ignored ended on ${until}`),
  ];
  return details.map((detail) => ({ kind: "waiver-expired", detail }));
}

function insteadOf(rule: string): string {
  return OWN_RULES.has(rule)
    ? "name the one that was looked at under `finding`, by its id in the report"
    : "list the advisory under dependencies.ignore instead";
}

/**
 * Marks what the base has as well. A model's findings are old only where its whole content is; those of
 * text one by one, as often as the base has the same one. `before`: what the base has, by path.
 */
export function markOld(
  findings: readonly Unnumbered[],
  unchanged: ReadonlySet<string>,
  before: ReadonlyMap<string, readonly Unnumbered[]> = new Map(),
): Unnumbered[] {
  const left = new Map<string, number>();
  for (const [path, found] of before)
    for (const { fingerprint } of found) {
      const key = `${fingerprint} ${path}`;
      left.set(key, (left.get(key) ?? 0) + 1);
    }
  const inBase = ({ fingerprint, location }: Unnumbered): boolean => {
    const key = `${fingerprint} ${location.path}`;
    const count = left.get(key) ?? 0;
    if (count > 0) left.set(key, count - 1);
    return count > 0;
  };
  return findings.map((finding) =>
    unchanged.has(finding.location.path) || inBase(finding) ? { ...finding, baseline: true } : finding,
  );
}

/** The verdict table of the contracts: `fail` wins over `incomplete`. */
export function decide(findings: readonly Finding[], missing: readonly string[], policy: Policy): Verdict {
  const ids = (chosen: readonly Finding[]) => chosen.map((finding) => finding.id);
  const waived = findings.filter((finding) => finding.waived !== undefined);
  const old = findings.filter((finding) => finding.waived === undefined && finding.baseline === true);
  const blocking = findings.filter(
    (finding) =>
      finding.waived === undefined &&
      finding.baseline !== true &&
      counts(finding, policy.failOn, policy.dependencies.failOn),
  );
  const result = blocking.length > 0 ? "fail" : missing.length > 0 ? "incomplete" : "pass";
  return { result, blocking: ids(blocking), waived: ids(waived), old: ids(old), missing };
}
