import { clip, escapeTerminal } from "../escape-terminal";

/** Characters of one text: a page of thousands of findings stays below what a browser takes. CWE-770. */
const MAX_TEXT = 1000;

/** A text of the input as the page shows it: what nobody would see stands as `\u{202e}`. */
export function pageText(text: string, most = MAX_TEXT): string {
  return escapeTerminal(clip(text, most));
}
