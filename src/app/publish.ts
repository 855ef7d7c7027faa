import { mkdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { RunReport } from "../core/report";
import type { Env } from "../host/git";
import { createHtmlReporter, createReporters } from "../report";
import { groupFindings } from "../report/groups";
import { attestationMarkdown, attestationText } from "../report/attestation";
import { RULES } from "../rules";
import type { Attested, AttestOutcome } from "../core/attest-outcome";
import type { NamedText } from "./attest/verdict-of-run";
import type { DocumentKind } from "./run";

/** What of `@actions/core` a report needs. */
export interface ActionOutput {
  setOutput(name: string, value: string): void;
  warning(message: string): void;
  writeSummary(markdown: string): Promise<void>;
}

/** Documents that a run made, beside its report. */
export type Documents = { [kind in DocumentKind]?: string };

const FILES: Readonly<Record<DocumentKind, string>> = {
  bom: "model-assay.cdx.json",
  vex: "model-assay.vex.cdx.json",
};

/** The files of a run, as they were written. */
export interface Written {
  /** Where they are. */
  readonly directory: string;
  readonly report: NamedText;
  readonly bom: NamedText | undefined;
}

/**
 * Writes the files of a run and sets its outputs. They come first: whatever fails later, the report is there.
 */
export function writeFiles(report: RunReport, core: ActionOutput, env: Env, documents: Documents = {}): Written {
  const rendered = renderer(report);
  const directory = join(env["RUNNER_TEMP"] ?? tmpdir(), "model-assay");
  mkdirSync(directory, { recursive: true });
  const put = (output: string, name: string, text: string): NamedText => {
    const path = join(directory, name);
    writeFileSync(path, text);
    core.setOutput(output, path);
    return { name, text };
  };
  core.setOutput("verdict", report.verdict);
  const { blocking, other } = groupFindings(report);
  core.setOutput("findings-count", String(blocking.length + other.length));
  const json = put("report-path", "report.json", rendered("json"));
  put("sarif-path", "model-assay.sarif", rendered("sarif"));
  const made = (["bom", "vex"] as const).map((kind) => {
    const text = documents[kind];
    return text === undefined ? undefined : put(`${kind}-path`, FILES[kind], text);
  });
  return { directory, report: json, bom: made[0] };
}

/** The report as one page, beside the other files. A page that cannot be made is a warning, never another verdict. */
export async function writePage(
  report: RunReport,
  core: ActionOutput,
  { directory, bom }: Pick<Written, "directory" | "bom">,
): Promise<void> {
  const path = join(directory, "model-assay.html");
  try {
    writeFileSync(path, (await createHtmlReporter(RULES)).render(report, bom?.text));
    core.setOutput("html-path", path);
  } catch (error) {
    core.warning(`The HTML report could not be made: ${(error as Error).message}`);
  }
}

/**
 * Tells the run: summary, annotations, log, and what was signed of it (`outcome`); `bom`: its bill of materials. A surface that cannot be
 * written is a warning, never another verdict.
 */
export async function publish(
  report: RunReport,
  core: ActionOutput,
  { outcome, bom }: { readonly outcome?: AttestOutcome | undefined; readonly bom?: NamedText | undefined } = {},
): Promise<void> {
  const rendered = renderer(report, bom?.text);
  process.stdout.write(rendered("text"));
  if (outcome !== undefined) {
    for (const line of attestationText(outcome)) process.stdout.write(`${line}\n`);
    core.setOutput(
      "bundle-paths",
      pathsOf(outcome, (kind) => kind !== "model"),
    );
    core.setOutput(
      "manifest-paths",
      pathsOf(outcome, (kind) => kind === "model"),
    );
  }
  process.stdout.write(rendered("annotations"));
  try {
    await core.writeSummary(`${rendered("markdown")}${outcome === undefined ? "" : attestationMarkdown(outcome)}`);
  } catch (error) {
    core.warning(`The job summary could not be written: ${(error as Error).message}`);
  }
}

/** One path a line. */
function pathsOf({ attested }: AttestOutcome, wanted: (kind: Attested["kind"]) => boolean): string {
  return attested
    .filter(({ kind }) => wanted(kind))
    .map(({ path }) => path)
    .join("\n");
}

function renderer(report: RunReport, bom?: string): (id: string) => string {
  const render = new Map(createReporters(RULES).map((reporter) => [reporter.id, reporter]));
  return (id) => render.get(id)!.render(report, bom);
}
