import { escapeHtml } from "./escape-html";
import { escapeTerminal } from "./escape-terminal";

/**
 * GitHub Flavored Markdown. What comes from the input stands in the summary as HTML inside blocks of HTML
 * (`<table>`, `<p>`: CommonMark 0.31, section 4.6, kind 6), where Markdown is not read up to the next blank
 * line, and no escaped text has a line break. Backticks, pipes, brackets and backslashes are then plain
 * text, which no escaping inside a Markdown table gives for every reader.
 *
 * GitHub's own filters come after that and look at the text of the finished page: mentions, `#1`, commit
 * ids, emoji names, addresses. They leave `<code>` alone; elsewhere a zero-width space stops them, the way
 * Dependabot and Renovate do it.
 */
const BREAK = "&#8203;";

/** Characters that Markdown could act on, should the text ever stand outside a block of HTML. */
const ACTIVE = /[&<>"'*_~`[\]()!|\\#@:$^{}]/g;

/** Where GitHub's filters would begin to link, or to draw a picture; the break goes behind the match. */
const REFERENCES = [
  /@(?=[\p{L}\p{N}_.-])/gu, // a person, a team, an address of mail
  /#(?=\d)/g, // an issue
  /\bGH(?=-\d)/gi, // the same, older
  /:(?=\/\/)/g, // an address
  /\bwww(?=\.)/gi,
  /:(?=[\w+-])/g, // an emoji, whose second colon may be ours
];

/** A commit: seven digits are enough for a link, so no seven stay together. */
const COMMIT = /\b[0-9a-f]{7,}\b/gi;

/** Stands for the break until the rest is escaped. `escapeTerminal` leaves no such character in a text. */
const MARK = "\u0000";

/** Text that neither Markdown nor GitHub's filters act on. */
export function escapeMarkdown(text: string): string {
  let marked = escapeTerminal(text);
  for (const reference of REFERENCES) marked = marked.replace(reference, `$&${MARK}`);
  marked = marked.replace(COMMIT, (digits) => digits.replace(/.{6}(?=.)/g, `$&${MARK}`));
  return marked.replace(ACTIVE, (found) => `&#${found.charCodeAt(0)};`).replaceAll(MARK, BREAK);
}

/** Prose whose backticks mean code, as in our messages and remedies. Every part is escaped by itself. */
export function markdownProse(text: string): string {
  return text
    .split(/`([^`]+)`/)
    .map((part, i) => (i % 2 === 1 ? markdownCode(part) : escapeMarkdown(part)))
    .join("");
}

/** Text as code. It is copied as it is, so nothing is added to it: use it inside a block of HTML only. */
export function markdownCode(text: string): string {
  return `<code>${escapeHtml(text)}</code>`;
}
