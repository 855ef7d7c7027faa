import { formatLocation } from "../../core/location";
import { PROJECT } from "../../core/project";
import { colours, type Colours } from "../colours";
import { breakCommands } from "../escape-command";
import { clip, escapeTerminal } from "../escape-terminal";
import { wrap } from "../wrap";
import { standingWords, type Explanation } from "./explanation";
import { pageLines } from "./page-text";

export interface ExplanationText {
  readonly colour: boolean;
  /** Columns of the terminal; 100 where there is none. */
  readonly width?: number;
}

/** Characters of one text of the input, which explains itself no better when it is longer. */
const MAX_TEXT = 4000;
/** Nobody reads longer lines well. */
const MAX_WIDTH = 100;
const MIN_WIDTH = 40;

interface Printer {
  readonly paint: Colours;
  readonly width: number;
}

/** An explanation for a terminal: what was seen, what to do, why it matters, and how it is let pass. */
export function explanationText(explanation: Explanation, { colour, width = MAX_WIDTH }: ExplanationText): string {
  const printer: Printer = { paint: colours(colour), width: Math.max(Math.min(width, MAX_WIDTH), MIN_WIDTH) };
  const { rule, finding, sections, supports, letPass = [] } = explanation;
  const lines = [
    ...title(explanation, printer),
    ...(finding === undefined ? [] : seen(finding, printer)),
    ...block("What to do", [finding?.remedy ?? rule.remedy ?? ""], printer),
    ...sections.flatMap(({ heading, text }) => [
      ...heads(heading, printer),
      ...pageLines(text).flatMap((line) => shown(line, printer)),
    ]),
    ...block(
      "Supports (evidence towards these items, not compliance with them)",
      supports.map(({ framework, items }) => `${framework}: ${items.join(", ")}`),
      printer,
    ),
    ...block(
      "Let it pass",
      letPass.flatMap((each) => ("why" in each ? [each.why] : [`${each.says}:`, `  ${PROJECT.name} ${each.command}`])),
      printer,
    ),
    "",
    `More: ${rule.page}`,
  ];
  return lines.map((line) => `${breakCommands(line)}\n`).join("");
}

function title({ rule, finding }: Explanation, { paint }: Printer): string[] {
  const severity = finding?.severity ?? rule.severity;
  const of = finding === undefined ? "" : `, finding ${safe(finding.id)}`;
  return [
    `${paint.strong(`${safe(rule.id)} ${rule.name ?? ""}`.trimEnd())}${severity === undefined ? "" : ` ${paint.severity(severity, severity)}`}${of}`,
    rule.summary === undefined ? "This version of Model Assay does not know the rule." : `${rule.summary}.`,
  ];
}

function seen(finding: NonNullable<Explanation["finding"]>, printer: Printer): string[] {
  const { message, location, evidence } = finding;
  return [
    ...heads("What was seen", printer),
    ...paragraph(message, printer),
    ...paragraph(formatLocation(location), printer),
    ...(evidence === undefined ? [] : [`    ${printer.paint.strong(safe(evidence))}`]),
    ...paragraph(standingWords(finding), printer),
  ];
}

function heads(heading: string, { paint }: Printer): string[] {
  return ["", paint.strong(heading)];
}

function block(heading: string, texts: readonly string[], printer: Printer): string[] {
  const told = texts.filter((text) => text !== "");
  if (told.length === 0) return [];
  // A command is one line, however long: it is copied.
  const lines = told.flatMap((text) => (text.startsWith("  ") ? [`  ${safe(text)}`] : paragraph(text, printer)));
  return [...heads(heading, printer), ...lines];
}

function paragraph(text: string, { width }: Printer): string[] {
  return wrap(safe(text), width - 2).map((line) => `  ${line}`);
}

function shown({ text, code }: { readonly text: string; readonly code: boolean }, printer: Printer): string[] {
  if (code) return [`    ${safe(text)}`.trimEnd()];
  return text === "" ? [""] : paragraph(text, printer);
}

function safe(text: string): string {
  return escapeTerminal(clip(text, MAX_TEXT));
}
