import { mkdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { RunReport } from "../core/report";
import type { Env } from "../host/git";
import { createReporters } from "../report";
import { groupFindings } from "../report/groups";
import { RULES } from "../rules";

/** What of `@actions/core` a report needs. */
export interface ActionOutput {
  setOutput(name: string, value: string): void;
  warning(message: string): void;
  writeSummary(markdown: string): Promise<void>;
}

/**
 * Tells the run to GitHub: files, outputs, summary, annotations, log. Files come first: whatever fails
 * later, the report is there. A surface that cannot be written is a warning, never another verdict.
 */
export async function publish(report: RunReport, core: ActionOutput, env: Env, bom?: string): Promise<void> {
  const render = new Map(createReporters(RULES).map((reporter) => [reporter.id, reporter]));
  const rendered = (id: string) => render.get(id)!.render(report);
  const directory = join(env["RUNNER_TEMP"] ?? tmpdir(), "model-assay");
  mkdirSync(directory, { recursive: true });
  const reportPath = join(directory, "report.json");
  const sarifPath = join(directory, "model-assay.sarif");
  writeFileSync(reportPath, rendered("json"));
  writeFileSync(sarifPath, rendered("sarif"));

  core.setOutput("verdict", report.verdict);
  const { blocking, other } = groupFindings(report);
  core.setOutput("findings-count", String(blocking.length + other.length));
  core.setOutput("report-path", reportPath);
  core.setOutput("sarif-path", sarifPath);

  if (bom !== undefined) {
    const bomPath = join(directory, "model-assay.cdx.json");
    writeFileSync(bomPath, bom);
    core.setOutput("bom-path", bomPath);
  }

  process.stdout.write(rendered("text"));
  process.stdout.write(rendered("annotations"));
  try {
    await core.writeSummary(rendered("markdown"));
  } catch (error) {
    core.warning(`The job summary could not be written: ${(error as Error).message}`);
  }
}
