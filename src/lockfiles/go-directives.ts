import { Malformed } from "../core/bytes";
import { textLines } from "./text-lines";

/** One line of a go.mod that says something, whether inside of a block or not. */
export interface GoDirective {
  /** `require`, `replace`, `go`... */
  readonly verb: string;
  /** Without the verb; quotes removed. */
  readonly words: readonly string[];
  /** What stands behind `//`, trimmed. */
  readonly comment: string;
  readonly line: number;
  /** Characters from the start of the text. */
  readonly place: number;
}

const WORD = /"((?:[^"\\]|\\.)*)"|`([^`]*)`|(?:(?!\/\/)[^\s"`()])+|[()]/gy;
const SPACE = /[ \t]*/y;

/** Lines of one go.mod. The largest real ones have some thousand. CWE-400. */
const MAX_LINES = 2_000_000;

/** The lexical elements of https://go.dev/ref/mod#go-mod-file-lexical, line by line. Throws `Malformed` with the place. */
export function* goDirectives(text: string): Generator<GoDirective> {
  let block: string | undefined;
  for (const { text: raw, line, place } of textLines(text)) {
    if (line > MAX_LINES) throw new Malformed(`it has more than ${MAX_LINES} lines`, place);
    const { words, comment } = wordsOf(raw, line, place);
    if (block !== undefined) {
      if (words[0] === ")") block = undefined;
      else if (words.length > 0) yield { verb: block, words, comment, line, place };
    } else if (words[1] === "(") block = words[0];
    else if (words.length > 0) yield { verb: words[0]!, words: words.slice(1), comment, line, place };
  }
  if (block !== undefined) throw new Malformed("it is no go.mod: it ends inside of a block", text.length);
}

function wordsOf(raw: string, line: number, place: number): { words: string[]; comment: string } {
  const words: string[] = [];
  for (let at = 0; ;) {
    SPACE.lastIndex = at;
    at += SPACE.exec(raw)![0].length;
    const rest = raw.slice(at, at + 2);
    if (rest === "//") return { words, comment: raw.slice(at + 2).trim() };
    if (rest.trim() === "" && raw.slice(at).trim() === "") return { words, comment: "" };
    WORD.lastIndex = at;
    const word = WORD.exec(raw);
    if (word === null) throw new Malformed(`it is no go.mod: line ${line} cannot be read`, place + at);
    words.push(word[1] ?? word[2] ?? word[0]);
    at = WORD.lastIndex;
  }
}
