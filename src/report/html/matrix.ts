import { counts } from "../../core/finding-counts";
import type { ArtifactRecord, PackageRecord, RunReport } from "../../core/report";
import type { ModelSignatures } from "../../core/signature-facts";
import { notScannedWhy } from "../not-scanned-words";
import { count } from "../quantities";
import { CHECKS, checkOf } from "./checks";
import { propertyOf } from "./bom-document";
import type { GroupedFinding } from "./finding-rows";
import { isAmbiguous, type RowSubject } from "./model-rows";
import type { Cell, CheckId, Matrix, MatrixRow } from "./page-data";
import { pageText } from "./page-text";

/** What is known of one row. */
interface Known {
  readonly subject: RowSubject;
  readonly findings: readonly GroupedFinding[];
  readonly artifacts: readonly ArtifactRecord[];
  readonly packages: readonly PackageRecord[];
  readonly signatures: ModelSignatures | undefined;
  readonly report: RunReport;
}

/** Each model in each check. What is not known is never "pass". */
export function matrixOf(
  report: RunReport,
  subjects: readonly RowSubject[],
  leftOut: number,
  all: readonly GroupedFinding[],
  rowAt: (path: string) => number,
): Matrix {
  const known = subjects.map((subject) => ({
    subject,
    findings: [] as GroupedFinding[],
    artifacts: [] as ArtifactRecord[],
    packages: [] as PackageRecord[],
    signatures: report.signatures?.find(({ model }) => model === subject.path),
    report,
  }));
  for (const each of all) known[rowAt(each.finding.location.path)]!.findings.push(each);
  for (const artifact of report.artifacts) known[rowAt(artifact.path)]!.artifacts.push(artifact);
  for (const each of report.packages) known[rowAt(each.lockfile)]!.packages.push(each);
  const rows = known.filter(({ subject, findings }) => subject.kind !== "repository" || findings.length > 0).map(rowOf);
  return { checks: CHECKS, rows, leftOut };
}

function rowOf(known: Known): MatrixRow {
  const { kind, path } = known.subject;
  return {
    kind,
    name: kind === "repository" ? "Everything else" : pageText(path, 300),
    cells: CHECKS.map(({ id }) => cellOf(id, known)),
  };
}

/** A finding that stops the gate decides; then what is not known; then what is waived. */
function cellOf(check: CheckId, known: Known): Cell {
  const own = known.findings.filter(({ finding }) => checkOf(finding.rule) === check);
  const blocking = own.filter(({ group }) => group === "blocking").length;
  if (blocking > 0) return { state: "fail", words: `${count(blocking, "finding")} the gate stops at` };
  const { state, words } = withoutFindings(check, known);
  if (state === "unknown") return { state, words };
  const { failOn, dependenciesFailOn } = known.report.decision;
  const held = own.filter(({ finding, group }) => group !== "other" && counts(finding, failOn, dependenciesFailOn));
  if (held.length > 0) return { state: "waived", words: heldWords(held) };
  const others = own.filter(({ group }) => group === "other").length;
  if (others === 0) return { state, words };
  return { state: "pass", words: `${count(others, "finding")} below what the gate stops at` };
}

function heldWords(held: readonly GroupedFinding[]): string {
  const old = held.filter(({ group }) => group === "old").length;
  const waived = held.length - old;
  return [
    ...(waived === 0 ? [] : [`${count(waived, "finding")} waived`]),
    ...(old === 0 ? [] : [`${old} already on the base`]),
  ].join(", ");
}

const NONE: Cell = { state: "none", words: "does not apply" };

/** What a check says where it found nothing. */
function withoutFindings(check: CheckId, known: Known): Cell {
  const { kind } = known.subject;
  if (kind === "lockfile") return check === "dependencies" ? packagesCell(known) : NONE;
  if (kind === "repository") return NONE;
  switch (check) {
    case "content":
      return contentCell(known);
    case "origin":
      return originCell(known);
    case "license":
      return licenseCell(known);
    case "evidence":
      return known.subject.component === undefined
        ? { state: "unknown", words: "there is no bill of materials in this report" }
        : { state: "pass", words: "nothing that the policy asks for is lacking" };
    case "signature":
      return signatureCell(known);
    default:
      return NONE;
  }
}

function contentCell({ artifacts, subject, report }: Known): Cell {
  const skipped = artifacts.find(({ notScanned }) => notScanned !== undefined)?.notScanned;
  if (skipped !== undefined)
    return { state: "unknown", words: pageText(`${notScannedWhy(skipped)}: ${skipped.detail}`, 300) };
  if (artifacts.length === 0) return unscannedCell(subject, report);
  return { state: "pass", words: `${count(artifacts.length, "file")} scanned` };
}

/** A model of which no file is in the report: the change leaves it alone, or nobody can say. */
function unscannedCell({ path }: RowSubject, { selection }: RunReport): Cell {
  if (isAmbiguous(path)) return { state: "unknown", words: "by its name it cannot be told from others" };
  return selection.mode === "tree"
    ? { state: "unknown", words: "none of its files has a format that is scanned" }
    : { state: "none", words: "not part of what this run decides about" };
}

function originCell({ subject: { component } }: Known): Cell {
  if (component === undefined) return { state: "unknown", words: "there is no bill of materials in this report" };
  const revision = propertyOf(component, "origin:revision");
  if (revision !== undefined) return { state: "pass", words: pageText(`recorded at revision ${revision}`, 300) };
  return component.addresses.some(([type]) => type === "distribution")
    ? { state: "pass", words: "recorded" }
    : { state: "unknown", words: "no source is recorded in models.lock.yaml" };
}

function licenseCell({ subject: { component } }: Known): Cell {
  if (component === undefined) return { state: "unknown", words: "there is no bill of materials in this report" };
  return component.licenses.length === 0
    ? { state: "unknown", words: "no licence is named" }
    : { state: "pass", words: pageText(component.licenses.join(", "), 300) };
}

function signatureCell({ signatures }: Known): Cell {
  if (signatures === undefined) return { state: "unknown", words: "signatures were not looked at" };
  const { status, signers, detail = "not known" } = signatures;
  if (status === "signed") return { state: "pass", words: pageText(`signed by ${signers.join(", ")}`, 300) };
  return { state: "unknown", words: pageText(detail, 300) };
}

function packagesCell({ packages }: Known): Cell {
  const unchecked = packages.filter(({ status }) => status === "unchecked").length;
  if (unchecked > 0)
    return { state: "unknown", words: `${unchecked} of ${count(packages.length, "package")} could not be checked` };
  return { state: "pass", words: `${count(packages.length, "package")} checked` };
}
