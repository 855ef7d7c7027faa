import { PROJECT } from "../core/project";
import type { PackageRecord, Reporter, RunReport } from "../core/report";
import type { RuleMeta } from "../core/rule";
import { bomCounts } from "./bom-section";
import { renderBomDiff } from "./bom-diff";
import { FOLDED_HEADS, findingBlocks, foldedCells, moreBlocking, WAIVED_HEADS, waivedCells } from "./comment-findings";
import { markdownCode, markdownProse } from "./escape-markdown";
import { clip } from "./escape-terminal";
import { groupFindings, otherReasons, type FindingGroups } from "./groups";
import { htmlList, htmlTable, Space } from "./html-table";
import { count } from "./quantities";
import { ruleTitles } from "./rule-titles";
import { NOT_SCANNED_HEADS, notScannedCells } from "./summary-rows";
import { countsLine, headline, selectionWords, VERDICT_WORD } from "./verdict-words";

/**
 * A comment may have 65,536 characters, and a longer one is refused as a whole. Here UTF-16 units are counted, of which no text has fewer
 * than characters; no unit is more than three bytes, should bytes count one day. Together they leave an eighth for the frame.
 */
const MAX_UNITS = {
  findings: 18_000,
  more: 8_000,
  missing: 3_000,
  other: 5_000,
  bom: 6_000,
  packages: 5_000,
  notScanned: 4_000,
  waived: 3_000,
  old: 3_000,
  basis: 2_500,
};
const MAX_TEXT = 300;
const MARK = { pass: "✅", fail: "❌", incomplete: "⚠️" } as const;

/**
 * The comment of a pull request, as Markdown: the verdict, what to do about each finding, and everything else folded. It stands in no list
 * of formats: only the action writes it, and most runs do not need it.
 */
export function createCommentReporter(rules: readonly RuleMeta[]): Reporter {
  return { id: "comment", render: (report) => renderComment(report, rules) };
}

function renderComment(report: RunReport, rules: readonly RuleMeta[]): string {
  const groups = groupFindings(report);
  const blocks = [
    `## ${MARK[report.verdict]} ${PROJECT.title}: ${VERDICT_WORD[report.verdict]}`,
    `<p><strong>${headline(report)}</strong></p>`,
    ...blocking(groups, rules),
    ...missing(report),
    ...folded(report, groups, rules),
    ...basis(report),
  ];
  // Blank lines stand between blocks only: one of them ends a block of HTML.
  return `${blocks.join("\n\n")}\n`;
}

function space(part: keyof typeof MAX_UNITS): Space {
  return new Space(MAX_UNITS[part], (text) => text.length);
}

function blocking(groups: FindingGroups, rules: readonly RuleMeta[]): string[] {
  if (groups.blocking.length === 0) return [];
  const { open, shown } = findingBlocks(groups.blocking, rules, space("findings"));
  const left = groups.blocking.slice(shown);
  const titleOf = ruleTitles(rules);
  return [
    "### What to do",
    ...open,
    ...(left.length === 0
      ? []
      : [details(moreBlocking(left.length), htmlTable(FOLDED_HEADS, left, foldedCells(titleOf), space("more")))]),
  ];
}

/** What keeps the verdict from being a pass stands open; beside a failure the list of files is enough. */
function missing(report: RunReport): string[] {
  const reasons = report.verdict === "incomplete" ? report.decision.missing : otherReasons(report);
  if (reasons.length === 0) return [];
  const items = reasons.map((reason) => markdownProse(clip(reason, MAX_TEXT)));
  return ["### Could not be checked", htmlList(items, space("missing"))];
}

function folded(report: RunReport, { other, waived, old }: FindingGroups, rules: readonly RuleMeta[]): string[] {
  const titleOf = ruleTitles(rules);
  const unread = report.artifacts.filter(({ notScanned }) => notScanned !== undefined);
  const vulnerable = report.packages.filter(({ status }) => status === "vulnerable");
  const table = <T>(
    title: string,
    heads: readonly string[],
    things: readonly T[],
    cells: (thing: T) => readonly string[],
    part: keyof typeof MAX_UNITS,
  ): string[] => (things.length === 0 ? [] : [details(title, htmlTable(heads, things, cells, space(part)))]);
  return [
    ...table(`Findings that do not stop the gate: ${other.length}`, FOLDED_HEADS, other, foldedCells(titleOf), "other"),
    ...bom(report),
    ...table(`Vulnerable packages: ${vulnerable.length}`, PACKAGE_HEADS, vulnerable, packageCells, "packages"),
    ...table(`Not scanned: ${count(unread.length, "file")}`, NOT_SCANNED_HEADS, unread, notScannedCells, "notScanned"),
    ...table(`Waived: ${waived.length}`, WAIVED_HEADS, waived, waivedCells(titleOf), "waived"),
    ...table(`Already on the base: ${old.length}`, FOLDED_HEADS, old, foldedCells(titleOf), "old"),
  ];
}

/** The difference of the bills of materials; without one there is nothing that a reviewer of a change has to know. */
function bom({ bom: made }: RunReport): string[] {
  if (made?.changes === undefined || made.changes.length === 0) return [];
  const counts = bomCounts(made);
  return [
    details(
      `Bill of materials: ${count(made.changes.length, "change")}`,
      `${counts === undefined ? "" : `<p>${counts}</p>\n`}${renderBomDiff(made.changes, "markdown", space("bom")).trimEnd()}`,
    ),
  ];
}

const PACKAGE_HEADS = ["Package", "Version", "Flaws", "Fixed in", "Where"];
/** Ids of one package; the report has all. */
const MAX_IDS = 5;

function packageCells({ name, version, advisories, fixed, lockfile, file, line }: PackageRecord): string[] {
  const code = (text: string) => markdownCode(clip(text, MAX_TEXT));
  const more = advisories.length - MAX_IDS;
  return [
    code(name),
    version === undefined ? "" : code(version),
    [...advisories.slice(0, MAX_IDS).map(code), ...(more > 0 ? [`${more} more`] : [])].join("<br>"),
    fixed === undefined ? "no version yet" : code(fixed),
    `${code(file ?? lockfile)}${line === undefined ? "" : `, line ${line}`}`,
  ];
}

function details(summary: string, html: string): string {
  return `<details><summary>${summary}</summary>\n${html}\n</details>`;
}

/** Over what and by which policy; left out where a hostile name has made it too long. */
function basis(report: RunReport): string[] {
  const selection = selectionWords(report, (ref) => markdownCode(clip(ref, 60)));
  const policy = markdownProse(clip(report.policy.source, 100));
  const text = `<p><sub>${countsLine(report)}<br>\n${selection} Policy: ${policy}.</sub></p>`;
  return space("basis").take(text) ? [text] : [];
}
