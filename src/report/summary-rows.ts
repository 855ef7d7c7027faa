import type { Finding } from "../core/finding";
import type { Location } from "../core/location";
import { rulePage } from "../core/project";
import type { ArtifactRecord, PackageRecord } from "../core/report";
import { markdownCode, markdownProse } from "./escape-markdown";
import { clip } from "./escape-terminal";
import { notScannedFix, notScannedWhy } from "./not-scanned-words";
import { byteSize } from "./quantities";
import type { RuleTitle } from "./rule-titles";

/** Characters of one text before it is escaped, which may make it many times longer. */
const MAX_TEXT = 500;

const words = (text: string): string => markdownProse(clip(text, MAX_TEXT));
const code = (text: string): string => markdownCode(clip(text, MAX_TEXT));

export const FINDING_HEADS = ["Severity", "What was found", "Where", "What to do"];

/** Cells of a table, each of them escaped. */
export function findingCells(finding: Finding, titleOf: RuleTitle): string[] {
  const rule = `<a href="${encodeURI(rulePage(finding.rule))}">${words(titleOf(finding.rule))}</a>`;
  return [
    finding.severity === "critical" || finding.severity === "high"
      ? `<strong>${finding.severity}</strong>`
      : finding.severity,
    [
      words(finding.message),
      ...(finding.evidence === undefined ? [] : [code(finding.evidence)]),
      `<sub>${rule} · ${code(finding.id)}</sub>`,
    ].join("<br>"),
    where(finding.location),
    finding.remedy === undefined ? "" : words(finding.remedy),
  ];
}

export const WAIVED_HEADS = ["Severity", "What was found", "Where", "Waived"];

export function waivedCells(finding: Finding, titleOf: RuleTitle): string[] {
  const { waived } = finding;
  const until = waived?.until === undefined ? "" : ` until ${words(waived.until)}`;
  const why = waived === undefined ? "by the policy" : `by ${words(waived.by)}${until}: ${words(waived.reason)}`;
  return [...findingCells(finding, titleOf).slice(0, 3), why];
}

function where(at: Location): string {
  const inside = at.inside.length > 4 ? ["…", ...at.inside.slice(-3)] : at.inside;
  const place =
    at.line === undefined ? (at.offset === undefined ? [] : [`byte 0x${at.offset.toString(16)}`]) : [`line ${at.line}`];
  return [code(at.path), ...inside.map((member) => `in ${code(member)}`), ...place].join("<br>");
}

export const SCANNED_HEADS = ["File", "Format", "Size", "SHA-256"];

export function scannedCells(artifact: ArtifactRecord): string[] {
  return [
    code(artifact.path),
    words(artifact.format),
    `<span title="${artifact.size} bytes">${byteSize(artifact.size)}</span>`,
    artifact.sha256 === undefined ? "" : code(artifact.sha256),
  ];
}

export const NOT_SCANNED_HEADS = ["File", "Why", "What to do"];

export function notScannedCells(artifact: ArtifactRecord): string[] {
  const { notScanned } = artifact;
  if (notScanned === undefined) return [code(artifact.path), "", ""];
  return [
    code(artifact.path),
    `${notScannedWhy(notScanned)}: ${words(notScanned.detail)}`,
    markdownProse(notScannedFix(notScanned)),
  ];
}

/** What one lockfile holds, by the answer. */
export interface LockfileRow {
  readonly lockfile: string;
  readonly clean: number;
  readonly vulnerable: number;
  /** By the reason why. */
  readonly unchecked: ReadonlyMap<string, number>;
}

export function lockfileRows(packages: readonly PackageRecord[]): LockfileRow[] {
  const rows = new Map<
    string,
    { lockfile: string; clean: number; vulnerable: number; unchecked: Map<string, number> }
  >();
  for (const { lockfile, status, reason = "unknown" } of packages) {
    const row = rows.get(lockfile) ?? { lockfile, clean: 0, vulnerable: 0, unchecked: new Map<string, number>() };
    rows.set(lockfile, row);
    if (status === "unchecked") row.unchecked.set(reason, (row.unchecked.get(reason) ?? 0) + 1);
    else row[status]++;
  }
  return [...rows.values()];
}

export const PACKAGE_HEADS = ["Lockfile", "Clean", "Vulnerable", "Unchecked"];

export function packageCells({ lockfile, clean, vulnerable, unchecked }: LockfileRow): string[] {
  const reasons = [...unchecked].map(([reason, count]) => `${count} ${words(reason)}`);
  return [
    code(lockfile),
    String(clean),
    vulnerable === 0 ? "0" : `<strong>${vulnerable}</strong>`,
    reasons.length === 0 ? "0" : reasons.join("<br>"),
  ];
}
