import { formatLocation } from "../../core/location";
import { PROJECT } from "../../core/project";
import { escapeHtml } from "../escape-html";
import { escapeMarkdown, markdownCode, markdownProse } from "../escape-markdown";
import { clip } from "../escape-terminal";
import { standingWords, type Explanation } from "./explanation";

/** Characters of one text of the input. */
const MAX_TEXT = 4000;

/** An explanation for an issue or a job summary. What is of the input stands in blocks of HTML, as in the summary. */
export function explanationMarkdown({ rule, finding, sections, supports, letPass = [] }: Explanation): string {
  const parts = [
    `## ${escapeMarkdown(`${rule.id} ${rule.name ?? ""}`.trimEnd())}${finding === undefined ? "" : `, finding ${escapeMarkdown(finding.id)}`}`,
    rule.summary === undefined
      ? "This version of Model Assay does not know the rule."
      : `<p>${markdownProse(`${rule.summary}.`)}</p>`,
    ...(finding === undefined ? [] : seen(finding)),
    ...block("What to do", finding?.remedy ?? rule.remedy),
    ...sections.map(({ heading, text }) => `### ${heading}\n\n${absolute(text, rule.page)}`),
    ...(supports.length === 0 ? [] : [`### Supports\n\n${supports.map(supported).join("\n")}`]),
    ...(letPass.length === 0 ? [] : ["### Let it pass", ...letPass.map(passing)]),
    `[More](${rule.page})`,
  ];
  return `${parts.join("\n\n")}\n`;
}

function seen(finding: NonNullable<Explanation["finding"]>): string[] {
  const { message, location, evidence, severity } = finding;
  return [
    "### What was seen",
    `<p><b>${severity}</b>: ${markdownProse(cut(message))}<br>${markdownCode(cut(formatLocation(location)))}</p>`,
    ...(evidence === undefined ? [] : [`<pre>${escapeHtml(cut(evidence))}</pre>`]),
    `<p>${escapeMarkdown(cut(standingWords(finding)))}</p>`,
  ];
}

function block(heading: string, text: string | undefined): string[] {
  return text === undefined || text === "" ? [] : [`### ${heading}`, `<p>${markdownProse(cut(text))}</p>`];
}

function supported({ framework, items }: Explanation["supports"][number]): string {
  return `- ${escapeMarkdown(framework)}: ${items.map(escapeMarkdown).join(", ")}`;
}

function passing(each: NonNullable<Explanation["letPass"]>[number]): string {
  if ("why" in each) return `<p>${markdownProse(cut(each.why))}</p>`;
  return `<p>${escapeMarkdown(each.says)}:</p>\n\n<pre>${escapeHtml(`${PROJECT.name} ${each.command}`)}</pre>`;
}

/** Links of our pages lead on from wherever they are shown. */
function absolute(markdown: string, page: string): string {
  return markdown.replace(/\]\((?!https?:|#)([^)\s]+)\)/g, (_, to: string) => `](${new URL(to, page).href})`);
}

function cut(text: string): string {
  return clip(text, MAX_TEXT);
}
