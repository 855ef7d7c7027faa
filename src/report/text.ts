import type { Finding } from "../core/finding";
import { formatLocation } from "../core/location";
import { rulePage } from "../core/project";
import type { ArtifactRecord, Reporter, RunReport } from "../core/report";
import type { RuleMeta } from "../core/rule";
import { bomText } from "./bom-section";
import { colours, type Colours } from "./colours";
import { breakCommands } from "./escape-command";
import { clip, escapeTerminal } from "./escape-terminal";
import { groupFindings, otherReasons } from "./groups";
import { notScannedFix, notScannedWhy } from "./not-scanned-words";
import { ruleTitles, type RuleTitle } from "./rule-titles";
import { signatureWords } from "./signature-words";
import { countsLine, headline, selectionWords } from "./verdict-words";
import { wrap } from "./wrap";

export interface TextOptions {
  readonly colour: boolean;
  /** Columns of the terminal; lines are not broken where absent, as in a log. */
  readonly width?: number;
  /** Only the verdict and what stops the gate. */
  readonly quiet?: boolean;
}

/** Characters of one text. Evidence is shortened where it is made; a path may be long. */
const MAX_TEXT = 2000;
/** A narrower terminal does not get narrower lines. */
const MIN_WIDTH = 40;
/** Findings that are shown in full; a terminal keeps no more than that. */
const MAX_FINDINGS = 500;

/** A report for people at a terminal: the verdict first, then each finding with what, where, why and what to do. */
export function createTextReporter(rules: readonly RuleMeta[], options: TextOptions): Reporter {
  const page: Page = {
    paint: colours(options.colour),
    width: Math.max(options.width ?? Infinity, MIN_WIDTH),
    titleOf: ruleTitles(rules),
  };
  return {
    id: "text",
    render(report) {
      const lines = options.quiet === true ? renderQuiet(report, page) : renderAll(report, page);
      // The same text is printed in workflow logs, where a line may be a command.
      return lines.map((line) => `${breakCommands(line)}\n`).join("");
    },
  };
}

interface Page {
  readonly paint: Colours;
  readonly width: number;
  readonly titleOf: RuleTitle;
}

function renderQuiet(report: RunReport, page: Page): string[] {
  return [verdict(report, page), ...findings(groupFindings(report).blocking, page)];
}

function renderAll(report: RunReport, page: Page): string[] {
  const { blocking, other, waived, old } = groupFindings(report);
  const { paint } = page;
  return [
    verdict(report, page),
    ...otherReasons(report).flatMap((reason) => field("missing", reason, page)),
    ...findings([...blocking, ...other], page),
    ...section(
      "Not scanned",
      report.artifacts.flatMap((artifact) => notScanned(artifact, page)),
      page,
    ),
    ...section(
      "Waived",
      waived.flatMap((finding) => waivedLines(finding, page)),
      page,
    ),
    ...section(
      "Already on the base",
      old.flatMap((finding) => oneLine(finding, page)),
      page,
    ),
    ...section("Bill of materials", report.bom === undefined ? [] : bomText(report.bom), page),
    ...section(
      "Signatures",
      report.signatures === undefined ? [] : field("models", signatureWords(report.signatures), page),
      page,
    ),
    ...section(
      "Good to know",
      report.notices.flatMap((notice) => field("note", notice, page)),
      page,
    ),
    "",
    paint.faint(selectionWords(report, (ref) => escapeTerminal(clip(ref, MAX_TEXT)))),
    ...organisationLine(report, page),
    countsLine(report),
  ];
}

/** Whose policy stands above the repository's: who reads a refusal asks by whose word. */
function organisationLine({ policy: { organisation } }: RunReport, { paint }: Page): string[] {
  if (organisation === undefined) return [];
  const { source, digest } = organisation;
  return [
    paint.faint(
      `The organisation's policy: ${escapeTerminal(clip(source, MAX_TEXT))}, sha256 ${escapeTerminal(clip(digest, 80))}.`,
    ),
  ];
}

function verdict(report: RunReport, { paint }: Page): string {
  const style = { pass: paint.good, fail: paint.bad, incomplete: paint.doubtful }[report.verdict];
  return style(headline(report));
}

function section(heading: string, lines: readonly string[], { paint }: Page): string[] {
  return lines.length === 0 ? [] : ["", paint.strong(heading), ...lines];
}

function findings(all: readonly Finding[], page: Page): string[] {
  const shown = all.slice(0, MAX_FINDINGS).flatMap((finding) => ["", ...findingLines(finding, page)]);
  const more = all.length - MAX_FINDINGS;
  return more > 0 ? [...shown, "", `${more} more findings: use --format json for all of them.`] : shown;
}

function findingLines(finding: Finding, page: Page): string[] {
  const { paint } = page;
  const head = `${paint.severity(finding.severity, finding.severity)} ${paint.strong(page.titleOf(finding.rule))}`;
  return [
    `${head} ${paint.faint(finding.id)}`,
    ...field("what", finding.message, page),
    ...field("where", formatLocation(finding.location), page),
    ...(finding.evidence === undefined ? [] : field("code", finding.evidence, page)),
    ...(finding.remedy === undefined ? [] : field("do", finding.remedy, page)),
    ...field("more", rulePage(finding.rule), page),
  ];
}

function oneLine(finding: Finding, page: Page): string[] {
  const head = `${finding.severity} ${page.titleOf(finding.rule)} ${finding.id}`;
  return [
    `  ${head}`,
    ...field("what", finding.message, page),
    ...field("where", formatLocation(finding.location), page),
  ];
}

function waivedLines(finding: Finding, page: Page): string[] {
  const { waived } = finding;
  const until = waived?.until === undefined ? "" : ` until ${waived.until}`;
  return [
    ...oneLine(finding, page),
    ...(waived === undefined ? [] : field("waived", `by ${waived.by}${until}: ${waived.reason}`, page)),
  ];
}

function notScanned({ path, notScanned: skipped }: ArtifactRecord, page: Page): string[] {
  if (skipped === undefined) return [];
  return [
    ...field("file", path, page),
    ...field("why", `${notScannedWhy(skipped)}: ${skipped.detail}`, page),
    ...field("do", notScannedFix(skipped), page),
  ];
}

const LABEL_COLUMNS = 10;

/** `  where   models/a.pt`: a label and its text, aligned, broken to the width. */
function field(label: string, text: string, { paint, width }: Page): string[] {
  const lines = wrap(escapeTerminal(clip(text, MAX_TEXT)), width - LABEL_COLUMNS);
  return lines.map((line, i) =>
    i === 0 ? `  ${paint.faint(label.padEnd(LABEL_COLUMNS - 2))}${line}` : `${" ".repeat(LABEL_COLUMNS)}${line}`,
  );
}
