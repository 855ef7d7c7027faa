import type { Finding } from "../core/finding";
import type { RunReport } from "../core/report";
import { compareSeverity, SEVERITIES, type Severity } from "../core/severity";

/** The findings by what they mean for the verdict, each group with the worst first. */
export interface FindingGroups {
  /** They fail the gate. */
  readonly blocking: readonly Finding[];
  /** New, not waived, below the threshold. */
  readonly other: readonly Finding[];
  readonly waived: readonly Finding[];
  /** The base has them too. */
  readonly old: readonly Finding[];
}

export type FindingGroup = keyof FindingGroups;

/** A finding with what it means for the verdict. */
export interface GroupedFinding {
  readonly finding: Finding;
  readonly group: FindingGroup;
}

/** All findings: what stops the gate first, and of each group the worst first. */
export function groupedFindings(report: RunReport): GroupedFinding[] {
  const groups = groupFindings(report);
  return (["blocking", "other", "waived", "old"] as const).flatMap((group) =>
    groups[group].map((finding) => ({ finding, group })),
  );
}

export function groupFindings(report: RunReport): FindingGroups {
  const groups = { blocking: [] as Finding[], other: [] as Finding[], waived: [] as Finding[], old: [] as Finding[] };
  const blocking = new Set(report.decision.blocking);
  const waived = new Set(report.decision.waived);
  const old = new Set(report.decision.old);
  for (const finding of report.findings) {
    if (blocking.has(finding.id)) groups.blocking.push(finding);
    else if (finding.waived !== undefined || waived.has(finding.id)) groups.waived.push(finding);
    else if (finding.baseline === true || old.has(finding.id)) groups.old.push(finding);
    else groups.other.push(finding);
  }
  // Array.prototype.sort is stable: findings of one severity stay in the report's order.
  for (const group of Object.values(groups)) group.sort((a, b) => compareSeverity(a.severity, b.severity));
  return groups;
}

/** What keeps the run from being complete, beside the files that stand under "not scanned" anyway. */
export function otherReasons(report: RunReport): readonly string[] {
  const told = new Set(report.artifacts.map(({ path, notScanned }) => `${path}: ${notScanned?.detail}`));
  return report.decision.missing.filter((reason) => !told.has(reason));
}

/** How many there are of each severity, the worst first, without the zeros. */
export function countSeverities(findings: readonly Finding[]): [Severity, number][] {
  return SEVERITIES.map((severity): [Severity, number] => [
    severity,
    findings.filter((finding) => finding.severity === severity).length,
  ]).filter(([, n]) => n > 0);
}
