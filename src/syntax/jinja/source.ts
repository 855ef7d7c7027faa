/**
 * Jinja reads a template with one kind of line end, and without the last one (lexer.py of Jinja 3.1, `tokeniter`).
 * Line numbers stay as they were.
 */
export function normalised(text: string): string {
  const source = text.replace(/\r\n?/g, "\n");
  return source.endsWith("\n") ? source.slice(0, -1) : source;
}

/** Characters that Python takes for white space, as a class of a regular expression. JavaScript's `\s` differs. */
export const SPACE = "\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";

const SPACES = new RegExp(`[${SPACE}]*`, "y");

/** The place of the first character from `from` on that is no white space. */
export function afterSpace(text: string, from: number): number {
  SPACES.lastIndex = from;
  SPACES.exec(text);
  return SPACES.lastIndex;
}

/** The text without the white space at its end. Counted by hand: a pattern would be quadratic. */
export function withoutTrailingSpace(text: string): string {
  let end = text.length;
  while (end > 0 && ONE.test(text[end - 1]!)) end--;
  return text.slice(0, end);
}

/** As Python's `strip()` does it. */
export function stripped(text: string): string {
  return withoutTrailingSpace(text).slice(afterSpace(text, 0));
}

const ONE = new RegExp(`[${SPACE}]`);
