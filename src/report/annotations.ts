import { PROJECT } from "../core/project";
import type { Reporter, RunReport } from "../core/report";
import type { RuleMeta } from "../core/rule";
import { listAnnotations, type Annotation } from "./annotation-list";
import { renderCommand } from "./escape-command";
import { clip } from "./escape-terminal";
import { count } from "./quantities";
import { ruleTitles, type RuleTitle } from "./rule-titles";
import { headline } from "./verdict-words";

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
  const { shown, rest } = listAnnotations(report, titleOf);
  const lines = [
    ...incompleteAnnotation(report),
    ...shown.map(command),
    ...(rest.length === 0 ? [] : [renderCommand("notice", { title: PROJECT.title }, restWords(rest.length))]),
  ];
  return lines.map((line) => `${line}\n`).join("");
}

function command({ level, path, line, title, lines }: Annotation): string {
  return renderCommand(level, { file: path, line, title }, lines);
}

function restWords(rest: number): string[] {
  return [`${count(rest, "more finding")} ${rest === 1 ? "is" : "are"} in the job summary and in the report.`];
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
