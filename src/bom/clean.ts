import { byCodePoint } from "../core/order";
import { shorten } from "../core/text";

/** Characters of a name, a version, a value in a table. Longer ones are nobody's; CWE-770. */
export const MAX_LINE_LENGTH = 512;
/** Characters of a text of sentences; the longest sections of real cards have some 6,000. CWE-770. */
export const MAX_PROSE_LENGTH = 8_192;
/** Entries of one list of one component (metrics, authors, sentences). The longest real one has some 800 metrics. CWE-770. */
export const MAX_LIST_LENGTH = 1_000;

/** What JSON and terminals handle differently: controls, halves of surrogate pairs, marks that turn the direction of text. */
const ODD = /[\p{Cc}\p{Cs}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu;

/** One line of text: every odd character becomes U+FFFD, blanks are one space, the end is cut. May be empty. */
export function oneLine(text: string, atMost: number = MAX_LINE_LENGTH): string {
  const cut = shorten(text, atMost);
  return cut.replace(/[\s]+/g, " ").trim().replace(ODD, "\ufffd");
}

/** Text of several lines. May be empty. */
export function prose(text: string): string {
  const cut = shorten(text, MAX_PROSE_LENGTH).replace(/\r\n?/g, "\n");
  return cut.trim().replace(ODD, (each) => (each === "\n" || each === "\t" ? each : "\ufffd"));
}

/** Sorted, each once, none empty, at most `MAX_LIST_LENGTH`. */
export function distinct(values: readonly string[]): string[] {
  return [...new Set(values)]
    .filter((each) => each !== "")
    .sort(byCodePoint)
    .slice(0, MAX_LIST_LENGTH);
}
