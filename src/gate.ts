import type { AuditResult } from "./audit";
import { numberFindings, type Finding } from "./core/finding";
import type { SelectedFile } from "./core/host";
import { formatLocation } from "./core/location";
import { PROJECT } from "./core/project";
import type { ArtifactRecord, RunReport } from "./core/report";
import type { RepositoryEvent, Subject } from "./core/subject";
import {
  NOT_AUDITED,
  type BomResult,
  type GateInput,
  type OwnRulesAnswer,
  type ScannedFile,
  type Unnumbered,
} from "./gate/input";
import { byPath, missingArtifacts, toRecord } from "./gate/records";
import { describe, summarise, thresholdsOf } from "./gate/summary";
import { judge } from "./judge";
import { applyWaivers, decide, markOld, OWN_RULES } from "./policy/decide";
import { revokedFiles } from "./policy/revoked-files";

export type { BomResult, GateInput, OwnRulesAnswer, PolicyInForce, ScannedFile, SignedModels } from "./gate/input";

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
  const events = judgedEvents([...waiving.events, ...revokedFiles(artifacts, inForce.policy.revoked)], input);
  const findings = [...waiving.findings, ...numberFindings(events)];

  const afterwards = (await input.onDecided?.(audited.flawed, findings)) ?? [];

  const missing = [
    ...[selection.incomplete ?? inForce.unknown ?? []].flat(),
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
  const events = judgedEvents([...waiving.events, ...revokedFiles(artifacts, inForce.policy.revoked)], input);
  return input.ownRules({
    artifacts,
    findings: [...waiving.findings, ...numberFindings(events)],
    ...(audit === undefined ? {} : { audited }),
    ...(models === undefined ? {} : { models }),
    ...(record === undefined ? {} : { bom: record }),
    ...(signed === undefined ? {} : { signatures: signed.signatures, provenance: signed.provenance }),
  });
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

/** What is told of the change and its policy, beside what the run brings. */
function judgedEvents(more: readonly RepositoryEvent[], input: GateInput): Unnumbered[] {
  const { events, path } = input.inForce;
  return [...events, ...more].flatMap((event) => judged(eventSubject(event, path), input));
}

function judged(subject: Exclude<Subject, { kind: "member" }>, input: GateInput): Unnumbered[] {
  return [...judge(subject, input.rules, input.context)];
}

function eventSubject(event: RepositoryEvent, path: string): Extract<Subject, { kind: "repository" }> {
  return { kind: "repository", at: { path: event.path ?? path, inside: [], line: event.line ?? 1 }, event };
}

/** A path's findings of both kinds: a lockfile may be a model's configuration too. */
function joined(all: readonly (readonly [string, readonly Unnumbered[]])[]): Map<string, readonly Unnumbered[]> {
  const paths = new Map<string, readonly Unnumbered[]>();
  for (const [path, found] of all) paths.set(path, [...(paths.get(path) ?? []), ...found]);
  return paths;
}

/** By path, then by place inside, then by rule: the same input gives the same report. */
function byPlace(a: Omit<Finding, "id">, b: Omit<Finding, "id">): number {
  const key = (f: Omit<Finding, "id">) =>
    [f.location.path, f.location.inside.join("\0"), f.rule, f.location.offset ?? 0] as const;
  const [left, right] = [key(a), key(b)];
  for (let i = 0; i < left.length; i++) if (left[i] !== right[i]) return left[i]! < right[i]! ? -1 : 1;
  return 0;
}
