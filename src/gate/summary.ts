import type { AuditResult } from "../audit";
import type { Finding } from "../core/finding";
import type { FileSelection } from "../core/host";
import type { Policy } from "../core/policy";
import type { ArtifactRecord, RunReport, Summary } from "../core/report";
import { SEVERITIES, type Severity } from "../core/severity";

/** How files were chosen, for the report. */
export function describe(selection: FileSelection, ignored: number): RunReport["selection"] {
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

/** From which severity on something fails. */
export function thresholdsOf({ failOn, onIncomplete, dependencies }: Policy) {
  const forFlaws = dependencies.failOn === undefined ? {} : { dependenciesFailOn: dependencies.failOn };
  return { failOn, onIncomplete, ...forFlaws };
}

/** The numbers of a run. */
export function summarise(
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
