import { printJson } from "../print-json";
import type { Explanation, ExplanationFormat } from "./explanation";
import { explanationMarkdown } from "./markdown";
import { explanationText, type ExplanationText } from "./text";

export { EXPLANATION_FORMATS, type Explanation, type ExplanationFormat, type LetPass } from "./explanation";

/** A finding or a rule in full, for people or for programs. */
export function renderExplanation(explanation: Explanation, format: ExplanationFormat, text: ExplanationText): string {
  if (format === "json") return printJson(explanation);
  return format === "markdown" ? explanationMarkdown(explanation) : explanationText(explanation, text);
}
