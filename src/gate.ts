import type { AuditResult } from "./audit";
import type { EvidenceProvenance, EvidenceSignature } from "./core/evidence";
import { numberFindings, type Finding } from "./core/finding";
import type { FileSelection, MissingFile, SelectedFile } from "./core/host";
import { formatLocation } from "./core/location";
import type { InventoryModel } from "./core/inventory";
import type { Policy } from "./core/policy";
import { PROJECT } from "./core/project";
import type { ArtifactRecord, BomRecord, NotScanned, RunReport, Summary } from "./core/report";
import { SEVERITIES, type Severity } from "./core/severity";
import type { ModelSignatures } from "./core/signature-facts";
import type { RepositoryEvent, Subject } from "./core/subject";
import type { Rule, RuleContext } from "./core/rule";
import { isSurelyNoModel } from "./formats/model-names";
import { judge } from "./judge";
import { applyWaivers, decide, markOld, OWN_RULES } from "./policy/decide";
import type { EvidenceFacts } from "./policy/rego/build-evidence";
import type { RuleFolder } from "./policy/rego/rule-files";
import type { ScanResult } from "./scan";

/** One selected file after its scan; `sha256` is absent where the file is no artifact. */
export interface ScannedFile extends ScanResult {
  readonly path: string;
  readonly size: number;
  readonly sha256?: string;
}

/** The policy that decides this run, and what is to be said about it. */
export interface PolicyInForce {
  readonly policy: Policy;
  /** sha256 of the policy file, `null` where the defaults hold. */
  readonly digest: string | null;
  /** Where it came from, in words: `.model-assay.yml at base 1a2b3c4`. */
  readonly source: string;
  /** Path of the policy file, for findings about it. */
  readonly path: string;
  readonly events: readonly RepositoryEvent[];
  /** Rules in Rego, by whose they are: every folder is asked by itself, and each may refuse. */
  readonly ownRules?: readonly RuleFolder[];
  /** The organisation's, where one stands above the repository's. */
  readonly organisation?: { readonly digest: string; readonly source: string };
}

type Unnumbered = Omit<Finding, "id">;

/** What making the bill of materials brought, beside the bill. */
export interface BomResult {
  /** Old ones are marked already. */
  readonly findings: readonly Unnumbered[];
  readonly notices: readonly string[];
  /** Why there is none, or what of its findings is not known: the verdict is incomplete then. */
  readonly missing?: readonly string[];
  /** Absent where it could not be made; so are the models then. */
  readonly record?: BomRecord;
  readonly models?: readonly InventoryModel[];
  /** Absent where no signatures were looked at. */
  readonly signed?: SignedModels;
}

/** What was found out about the signatures of models, for the report and for own rules. */
export interface SignedModels {
  readonly models: readonly ModelSignatures[];
  readonly signatures: readonly EvidenceSignature[];
  readonly provenance: readonly EvidenceProvenance[];
}

/** What rules in Rego say, and why of some it is not known. */
export interface OwnRulesAnswer {
  readonly findings: readonly Unnumbered[];
  readonly missing: readonly string[];
}

const NOT_AUDITED: AuditResult = {
  lockfiles: 0,
  packages: [],
  contents: [],
  flawed: [],
  findings: [],
  before: new Map(),
  missing: [],
  notices: [],
};

export interface GateInput {
  readonly selection: FileSelection;
  readonly ignored: number;
  readonly inForce: PolicyInForce;
  readonly rules: readonly Rule[];
  readonly rulesDigest: string;
  readonly context: RuleContext;
  /** `YYYY-MM-DD`, UTC. */
  readonly today: string;
  readonly scan: (files: readonly SelectedFile[]) => Promise<readonly ScannedFile[]>;
  /** Looks up what the selected lockfiles lock; absent where the audit is off. */
  readonly audit?: () => Promise<AuditResult>;
  /** The bill of materials of the whole tree, and what it finds; absent where none is wanted. */
  readonly bom?: (scanned: readonly ScannedFile[], audited: AuditResult) => Promise<BomResult>;
  /** Takes what the audit found and the policy said of it, for the VEX document beside the bill; notices where that fails. */
  readonly onDecided?: (flawed: AuditResult["flawed"], findings: readonly Finding[]) => Promise<readonly string[]>;
  /** What the base has in a text that the change touches; `undefined` where the base has no such file. */
  readonly scanBase?: (file: SelectedFile) => readonly Unnumbered[] | undefined;
  /** Asks the rules of `inForce.ownRules` about everything else; absent where there are none. What they say is never old. */
  readonly ownRules?: (known: EvidenceFacts) => Promise<OwnRulesAnswer>;
  /** Milliseconds, monotonic. */
  readonly clock: () => number;
  readonly notices: readonly string[];
}

