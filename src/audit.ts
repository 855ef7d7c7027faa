import type { AdvisorySource, PackageQuery, PackageRecords } from "./core/advisory";
import type { Finding } from "./core/finding";
import { formatLocation } from "./core/location";
import type { LockedPackage, PackageFacts } from "./core/package-facts";
import type { PackageRecord } from "./core/report";
import type { Rule, RuleContext } from "./core/rule";
import type { SubjectOf } from "./core/subject";
import { judge } from "./judge";
import type { AuditSubject, Lockfile, LockfileContent } from "./lockfiles/read";
import { readLockfiles } from "./lockfiles/read-all";
import { summariseUnchecked } from "./lockfiles/unchecked";
import { insideWanted } from "./osv/fix";
import { Judging } from "./osv/judging";
import { spellings } from "./osv/name";

type Unnumbered = Omit<Finding, "id">;

export interface AuditInput {
  readonly lockfiles: readonly Lockfile[];
  /** What the base has of them, where there is a base; under the same paths. */
  readonly base: readonly Lockfile[];
  /** What is worth a word beside the packages: stale locks, lockfiles whose content is not here, ignores that do not count. */
  readonly subjects: readonly (AuditSubject | SubjectOf<"repository">)[];
  readonly source: AdvisorySource;
  readonly rules: readonly Rule[];
  readonly context: RuleContext;
  /** Worth a word: which database, how old. Asked once everything is looked up. */
  readonly notices: () => readonly string[];
  /** Adds what lists of exploited flaws say. */
  readonly annotate?: (facts: PackageFacts) => PackageFacts;
}

export interface AuditResult {
  /** Files that were read as lockfiles. */
  readonly lockfiles: number;
  readonly packages: readonly PackageRecord[];
  /** What was read of each lockfile: the bill of materials lists the same packages. */
  readonly contents: readonly LockfileContent[];
  /** Packages that have a flaw, or may have one. */
  readonly flawed: readonly PackageFacts[];
  readonly findings: readonly Unnumbered[];
  /** What the base has, by path. */
  readonly before: ReadonlyMap<string, readonly Unnumbered[]>;
  /** Why not everything could be looked up: each makes the verdict incomplete. */
  readonly missing: readonly string[];
  readonly notices: readonly string[];
}

/** Lockfiles in, packages with one of three answers and findings out. Total: what cannot be read or asked is a finding. */
export async function auditLockfiles(input: AuditInput): Promise<AuditResult> {
  const head = readLockfiles(input.lockfiles);
  const asked = new Asked(head.flatMap(({ packages }) => packages));
  const records = await asked.records(input.source);
  const judging = new Judging();
  const answered = head.map((content) => answer(content, input, records, judging));
  // Of the base only what the head has as well can make a finding old.
  const judgingOld = new Judging();
  const old = readLockfiles(input.base).map((content) => {
    const packages = content.packages.filter((pkg) => asked.holds(pkg));
    return answer({ ...content, packages }, input, records, judgingOld);
  });
  const subjects = [...answered.flatMap((each) => each.subjects), ...input.subjects];
  return {
    lockfiles: input.lockfiles.length,
    packages: answered.flatMap(({ content, facts }) => facts.map((each) => toRecord(each, content.path))),
    contents: head,
    flawed: answered.flatMap(({ facts }) => facts.filter(({ flaws }) => flaws.length > 0)),
    findings: subjects.flatMap((subject) => [...judge(subject, input.rules, input.context)]),
    before: byPath(old.flatMap((each) => each.subjects.flatMap((s) => [...judge(s, input.rules, input.context)]))),
    missing: [...answered.flatMap(gaps), ...input.subjects.flatMap(notHere)],
    notices: input.notices(),
  };
}

/** Each package of a file with its answer, and the facts that rules judge. */
interface Answered {
  readonly content: LockfileContent;
  readonly facts: readonly PackageFacts[];
  readonly subjects: readonly AuditSubject[];
}

function answer(content: LockfileContent, input: AuditInput, records: RecordsOf, judging: Judging): Answered {
  let unjudged = 0;
  const facts = content.packages.map((pkg) => {
    const judgement = judging.judge(pkg, records(pkg));
    if (judgement === undefined) unjudged++;
    const judged: PackageFacts = { pkg, ...(judgement ?? UNJUDGED) };
    const known = input.annotate === undefined ? judged : input.annotate(judged);
    return known.fixed === undefined ? known : withCommand(known, content);
  });
  const telling = facts.filter(({ status }) => status !== "clean");
  const packages = telling.map((each): AuditSubject => ({ kind: "package", at: each.pkg.at, package: each }));
  const subjects = [...content.subjects, ...(unjudged === 0 ? [] : [tooMuch(content.path, unjudged)]), ...packages];
  return { content, facts, subjects: [...subjects, ...summariseUnchecked(content.path, facts)] };
}

const TOO_MUCH = "there is more to find than any real project has";
const UNJUDGED = { status: "unchecked", reason: "lookup-failed", detail: TOO_MUCH, flaws: [] } as const;

/** A flood of flaws must not hide what stands behind it: it fails by itself. */
function tooMuch(path: string, unjudged: number): AuditSubject {
  const detail = `${TOO_MUCH}, so ${countWords(unjudged)} not looked at`;
  return {
    kind: "lockfile",
    at: { path, inside: [], line: 1 },
    lockfile: { kind: "unreadable", reason: "limit", detail },
  };
}

