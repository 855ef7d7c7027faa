import { PROJECT } from "../core/project";
import type { Reporter, RunReport } from "../core/report";
import type { RuleMeta } from "../core/rule";
import { bomMarkdown } from "./bom-section";
import { escapeMarkdown, markdownCode, markdownProse } from "./escape-markdown";
import { clip } from "./escape-terminal";
import { groupFindings, otherReasons, type FindingGroups } from "./groups";
import { htmlList, htmlTable, Space } from "./html-table";
import { matrixMarkdown } from "./matrix-section";
import { count } from "./quantities";
import { signatureWords } from "./signature-words";
import { ruleTitles, type RuleTitle } from "./rule-titles";
import {
  FINDING_HEADS,
  findingCells,
  lockfileRows,
  NOT_SCANNED_HEADS,
  notScannedCells,
  PACKAGE_HEADS,
  packageCells,
  SCANNED_HEADS,
  scannedCells,
  WAIVED_HEADS,
  waivedCells,
} from "./summary-rows";
import { countsLine, headline, selectionWords, VERDICT_WORD } from "./verdict-words";

/**
 * UTF-8 bytes per section. A job summary may have 1 MiB per step, and a longer one is not shown at all
 * (docs: "Workflow commands", adding a job summary). With two of `folded` and of `lists`, the matrix (`matrix-section.ts`: 65,000), the bill
 * of materials (`bom-section.ts`, `bom-diff.ts`: 100,000) and what was signed (`attestation.ts`: 60,000) they leave a tenth for the frame.
 */
const MAX_BYTES = {
  findings: 320_000,
  notScanned: 80_000,
  scanned: 100_000,
  packages: 40_000,
  folded: 60_000,
  lists: 30_000,
};
/** Rows of the table of scanned files that stand open; more are folded. */
const MAX_OPEN_ROWS = 20;
const MAX_TEXT = 500;

const MARK = { pass: "✅", fail: "❌", incomplete: "⚠️" } as const;

/**
 * The job summary, as Markdown: the verdict first, then what a reviewer needs to decide in a minute, in the order of the HTML report
 * (`html/page/main.ts`), so that who knows the one finds it in the other: what is missing, models and checks, findings, not scanned, bill
 * of materials, how it was decided. What was scanned and locked has no part of its own there and stands behind what was not.
 */
export function createSummaryReporter(rules: readonly RuleMeta[]): Reporter {
  const titleOf = ruleTitles(rules);
  return { id: "markdown", render: (report, bom) => renderSummary(report, titleOf, bom) };
}

function renderSummary(report: RunReport, titleOf: RuleTitle, bom?: string): string {
  const groups = groupFindings(report);
  const blocks = [
    `## ${MARK[report.verdict]} ${PROJECT.title}: ${VERDICT_WORD[report.verdict]}`,
    paragraph(`<strong>${headline(report)}</strong>`),
    paragraph(countsLine(report)),
    ...missing(report),
    ...models(report, bom),
    ...findings(groups, titleOf),
    ...folded(groups, titleOf),
    ...notScanned(report),
    ...scanned(report),
    ...packages(report),
    ...(report.bom === undefined ? [] : bomMarkdown(report.bom)),
    ...notices(report),
    basis(report),
  ];
  // Blank lines stand between blocks only: one of them ends a block of HTML.
  return `${blocks.join("\n\n")}\n`;
}

function paragraph(html: string): string {
  return `<p>${html}</p>`;
}

function texts(all: readonly string[]): string {
  return htmlList(
    all.map((text) => markdownProse(clip(text, MAX_TEXT))),
    new Space(MAX_BYTES.lists),
  );
}

function missing(report: RunReport): string[] {
  const reasons = otherReasons(report);
  return reasons.length === 0 ? [] : ["### Could not be checked", texts(reasons)];
}

