import type { BomChange } from "../core/bom-change";
import { bomChangeWords, isWorthALook, type Words } from "./bom-change-words";
import { escapeMarkdown, markdownCode } from "./escape-markdown";
import { clip, escapeTerminal } from "./escape-terminal";
import { htmlList, Space } from "./html-table";
import { count } from "./quantities";

/** Characters of one text of the input before it is escaped, which may make it many times longer. */
const MAX_TEXT = 300;
/** Lines in a terminal; the files themselves have the rest. */
const MAX_LINES = 500;
/** UTF-8 bytes in a job summary, of the 1 MiB that GitHub shows. */
const MAX_BYTES = 80_000;

const NONE = "The bills of materials say the same.";

/** What changed between two bills of materials, what is worth a look first: for a terminal, or for a job summary. */
export function renderBomDiff(
  changes: readonly BomChange[],
  format: "text" | "markdown",
  space = new Space(MAX_BYTES),
): string {
  return format === "text" ? bomDiffText(changes) : bomDiffMarkdown(changes, space);
}

/** One line each. */
function bomDiffText(changes: readonly BomChange[]): string {
  if (changes.length === 0) return `${NONE}\n`;
  const all = inOrder(changes);
  const lines = all
    .slice(0, MAX_LINES)
    .map((change) => `${isWorthALook(change) ? "!" : " "} ${plain(bomChangeWords(change))}`);
  const more = all.length > MAX_LINES ? [`  ${count(all.length - MAX_LINES, "more change")}`] : [];
  return `${[headline(changes), ...lines, ...more].join("\n")}\n`;
}

/** Blocks of HTML, which Markdown does not enter. */
function bomDiffMarkdown(changes: readonly BomChange[], space: Space): string {
  if (changes.length === 0) return `<p>${NONE}</p>\n`;
  const [look, rest] = [changes.filter(isWorthALook), changes.filter((change) => !isWorthALook(change))];
  const list = (some: readonly BomChange[]): string =>
    htmlList(
      some.map((change) => html(bomChangeWords(change))),
      space,
    );
  return [
    `<p>${headline(changes)}</p>`,
    ...(look.length === 0 ? [] : ["<p><strong>Worth a look</strong></p>", list(look)]),
    ...(rest.length === 0
      ? []
      : [`<details><summary>${count(rest.length, "other change")}</summary>`, list(rest), "</details>"]),
    "",
  ].join("\n");
}

function headline(changes: readonly BomChange[]): string {
  const look = changes.filter(isWorthALook).length;
  return `${count(changes.length, "change")} of the bill of materials, ${look} worth a look.`;
}

function inOrder(changes: readonly BomChange[]): BomChange[] {
  return [...changes.filter(isWorthALook), ...changes.filter((change) => !isWorthALook(change))];
}

function plain(words: Words): string {
  return words.map((part) => (typeof part === "string" ? part : escapeTerminal(clip(part.code, MAX_TEXT)))).join("");
}

function html(words: Words): string {
  return words
    .map((part) => (typeof part === "string" ? escapeMarkdown(part) : markdownCode(clip(part.code, MAX_TEXT))))
    .join("");
}