function withCommand(facts: PackageFacts, { syntax, path }: LockfileContent): PackageFacts {
  const { pkg, fixed } = facts;
  if (fixed === undefined || pkg.ecosystem === undefined) return facts;
  const { name, ecosystem, via } = pkg;
  const direct = via?.[0];
  const file = path.slice(path.lastIndexOf("/") + 1);
  const command = syntax.upgrade?.({
    ecosystem,
    name,
    version: fixed,
    file,
    ...(direct === undefined ? {} : { direct }),
  });
  const fixAllowed = pkg.wanted === undefined ? undefined : insideWanted(ecosystem, pkg.wanted, fixed);
  return {
    ...facts,
    ...(command === undefined ? {} : { command }),
    ...(fixAllowed === undefined ? {} : { fixAllowed }),
  };
}

type RecordsOf = (pkg: LockedPackage) => PackageRecords;

/** What is asked of the source: each name once, whatever lockfiles and versions it stands in. */
class Asked {
  private readonly queries = new Map<string, PackageQuery>();
  private readonly packages = new Set<string>();

  constructor(packages: readonly LockedPackage[]) {
    for (const pkg of packages) {
      this.packages.add(identity(pkg));
      for (const query of queriesOf(pkg)) this.queries.set(keyOf(query), query);
    }
  }

  holds(pkg: LockedPackage): boolean {
    return this.packages.has(identity(pkg));
  }

  async records(source: AdvisorySource): Promise<RecordsOf> {
    const answers = this.queries.size === 0 ? [] : await source.recordsOf([...this.queries.values()]);
    const byKey = new Map([...this.queries.keys()].map((key, i) => [key, answers[i]]));
    return (pkg) =>
      queriesOf(pkg)
        .map((query) => byKey.get(keyOf(query)) ?? NOT_ASKED)
        .reduce(joined, NOTHING);
  }
}

const NOTHING: PackageRecords = { advisories: [], unreadable: [] };
const NOT_ASKED: PackageRecords = { failed: "it was not asked for" };

/** Answers for several spellings of one name; where one has failed, nothing is known. */
function joined(a: PackageRecords, b: PackageRecords): PackageRecords {
  if ("failed" in a || b === NOTHING) return a;
  if ("failed" in b || a === NOTHING) return b;
  const known = new Set(a.advisories.map(({ id }) => id));
  return {
    advisories: [...a.advisories, ...b.advisories.filter(({ id }) => !known.has(id))],
    unreadable: [...a.unreadable, ...b.unreadable],
  };
}

/** What is not pinned is asked for too: a name may be malware in every version. */
function queriesOf({ ecosystem, name }: LockedPackage): PackageQuery[] {
  if (ecosystem === undefined) return [];
  return spellings(ecosystem, name).map((each) => ({ ecosystem, name: each }));
}

function keyOf({ ecosystem, name }: PackageQuery): string {
  return `${ecosystem}\0${name}`;
}

function identity({ purl, unlocked }: LockedPackage): string {
  return `${purl}\0${unlocked ?? ""}`;
}

function toRecord({ pkg, status, reason, flaws, fixed }: PackageFacts, lockfile: string): PackageRecord {
  const { purl, name, version, ecosystem, at, direct, group, source } = pkg;
  return {
    purl,
    name,
    ...(version === undefined ? {} : { version }),
    ...(ecosystem === undefined ? {} : { ecosystem }),
    lockfile,
    ...(at.path === lockfile ? {} : { file: at.path }),
    ...(at.line === undefined ? {} : { line: at.line }),
    ...(direct === undefined ? {} : { direct }),
    ...(group === undefined ? {} : { group }),
    ...(source === undefined ? {} : { source: source.where }),
    status,
    ...(reason === undefined ? {} : { reason }),
    advisories: flaws.map(({ id }) => id),
    ...(fixed === undefined ? {} : { fixed }),
  };
}

function gaps({ subjects }: Answered): string[] {
  return subjects.flatMap((subject) => [
    ...notHere(subject),
    ...(subject.kind === "lockfile" && subject.lockfile.kind === "lookup-failed"
      ? [
          `${formatLocation(subject.at)}: ${countWords(subject.lockfile.packages.count)} not looked up: ${subject.lockfile.detail}`,
        ]
      : []),
  ]);
}

function notHere(subject: AuditSubject | SubjectOf<"repository">): string[] {
  return subject.kind === "lockfile" &&
    subject.lockfile.kind === "unreadable" &&
    subject.lockfile.reason === "not-fetched"
    ? [`${formatLocation(subject.at)}: ${subject.lockfile.detail}`]
    : [];
}

function countWords(packages: number): string {
  return packages === 1 ? "1 package was" : `${packages} packages were`;
}

function byPath(findings: readonly Unnumbered[]): Map<string, Unnumbered[]> {
  const paths = new Map<string, Unnumbered[]>();
  for (const finding of findings) {
    const of = paths.get(finding.location.path);
    if (of === undefined) paths.set(finding.location.path, [finding]);
    else of.push(finding);
  }
  return paths;
}
