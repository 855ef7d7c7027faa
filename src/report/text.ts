import type { Finding } from "../core/finding";
import { formatLocation } from "../core/location";
import { rulePage } from "../core/project";
import type { ArtifactRecord, Reporter, RunReport } from "../core/report";
import type { RuleMeta } from "../core/rule";
import { bomText } from "./bom-section";
import { colours, type Colours } from "./colours";
import { breakCommands, inertLine } from "./escape-command";
import { clip } from "./escape-terminal";
import { groupFindings, otherReasons } from "./groups";
import { notScannedFix, notScannedWhy } from "./not-scanned-words";
import { ruleTitles, type RuleTitle } from "./rule-titles";
import { signatureWords } from "./signature-words";
import { countsLine, headline, selectionWords } from "./verdict-words";
import { columns, wrap } from "./wrap";

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

/** What could not be read is said here, too: a hook that is quiet must not fail without a word. */
function renderQuiet(report: RunReport, page: Page): string[] {
  return [
    ...verdict(report, page),
    ...missing(report, page),
    ...findings(groupFindings(report).blocking, page),
    ...unread(report, page),
  ];
}

function renderAll(report: RunReport, page: Page): string[] {
  const { blocking, other, waived, old } = groupFindings(report);
  const { paint } = page;
  return [
    ...verdict(report, page),
    ...missing(report, page),
    ...findings([...blocking, ...other], page),
    ...unread(report, page),
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
    ...section(
      "Bill of materials",
      (report.bom === undefined ? [] : bomText(report.bom)).flatMap((line) => indented(line, page)),
      page,
    ),
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
    ...wrap(
      selectionWords(report, (ref) => inertLine(clip(ref, MAX_TEXT))),
      page.width,
    ).map(paint.faint),
    ...organisationLines(report, page),
    ...explainWords(blocking, page),
    ...wrap(countsLine(report), page.width),
  ];
}

function missing(report: RunReport, page: Page): string[] {
  return otherReasons(report).flatMap((reason) => field("missing", reason, page));
}

function unread(report: RunReport, page: Page): string[] {
  return section(
    "Not scanned",
    report.artifacts.flatMap((artifact) => notScanned(artifact, page)),
    page,
  );
}

/** The way from a finding to what there is to know of it. */
function explainWords([first]: readonly Finding[], { paint, width }: Page): string[] {
  return first === undefined
    ? []
    : wrap(`All of a finding, with its rule: model-assay explain ${first.id}`, width).map(paint.faint);
}

/** Whose policy stands above the repository's: who reads a refusal asks by whose word. */
function organisationLines({ policy: { organisation } }: RunReport, { paint, width }: Page): string[] {
  if (organisation === undefined) return [];
  const { source, digest } = organisation;
  const text = `The organisation's policy: ${inertLine(clip(source, MAX_TEXT))}, sha256 ${inertLine(clip(digest, 80))}.`;
  return wrap(text, width).map(paint.faint);
}

function verdict(report: RunReport, { paint, width }: Page): string[] {
  const style = { pass: paint.good, fail: paint.bad, incomplete: paint.doubtful }[report.verdict];
  return wrap(headline(report), width).map(style);
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

/** A line with white space at its front, which what is broken off it keeps. */
function indented(line: string, { width }: Page): string[] {
  const text = line.trimStart();
  const indent = line.slice(0, line.length - text.length);
  return wrap(text, width - indent.length).map((each) => `${indent}${each}`);
}

const LABEL_COLUMNS = 10;

/**
 * `  where   models/a.pt`: a label and its text, aligned, broken to the width. A word that has no place beside the label, as an address in 80
 * columns, begins further left on a line of its own: the terminal breaks it less, and who copies it gets all of it.
 */
function field(label: string, text: string, { paint, width }: Page): string[] {
  const beside = width - LABEL_COLUMNS;
  const lines = wrap(inertLine(clip(text, MAX_TEXT)), beside);
  const first = `  ${paint.faint(label.padEnd(LABEL_COLUMNS - 2))}`;
  return lines.flatMap((line, i) => {
    if (columns(line) > beside) return i === 0 ? [`  ${paint.faint(label)}`, `  ${line}`] : [`  ${line}`];
    return [i === 0 ? `${first}${line}` : `${" ".repeat(LABEL_COLUMNS)}${line}`];
  });
}
