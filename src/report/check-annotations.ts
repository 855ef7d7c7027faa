import type { CheckAnnotation } from "../core/github-conversation";
import type { RunReport } from "../core/report";
import type { RuleMeta } from "../core/rule";
import { listAnnotations, type Annotation } from "./annotation-list";
import { clip, escapeTerminal } from "./escape-terminal";
import { count } from "./quantities";
import { ruleTitles } from "./rule-titles";

/** Annotations of one run, ten requests of fifty: nobody reads more, and the report has them all. CWE-770. */
const MAX_ANNOTATIONS = 500;
/** Characters of a title (docs: REST API, check runs). */
const MAX_TITLE = 255;
const LEVELS = { error: "failure", warning: "warning", notice: "notice" } as const;

/** What a step cannot annotate by itself, for a check run. `summary` is Markdown without a word from the input. */
export interface CheckOutput {
  readonly title: string;
  readonly summary: string;
  readonly annotations: readonly CheckAnnotation[];
  /** How many there would be without the limit. */
  readonly all: number;
}

/** Undefined where the step's own annotations are all there are. */
export function checkOutput(report: RunReport, rules: readonly RuleMeta[]): CheckOutput | undefined {
  const { shown, rest } = listAnnotations(report, ruleTitles(rules));
  if (rest.length === 0) return undefined;
  const annotations = rest.slice(0, MAX_ANNOTATIONS).map(annotation);
  const left = rest.length - annotations.length;
  const here = `The job itself annotates the ${shown.length} worst findings. Here ${count(annotations.length, "more is", "more are")}.`;
  return {
    title: `${count(rest.length, "more finding")}`,
    summary: left === 0 ? here : `${here} ${count(left, "other is", "others are")} in the report.`,
    annotations,
    all: rest.length,
  };
}

/** GitHub shows these texts as they are, so they are made visible and not marked up. */
function annotation({ level, path, line = 1, title, lines }: Annotation): CheckAnnotation {
  return {
    path: escapeTerminal(path),
    start_line: line,
    end_line: line,
    annotation_level: LEVELS[level],
    title: clip(escapeTerminal(title), MAX_TITLE),
    message: lines.map(escapeTerminal).join("\n"),
  };
}