/** The pipeline: scan what was selected, judge it, decide by the policy, and make the report. */
export async function runGate(input: GateInput): Promise<RunReport> {
  const started = input.clock();
  const { selection, inForce } = input;
  const [scanned, audited] = await Promise.all([input.scan(selection.files), input.audit?.() ?? NOT_AUDITED]);
  const inventoried: BomResult = (await input.bom?.(scanned, audited)) ?? { findings: [], notices: [] };
  const files = new Map(selection.files.map((file) => [file.path, file]));
  const gaps = missingArtifacts(selection.missing);

  const artifacts = [...scanned.flatMap(toRecord), ...gaps.map(({ record }) => record)].sort(byPath);
  const seen = [...scanned.flatMap((file) => file.findings), ...gaps.flatMap((gap) => judged(gap.subject, input))];
  const unchanged = new Set(selection.files.filter((file) => file.sameAsBase).map((file) => file.path));
  const scannedBefore = scanned.flatMap((file) => foundInBase(file, files.get(file.path), input));
  // Of lockfiles only what the base's lockfiles say is old: a text that nobody read as one may get the name of one.
  const marked = [
    ...markOld(seen, unchanged, joined(scannedBefore)),
    ...markOld(audited.findings, new Set(), audited.before),
    ...inventoried.findings,
  ];
  const known = marked.sort(byPlace);
  const own = await askOwnRules(known, artifacts, audited, inventoried, input);
  const numbered = numberFindings([...known, ...own.findings]);

  const waiving = applyWaivers(numbered, artifacts, inForce.policy, input.today, selection.mode === "tree");
  const events = [...inForce.events, ...waiving.events].flatMap((event) =>
    judged(eventSubject(event, inForce.path), input),
  );
  const findings = [...waiving.findings, ...numberFindings(events)];

  const afterwards = (await input.onDecided?.(audited.flawed, findings)) ?? [];

  const missing = [
    ...(selection.incomplete === undefined ? [] : [selection.incomplete]),
    ...gaps.map(({ subject }) => `${formatLocation({ path: subject.at.path, inside: [] })}: ${subject.detail}`),
    ...scanned.flatMap(({ path, missing = [] }) =>
      missing.map((detail) => `${formatLocation({ path, inside: [] })}: ${detail}`),
    ),
    ...audited.missing,
    ...(inventoried.missing ?? []),
    ...own.missing,
  ];
  const verdict = decide(findings, missing, inForce.policy);
  return {
    schemaVersion: "1.0",
    tool: { name: PROJECT.name, version: PROJECT.version, rules: input.rulesDigest },
    verdict: verdict.result,
    decision: { ...verdict, ...thresholdsOf(inForce.policy) },
    policy: {
      digest: inForce.digest,
      source: inForce.source,
      ...(inForce.organisation === undefined ? {} : { organisation: inForce.organisation }),
    },
    selection: describe(selection, input.ignored),
    artifacts,
    packages: audited.packages,
    findings,
    ...(inventoried.record === undefined ? {} : { bom: inventoried.record }),
    ...(inventoried.signed === undefined ? {} : { signatures: inventoried.signed.models }),
    notices: [...selection.notices, ...input.notices, ...audited.notices, ...inventoried.notices, ...afterwards],
    summary: summarise(findings, artifacts, audited, Math.round(input.clock() - started)),
  };
}

/** What rules in Rego say of what is known so far. They see what waivers do to it; waivers of their own findings come after. */
async function askOwnRules(
  known: readonly Unnumbered[],
  artifacts: readonly ArtifactRecord[],
  audited: AuditResult,
  { models, record, signed }: BomResult,
  input: GateInput,
): Promise<OwnRulesAnswer> {
  if (input.ownRules === undefined) return { findings: [], missing: [] };
  const { inForce, today, selection, audit } = input;
  const policy = { ...inForce.policy, waivers: inForce.policy.waivers.filter(({ rule }) => !OWN_RULES.has(rule)) };
  const waiving = applyWaivers(numberFindings(known), artifacts, policy, today, selection.mode === "tree");
  const events = [...inForce.events, ...waiving.events].flatMap((event) =>
    judged(eventSubject(event, inForce.path), input),
  );
  return input.ownRules({
    artifacts,
    findings: [...waiving.findings, ...numberFindings(events)],
    ...(audit === undefined ? {} : { audited }),
    ...(models === undefined ? {} : { models }),
    ...(record === undefined ? {} : { bom: record }),
    ...(signed === undefined ? {} : { signatures: signed.signatures, provenance: signed.provenance }),
  });
}

