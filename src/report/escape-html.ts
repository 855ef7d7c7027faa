import { escapeTerminal } from "./escape-terminal";

const ENTITIES = new Map([
  ["&", "&amp;"],
  ["<", "&lt;"],
  [">", "&gt;"],
  ['"', "&quot;"],
  ["'", "&#39;"],
  ["[", "&#91;"],
]);

/**
 * Text for an HTML element or a quoted attribute. It has no line break, so it cannot end a block of HTML,
 * and no `##[`, so that the page can be printed to a workflow's log.
 */
export function escapeHtml(text: string): string {
  return escapeTerminal(text).replace(/[&<>"']|(?<=##)\[/g, (found) => ENTITIES.get(found) ?? found);
}
