import type { Finding } from "../core/finding";
import { PROJECT, rulePage } from "../core/project";
import type { Reporter, RunReport } from "../core/report";
import type { RuleMeta } from "../core/rule";
import { renderCommand, type CommandName } from "./escape-command";
import { clip } from "./escape-terminal";
import { groupFindings } from "./groups";
import { count } from "./quantities";
import { ruleTitles, type RuleTitle } from "./rule-titles";
import { headline } from "./verdict-words";

/** GitHub shows ten annotations of a kind per step and drops the rest (docs: "Usage limits", annotations). */
const MAX_ANNOTATIONS = 10;
/** Reasons named in the one annotation of an incomplete run. */
const MAX_REASONS = 5;
/** Characters of one text; the whole message may have 64 KiB. */
const MAX_TEXT = 1000;

/** Workflow commands for the worst findings. The step prints them; the runner shows them at the files. */
export function createAnnotationsReporter(rules: readonly RuleMeta[]): Reporter {
  const titleOf = ruleTitles(rules);
  return { id: "annotations", render: (report) => renderAnnotations(report, titleOf) };
}

function renderAnnotations(report: RunReport, titleOf: RuleTitle): string {
  const { blocking, other } = groupFindings(report);
  const blocks = new Set(blocking);
  const ranked = [...blocking, ...other];
  const level = (finding: Finding): CommandName => levelOf(finding, blocks.has(finding));
  let shown = ranked.slice(0, MAX_ANNOTATIONS);
  // The count that follows is a notice too: it must not be the eleventh.
  if (shown.length < ranked.length && shown.every((finding) => level(finding) === "notice"))
    shown = shown.slice(0, MAX_ANNOTATIONS - 1);
  const rest = ranked.length - shown.length;
  const lines = [
    ...incompleteAnnotation(report),
    ...shown.map((finding) => annotate(finding, level(finding), titleOf)),
    ...(rest === 0 ? [] : [renderCommand("notice", { title: PROJECT.title }, restWords(rest))]),
  ];
  return lines.map((line) => `${line}\n`).join("");
}

function levelOf(finding: Finding, blocks: boolean): CommandName {
  if (blocks) return "error";
  return finding.severity === "low" || finding.severity === "info" ? "notice" : "warning";
}

function restWords(rest: number): string[] {
  return [`${count(rest, "more finding")} ${rest === 1 ? "is" : "are"} in the job summary and in the report.`];
}

function annotate(finding: Finding, level: CommandName, titleOf: RuleTitle): string {
  const { path, inside, offset, line } = finding.location;
  const member = inside.length === 0 ? [] : [inside.slice(-4).join(" > ")];
  const where = [...member, ...(offset === undefined ? [] : [`byte 0x${offset.toString(16)}`])];
  return renderCommand(
    level,
    { file: path, line, title: `${titleOf(finding.rule)} (${finding.severity})` },
    [
      finding.message,
      ...(where.length === 0 ? [] : [`Where: ${where.join(", ")}`]),
      ...(finding.evidence === undefined ? [] : [`Evidence: ${finding.evidence}`]),
      ...(finding.remedy === undefined ? [] : [`What to do: ${finding.remedy}`]),
      `More: ${rulePage(finding.rule)}`,
    ].map((text) => clip(text, MAX_TEXT)),
  );
}

/** What could not be checked, in one annotation: it decides only where nothing worse was found. */
function incompleteAnnotation(report: RunReport): string[] {
  const { missing, onIncomplete } = report.decision;
  if (missing.length === 0 && report.verdict !== "incomplete") return [];
  const decides = report.verdict === "incomplete" && onIncomplete === "fail";
  const more = missing.length - MAX_REASONS;
  return [
    renderCommand(decides ? "error" : "warning", { title: `${PROJECT.title}: not everything was checked` }, [
      ...(report.verdict === "incomplete" ? [headline(report)] : []),
      ...missing.slice(0, MAX_REASONS).map((reason) => clip(reason, MAX_TEXT)),
      ...(more > 0 ? [`${more} more in the job summary.`] : []),
    ]),
  ];
}