function thresholdsOf({ failOn, onIncomplete, dependencies }: Policy) {
  const forFlaws = dependencies.failOn === undefined ? {} : { dependenciesFailOn: dependencies.failOn };
  return { failOn, onIncomplete, ...forFlaws };
}

/** Text changes line by line, so what the base has of it is looked up where there is something to compare. */
function foundInBase(
  scanned: ScannedFile,
  file: SelectedFile | undefined,
  { scanBase }: GateInput,
): [string, readonly Unnumbered[]][] {
  if (scanned.text !== true || scanned.findings.length === 0 || file === undefined || file.sameAsBase) return [];
  const found = scanBase?.(file);
  return found === undefined ? [] : [[scanned.path, found]];
}

/** The exit code that goes with a verdict (CONTRACTS, "Verdict and exit codes"). */
export function exitCode(report: RunReport): 0 | 1 | 3 {
  if (report.verdict === "fail") return 1;
  return report.verdict === "incomplete" && report.decision.onIncomplete === "fail" ? 3 : 0;
}

function judged(subject: Exclude<Subject, { kind: "member" }>, input: GateInput): Unnumbered[] {
  return [...judge(subject, input.rules, input.context)];
}

type Unreadable = Extract<Subject, { kind: "unreadable" }>;

/** Selected files whose content is not here. Links and pictures that are missing leave no gap. */
function missingArtifacts(missing: readonly MissingFile[]): { record: ArtifactRecord; subject: Unreadable }[] {
  return missing
    .filter(({ path }) => !isSurelyNoModel(path))
    .map(({ path, reason, detail, line }) => {
      const notScanned: NotScanned = { reason: reason === "special" ? "unreadable" : reason, detail };
      const at = { path, inside: [], ...(line === undefined ? {} : { line }) };
      return {
        record: { path, format: "unknown", size: 0, members: 0, notScanned },
        subject: { kind: "unreadable", at, reason: "not-fetched", detail },
      };
    });
}

function eventSubject(event: RepositoryEvent, path: string): Extract<Subject, { kind: "repository" }> {
  return { kind: "repository", at: { path: event.path ?? path, inside: [], line: event.line ?? 1 }, event };
}

/** Files that are no model are not listed. */
function toRecord(file: ScannedFile): ArtifactRecord[] {
  if (file.format === undefined) return [];
  const { path, format, size, members, sha256, notScanned } = file;
  return [
    {
      path,
      format,
      size,
      ...(sha256 === undefined ? {} : { sha256 }),
      members,
      ...(notScanned === undefined ? {} : { notScanned }),
    },
  ];
}

function describe(selection: FileSelection, ignored: number): RunReport["selection"] {
  const { mode, base, head, files, deleted } = selection;
  return {
    mode,
    ...(base === undefined ? {} : { base }),
    ...(head === undefined ? {} : { head }),
    examined: files.length,
    ignored,
    deleted: deleted.length,
  };
}

/** A path's findings of both kinds: a lockfile may be a model's configuration too. */
function joined(all: readonly (readonly [string, readonly Unnumbered[]])[]): Map<string, readonly Unnumbered[]> {
  const paths = new Map<string, readonly Unnumbered[]>();
  for (const [path, found] of all) paths.set(path, [...(paths.get(path) ?? []), ...found]);
  return paths;
}

function summarise(
  findings: readonly Finding[],
  artifacts: readonly ArtifactRecord[],
  { packages, lockfiles }: AuditResult,
  durationMs: number,
): Summary {
  const counts = Object.fromEntries(SEVERITIES.map((severity) => [severity, 0])) as Record<Severity, number>;
  for (const finding of findings) counts[finding.severity]++;
  const notScanned = artifacts.filter((artifact) => artifact.notScanned !== undefined).length;
  const bytes = artifacts.reduce((sum, artifact) => sum + artifact.size, 0);
  const answers = { clean: 0, vulnerable: 0, unchecked: 0 };
  for (const { status } of packages) answers[status]++;
  const scanned = artifacts.length - notScanned;
  return { findings: counts, scanned, notScanned, lockfiles, packages: answers, bytes, durationMs };
}

function byPath(a: { path: string }, b: { path: string }): number {
  return a.path < b.path ? -1 : a.path > b.path ? 1 : 0;
}

/** By path, then by place inside, then by rule: the same input gives the same report. */
function byPlace(a: Omit<Finding, "id">, b: Omit<Finding, "id">): number {
  const key = (f: Omit<Finding, "id">) =>
    [f.location.path, f.location.inside.join("\0"), f.rule, f.location.offset ?? 0] as const;
  const [left, right] = [key(a), key(b)];
  for (let i = 0; i < left.length; i++) if (left[i] !== right[i]) return left[i]! < right[i]! ? -1 : 1;
  return 0;
}
