import type { Finding } from "../../core/finding";
import type { Approval, Check, CheckId, PromotionReport, Stage, VerifiedBuild } from "../../core/promotion";
import { compareSeverity } from "../../core/severity";
import type { VerifiedStatement } from "../../core/verification";
import { clip } from "../escape-terminal";
import { byteSize, count } from "../quantities";

/** A promotion as a person says it. Texts hold what the input says, raw: each surface escapes them. */

export const CHECK_TITLES: Readonly<Record<CheckId, string>> = {
  integrity: "Files against the signed manifest",
  provenance: "Approved build",
  vulnerabilities: "Flaws and findings, today",
  approvals: "Approvals",
  bom: "Bill of materials",
  revocation: "Revocations",
  rules: "Rules of the policy",
  decision: "Decision of the promotion",
};

export const STATUS_WORDS: Readonly<Record<Check["status"], string>> = {
  pass: "passed",
  fail: "failed",
  unknown: "not known",
  "not-required": "not asked for",
};

const MAY: Readonly<Record<Stage, string>> = {
  ingestion: "be taken in",
  training: "be trained with",
  promotion: "be promoted",
  deployment: "be deployed",
};

/** Characters of the model's name in the headline, whose other words must not be cut off. */
const MAX_NAME = 120;

/** One sentence: what was decided, and by which checks. */
export function promotionHeadline({ verdict, stage, subject, checks }: PromotionReport): string {
  const name = clip(subject.name, MAX_NAME);
  const of = (...statuses: Check["status"][]) => checks.filter(({ status }) => statuses.includes(status));
  const names = (some: readonly Check[]) => some.map(({ id }) => id).join(", ");
  switch (verdict) {
    case "pass":
      return `Passed: ${name} may ${MAY[stage]}. ${count(of("pass").length, "check")} passed.`;
    case "fail":
      return `Failed: ${name} must not ${MAY[stage]}. ${count(of("fail").length, "check")} failed: ${names(of("fail"))}.`;
    case "incomplete":
      return `Incomplete: ${name} must not ${MAY[stage]} yet. ${count(of("unknown").length, "check")} could not be made: ${names(of("unknown"))}.`;
  }
}

/** What was decided about: path, files and bytes; and its digest apart, which people copy. */
export function subjectWords({ subject: { path, files, bytes, digest } }: PromotionReport): readonly string[] {
  return [[path, count(files, "file"), byteSize(bytes)].join(", "), ...(digest === undefined ? [] : [digest])];
}

/** Name and value of what is known of the build; empty where nothing verified says it. */
export function buildRows(build: VerifiedBuild | undefined): readonly (readonly [string, string])[] {
  if (build === undefined) return [];
  const { repository, commit, ref, builder, data } = build;
  return [
    ["repository", repository],
    ["commit", commit],
    ...(ref === undefined ? [] : [["ref", ref] as const]),
    ["workflow", builder],
    ...(data.length === 0 ? [["data", "none is named"] as const] : data.map((each) => ["data", each] as const)),
  ];
}

export function signerName({ signer }: VerifiedStatement): string {
  return signer.kind === "key" ? `the key ${signer.fingerprint}` : signer.claims.identity;
}

/** The run and the issuer that a certificate names; empty for a key. */
export function signerDetails({ signer }: VerifiedStatement): readonly string[] {
  if (signer.kind === "key") return [];
  const { issuer, sourceRepositoryUri, sourceRepositoryDigest } = signer.claims;
  return [
    ...(sourceRepositoryUri === undefined
      ? []
      : [`run of ${sourceRepositoryUri} at ${sourceRepositoryDigest ?? "a commit that is not said"}`]),
    ...(issuer === undefined ? [] : [`issuer ${issuer}`]),
  ];
}

export function signedWhen({ times, logEntries }: VerifiedStatement): string {
  const when = times.length === 0 ? "at a time that nobody vouches for" : times[0]!;
  return logEntries === 0 ? `${when}, in no log` : when;
}

const SOURCES: Readonly<Record<Approval["source"], string>> = {
  review: "review of the pull request",
  environment: "approval of the deployment",
  statement: "signed statement",
};

/** Where an approval comes from. */
export function approvalSource({ source, environment, role, teams, where }: Approval): string {
  return [
    where ?? SOURCES[source],
    ...(environment === undefined ? [] : [`environment ${environment}`]),
    ...(role === undefined ? [] : [`role ${role}`]),
    ...teams.map((team) => `in ${team}`),
  ].join(", ");
}

/** Whether an approval counts, and why not. */
export function approvalCounts({ discounted }: Approval): string {
  return discounted === undefined ? "yes" : `no: ${discounted}`;
}

/** What is not waived, the worst first; the flaws and findings that stop are told in their check as well. */
export function openFindings({ findings }: PromotionReport): readonly Finding[] {
  return findings.filter(({ waived }) => waived === undefined).sort((a, b) => compareSeverity(a.severity, b.severity));
}

export function policyWords({ policy: { source, digest, organisation } }: PromotionReport): string {
  const above =
    organisation === undefined ? "" : `, under the organisation's ${organisation.source}, ${organisation.digest}`;
  return `policy: ${source}${digest === null ? "" : `, ${digest}`}${above}`;
}
