import { counts } from "../../core/finding-counts";
import type { Finding } from "../../core/finding";
import { isSaidLicense } from "../../core/license-words";
import type { ArtifactRecord, PackageRecord, RunReport } from "../../core/report";
import type { ModelSignatures } from "../../core/signature-facts";
import { propertyOf, type BomDocument } from "../bom-document";
import type { GroupedFinding } from "../groups";
import { notScannedWhy } from "../not-scanned-words";
import { count } from "../quantities";
import { CHECKS, checkOf } from "./checks";
import type { Cell, CheckId, Matrix, MatrixRow } from "./matrix";
import { isAmbiguous, rowSubjects, type RowSubject } from "./model-rows";
import { rowFinder } from "./row-finder";

/** What is known of one row. */
interface Known {
  readonly subject: RowSubject;
  readonly findings: readonly GroupedFinding[];
  readonly artifacts: readonly ArtifactRecord[];
  readonly packages: readonly PackageRecord[];
  readonly signatures: ModelSignatures | undefined;
  readonly report: RunReport;
}

/** The matrix, and the index of the (first) row that a finding stands in. */
export interface MatrixOf {
  readonly matrix: Matrix;
  readonly rowOf: (finding: Finding) => number | undefined;
}

/** Each model in each check. What is not known is never "pass". `bom`: what the bill of materials of the same run says. */
export function matrixOf(report: RunReport, all: readonly GroupedFinding[], bom: BomDocument | undefined): MatrixOf {
  const { subjects, leftOut } = rowSubjects(report, bom);
  const { ofPath, ofLockfile, ofFinding } = rowFinder(subjects);
  const signatures = new Map(report.signatures?.map((each) => [each.model, each]));
  const known = subjects.map((subject) => ({
    subject,
    findings: [] as GroupedFinding[],
    artifacts: [] as ArtifactRecord[],
    packages: [] as PackageRecord[],
    signatures: signatures.get(subject.path),
    report,
  }));
  for (const each of all) for (const row of ofFinding(each.finding)) known[row]!.findings.push(each);
  for (const artifact of report.artifacts) known[ofPath(artifact.path)]!.artifacts.push(artifact);
  for (const each of report.packages) known[ofLockfile(each.lockfile)]!.packages.push(each);
  const rows = known.map(matrixRow);
  // The rest of the repository has its row where there is something to say of it.
  if (rows[rows.length - 1]!.cells.every(({ state }) => state === "none")) rows.pop();
  const rowOf = (finding: Finding): number | undefined => {
    const [row] = ofFinding(finding);
    return row! < rows.length ? row : undefined;
  };
  return { matrix: { checks: CHECKS, rows, leftOut }, rowOf };
}

function matrixRow(known: Known): MatrixRow {
  const { kind, path } = known.subject;
  return {
    kind,
    name: kind === "repository" ? "Everything else" : path,
    cells: CHECKS.map(({ id }) => cellOf(id, known)),
  };
}