function findings({ blocking, other }: FindingGroups, titleOf: RuleTitle): string[] {
  const space = new Space(MAX_BYTES.findings);
  const table = (heading: string, some: FindingGroups["other"]): string[] =>
    some.length === 0
      ? []
      : [`### ${heading}`, htmlTable(FINDING_HEADS, some, (finding) => findingCells(finding, titleOf), space)];
  return [
    ...table("What stops the gate", blocking),
    ...table(blocking.length === 0 ? "Findings" : "Other findings", other),
  ];
}

function notScanned(report: RunReport): string[] {
  const rows = report.artifacts.filter((artifact) => artifact.notScanned !== undefined);
  if (rows.length === 0) return [];
  return ["### Not scanned", htmlTable(NOT_SCANNED_HEADS, rows, notScannedCells, new Space(MAX_BYTES.notScanned))];
}

function scanned(report: RunReport): string[] {
  const rows = report.artifacts.filter((artifact) => artifact.notScanned === undefined);
  if (rows.length === 0) return [];
  const table = htmlTable(SCANNED_HEADS, rows, scannedCells, new Space(MAX_BYTES.scanned));
  return rows.length > MAX_OPEN_ROWS
    ? [details(`What was scanned: ${count(rows.length, "file")}`, table)]
    : ["### What was scanned", table];
}

/** One row for each lockfile; the packages themselves are in the report. */
function packages(report: RunReport): string[] {
  const rows = lockfileRows(report.packages);
  if (rows.length === 0) return [];
  const table = htmlTable(PACKAGE_HEADS, rows, packageCells, new Space(MAX_BYTES.packages));
  return rows.length > MAX_OPEN_ROWS
    ? [details(`What was locked: ${count(rows.length, "lockfile")}`, table)]
    : ["### What was locked", table];
}

/** How each model stands, and by whom the models are signed. */
function models(report: RunReport, bom: string | undefined): string[] {
  const { signatures } = report;
  const blocks = [
    ...matrixMarkdown(report, bom),
    ...(signatures === undefined ? [] : [paragraph(markdownProse(signatureWords(signatures)))]),
  ];
  return blocks.length === 0 ? [] : ["### Models and checks", ...blocks];
}

function folded({ waived, old }: FindingGroups, titleOf: RuleTitle): string[] {
  const blocks = [];
  if (waived.length > 0) {
    const space = new Space(MAX_BYTES.folded);
    const table = htmlTable(WAIVED_HEADS, waived, (finding) => waivedCells(finding, titleOf), space);
    blocks.push(details(`Waived: ${count(waived.length, "finding")}`, table));
  }
  if (old.length > 0) {
    const space = new Space(MAX_BYTES.folded);
    const table = htmlTable(FINDING_HEADS, old, (finding) => findingCells(finding, titleOf), space);
    blocks.push(details(`Already on the base: ${count(old.length, "finding")}`, table));
  }
  return blocks;
}

function details(summary: string, html: string): string {
  return `<details><summary>${summary}</summary>\n${html}\n</details>`;
}

function notices(report: RunReport): string[] {
  return report.notices.length === 0 ? [] : ["### Good to know", texts(report.notices)];
}

/** By which policy and over what it was decided, so that the summary can be checked later. */
function basis(report: RunReport): string {
  const { digest, source, organisation } = report.policy;
  const named = (from: string, sha256: string | null) =>
    `${escapeMarkdown(clip(from, MAX_TEXT))}${sha256 === null ? "" : ` ${markdownCode(clip(sha256, 80))}`}`;
  const above =
    organisation === undefined ? "" : `, under the organisation's ${named(organisation.source, organisation.digest)}`;
  const policy = `Policy: ${named(source, digest)}${above}.`;
  const { name, version, rules } = report.tool;
  const tool = `${escapeMarkdown(`${name} ${version}`)}, rules ${markdownCode(clip(rules, 80))}.`;
  const selection = selectionWords(report, (ref) => markdownCode(clip(ref, MAX_TEXT)));
  return paragraph(`<sub>${selection} ${policy} ${tool}</sub>`);
}
