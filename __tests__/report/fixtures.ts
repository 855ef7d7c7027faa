import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Finding } from "../../src/core/finding";
import type { RunReport } from "../../src/core/report";
import type { RuleMeta } from "../../src/core/rule";
import { createReporters } from "../../src/report";
import { createCommentReporter } from "../../src/report/comment";

export const GOLDEN = join(__dirname, "../golden/report");

export const rules = JSON.parse(readFileSync(join(GOLDEN, "rules.json"), "utf8")) as RuleMeta[];

/** Names of the reports in the golden folder: a new one is a file. */
export const reportNames = readdirSync(GOLDEN)
  .filter((file) => file.endsWith(".report.json"))
  .map((file) => file.replace(/\.report\.json$/, ""));

export function readReport(name: string): RunReport {
  return JSON.parse(readFileSync(join(GOLDEN, `${name}.report.json`), "utf8")) as RunReport;
}

/** The bill of materials of that run, as text, where the golden folder has one. */
export function readBom(name: string): string | undefined {
  const path = join(GOLDEN, `${name}.cdx.json`);
  return existsSync(path) ? readFileSync(path, "utf8") : undefined;
}

/** What a reporter makes of a report, by the reporter's id. */
export function render(id: string, report: RunReport, bom?: string): string {
  const all = [...createReporters(rules), createCommentReporter(rules)];
  const reporter = all.find((candidate) => candidate.id === id);
  if (reporter === undefined) throw new Error(`no reporter ${id}`);
  return reporter.render(report, bom);
}

/** A failing report with one finding, with what a test wants of it. */
export function failing(changes: Partial<Finding>, rest: Partial<RunReport> = {}): RunReport {
  const base = readReport("fail");
  const first = base.findings[0] as Finding;
  const finding = { ...first, ...changes };
  return { ...base, findings: [finding], decision: { ...base.decision, blocking: [finding.id] }, ...rest };
}

/** A failing report with so many findings. */
export function manyFindings(n: number, changes: (i: number) => Partial<Finding> = () => ({})): RunReport {
  const base = readReport("fail");
  const first = base.findings[0] as Finding;
  const findings = Array.from({ length: n }, (_, i): Finding => {
    const fingerprint = i.toString(16).padStart(64, "0");
    return { ...first, id: `f${i}`, fingerprint, message: `finding ${i}`, ...changes(i) };
  });
  return { ...base, findings, decision: { ...base.decision, blocking: findings.map(({ id }) => id) } };
}