/** A finding that stops the gate decides; then what is not known; then what is waived. */
function cellOf(check: CheckId, known: Known): Cell {
  const own = known.findings.filter(({ finding }) => checkOf(finding.rule) === check);
  const blocking = own.filter(({ group }) => group === "blocking").length;
  if (blocking > 0) return { state: "fail", words: `${count(blocking, "finding")} the gate stops at` };
  const otherwise = withoutFindings(check, known);
  if (otherwise.state === "unknown") return otherwise;
  const { failOn, dependenciesFailOn } = known.report.decision;
  const held = own.filter(({ finding, group }) => group !== "other" && counts(finding, failOn, dependenciesFailOn));
  if (held.length > 0) return { state: "waived", words: heldWords(held) };
  const others = own.filter(({ group }) => group === "other").length;
  if (others === 0) return otherwise;
  const below = `${count(others, "finding")} below what the gate stops at`;
  // A finding in code beside a model says nothing of the model's own files, which nobody looked at.
  if (otherwise.state === "none" && otherwise !== NONE)
    return { state: "none", words: `${below}; the model itself is ${otherwise.words}` };
  return { state: "pass", words: below };
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
const NO_BILL: Cell = { state: "unknown", words: "there is no bill of materials in this report", unasked: true };
const MISTAKABLE: Cell = { state: "unknown", words: "by its name it cannot be told from others" };
const NO_SIGNATURES: Cell = { state: "unknown", words: "signatures were not looked at" };

/** What a check says where it found nothing. */
function withoutFindings(check: CheckId, known: Known): Cell {
  const { kind, mistakable } = known.subject;
  if (kind === "lockfile") return check === "dependencies" ? packagesCell(known) : NONE;
  if (kind === "repository") return restCell(check, known);
  if (mistakable === true) return MISTAKABLE;
  switch (check) {
    case "content":
      return contentCell(known);
    case "origin":
      return originCell(known);
    case "license":
      return licenseCell(known);
    case "evidence":
      return known.subject.component === undefined
        ? NO_BILL
        : { state: "pass", words: "nothing that the policy asks for is lacking" };
    case "signature":
      return signatureCell(known);
    default:
      return NONE;
  }
}

/** Of what has no row of its own only what is not known is told: the rest may be anything. */
function restCell(check: CheckId, known: Known): Cell {
  const cell =
    check === "content" && known.artifacts.length > 0
      ? contentCell(known)
      : check === "dependencies"
        ? packagesCell(known)
        : NONE;
  return cell.state === "unknown" ? cell : NONE;
}

function contentCell({ artifacts, subject, report }: Known): Cell {
  const skipped = artifacts.find(({ notScanned }) => notScanned !== undefined)?.notScanned;
  if (skipped !== undefined) return { state: "unknown", words: `${notScannedWhy(skipped)}: ${skipped.detail}` };
  if (artifacts.length === 0) return unscannedCell(subject, report);
  return { state: "pass", words: `${count(artifacts.length, "file")} scanned` };
}

/** A model of which no file is in the report: the change leaves it alone, or nobody can say. */
function unscannedCell({ path }: RowSubject, { selection }: RunReport): Cell {
  if (isAmbiguous(path)) return MISTAKABLE;
  return selection.mode === "tree"
    ? { state: "unknown", words: "none of its files has a format that is scanned" }
    : { state: "none", words: "not part of what this run decides about" };
}

function originCell({ subject: { component } }: Known): Cell {
  if (component === undefined) return NO_BILL;
  const revision = propertyOf(component, "origin:revision");
  if (revision !== undefined) return { state: "pass", words: `recorded at revision ${revision}` };
  return component.addresses.some(([type]) => type === "distribution")
    ? { state: "pass", words: "recorded" }
    : { state: "unknown", words: "no source is recorded in models.lock.yaml" };
}

function licenseCell({ subject: { component } }: Known): Cell {
  if (component === undefined) return NO_BILL;
  const words = component.licenses.join(", ");
  if (component.licenses.some(isSaidLicense)) return { state: "pass", words };
  return { state: "unknown", words: words === "" ? "no licence is named" : `no licence is named, only "${words}"` };
}

function signatureCell({ signatures, report }: Known): Cell {
  if (signatures === undefined)
    return report.signatures === undefined ? { ...NO_SIGNATURES, unasked: true } : NO_SIGNATURES;
  const { status, signers, detail = "not known" } = signatures;
  if (status === "signed") return { state: "pass", words: `signed by ${signers.join(", ")}` };
  return { state: "unknown", words: detail };
}

/** The rule about lockfiles of which a part could not be read: nobody knows what is locked there. */
const NOT_READ = "MA-SYS-008";

function packagesCell({ packages, findings }: Known): Cell {
  if (findings.some(({ finding }) => finding.rule === NOT_READ))
    return { state: "unknown", words: "a part of it could not be read" };
  const unchecked = packages.filter(({ status }) => status === "unchecked").length;
  if (unchecked > 0)
    return { state: "unknown", words: `${unchecked} of ${count(packages.length, "package")} could not be checked` };
  return { state: "pass", words: `${count(packages.length, "package")} checked` };
}
