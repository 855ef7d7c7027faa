import { Malformed } from "../core/bytes";

/** A line of a text, without its end. */
export interface TextLine {
  readonly text: string;
  /** From 1. */
  readonly line: number;
  /** Characters from the start of the text. */
  readonly place: number;
}

/** Characters of one line. The longest real ones, with long addresses, have some hundred. CWE-400. */
const MAX_LINE = 16_384;

/** The lines of a lockfile that is read line by line. Throws `Malformed` for a NUL byte and for a line without end. */
export function* textLines(text: string): Generator<TextLine> {
  const nul = text.indexOf("\0");
  let line = 0;
  for (let place = 0; place < text.length;) {
    line++;
    const found = text.indexOf("\n", place);
    const end = found < 0 ? text.length : found;
    if (nul >= 0 && nul < end) throw new Malformed(`line ${line} has a NUL byte`, nul);
    if (end - place > MAX_LINE) throw new Malformed(`line ${line} has more than ${MAX_LINE} characters`, place);
    yield { text: text.slice(place, text[end - 1] === "\r" ? end - 1 : end), line, place };
    place = end + 1;
  }
}
