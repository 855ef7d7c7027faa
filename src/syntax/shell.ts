import { Unsupported } from "../core/bytes";
import { unescape } from "./python/strings";

/** A word of a command: without quotes; what a shell would put in stands as `{}`. */
export interface Word {
  readonly text: string;
  /** What the substitutions in it run, one script each. */
  readonly runs: readonly (readonly Pipeline[])[];
  /** The variable that it is, where it is one and nothing else. */
  readonly variable?: string;
}

export interface Command {
  readonly words: readonly Word[];
  /** Files that `>` and `>>` write. */
  readonly writes: readonly Word[];
  /** Files that `<` reads. */
  readonly reads: readonly Word[];
  /** Texts given by `<<`. */
  readonly documents: readonly string[];
}

/** Commands joined by `|`. */
export interface Pipeline {
  readonly commands: readonly Command[];
  /** Characters from the start of the text. */
  readonly from: number;
  readonly to: number;
}

/** Substitutions inside each other. CWE-674. */
const MAX_DEPTH = 20;
/** Words of one script. CWE-770. */
const MAX_WORDS = 500_000;

/**
 * The commands of a POSIX or bash script, in order, those of compound commands among them. Nothing is expanded. Tolerant:
 * a script with errors gives what can be seen. Throws `Unsupported` beyond the limit of words.
 */
export function parseShell(text: string): Pipeline[] {
  return new Reader(text).script(0, "");
}

interface Open {
  words: Word[];
  writes: Word[];
  reads: Word[];
  documents: string[];
}

const NAME = /[A-Za-z_][A-Za-z0-9_]*|[0-9@*#?$!-]/y;
/** Words that may stand before a command and are none. */
const KEYWORDS = new Set([
  "if",
  "then",
  "else",
  "elif",
  "do",
  "while",
  "until",
  "!",
  "time",
  "{",
  "}",
  "fi",
  "done",
  "esac",
]);

class Reader {
  private at = 0;
  private count = 0;
  private readonly waiting: { readonly end: string; readonly indented: boolean; readonly command: Open }[] = [];

  constructor(private readonly text: string) {}

  /** Reads up to `close`, which is consumed, or to the end of the text. */
  script(depth: number, close: "" | ")" | "`"): Pipeline[] {
    const done: Pipeline[] = [];
    let commands: Open[] = [];
    let current = newCommand();
    let from = this.at;
    let grouped = false;
    let piped = false;
    const endCommand = () => {
      const first = current.words.findIndex(({ text, runs }) => !KEYWORDS.has(text) || runs.length > 0);
      current.words = first < 0 ? [] : current.words.slice(first);
      if (current.words.length > 0 || current.writes.length > 0) commands.push(current);
      current = newCommand();
    };
    const endPipeline = () => {
      endCommand();
      if (commands.length > 0) done.push({ commands, from, to: this.at });
      commands = [];
    };
    for (;;) {
      this.blanks();
      if (commands.length === 0 && current.words.length === 0) from = this.at;
      const char = this.text[this.at];
      if (char === undefined || (close !== "" && char === close)) break;
      if (piped && char === "\n") {
        // Behind a pipe the line goes on.
        this.at++;
        this.readDocuments();
        continue;
      }
      piped = char === "|" && this.text[this.at + 1] !== "|";
      if ("\n;()".includes(char) || (char === "&" && this.text[this.at + 1] !== ">")) {
        endPipeline();
        grouped = char === ")";
        this.at++;
        if (char === "\n") this.readDocuments();
      } else if (char === "|") {
        const or = this.text[this.at + 1] === "|";
        if (or) endPipeline();
        else {
          if (current.words[0]?.text === "}") grouped = true;
          endCommand();
          // What a group in brackets puts out goes on through the pipe.
          const group = commands.length === 0 && grouped ? done.pop() : undefined;
          if (group !== undefined) {
            commands = group.commands as Open[];
            from = group.from;
          }
        }
        this.at += or || this.text[this.at + 1] === "&" ? 2 : 1;
        grouped = false;
      } else if (!this.redirect(current, depth)) {
        const word = this.word(depth);
        current.words.push(word);
        if (++this.count > MAX_WORDS) throw new Unsupported(`a shell script of more than ${MAX_WORDS} words`);
      }
    }
    endPipeline();
    this.at++;
    return done;
  }

  private blanks(): void {
    for (; ; this.at++) {
      const char = this.text[this.at];
      if (char === "\\" && this.text[this.at + 1] === "\n") this.at++;
      else if (char === "#") {
        const end = this.text.indexOf("\n", this.at);
        this.at = (end < 0 ? this.text.length : end) - 1;
      } else if (char !== " " && char !== "\t" && char !== "\r") return;
    }
  }

  /** `> file`, `2>&1`, `< file`, `<<END`, `<<< word`; not `<(…)`, which is a word. */
  private redirect(command: Open, depth: number): boolean {
    REDIRECT.lastIndex = this.at;
    const operator = REDIRECT.exec(this.text)?.[1];
    if (operator === undefined) return false;
    this.at = REDIRECT.lastIndex;
    this.blanks();
    const before = this.at;
    const word = this.word(depth);
    if (this.at === before) this.at++;
    if (operator.startsWith("<<") && operator !== "<<<")
      this.waiting.push({ end: word.text, indented: operator === "<<-", command });
    else if (operator === "<<<") command.words.push(word);
    else if (operator.startsWith(">") || operator.startsWith("&>")) command.writes.push(word);
    else if (operator.endsWith("<")) command.reads.push(word);
    return true;
  }

  /** The texts that the line before has announced. */
  private readDocuments(): void {
    for (const { end, indented, command } of this.waiting.splice(0)) {
      const lines: string[] = [];
      while (this.at < this.text.length) {
        const stop = this.text.indexOf("\n", this.at);
        const line = this.text.slice(this.at, stop < 0 ? this.text.length : stop);
        this.at = stop < 0 ? this.text.length : stop + 1;
        if ((indented ? line.replace(/^\t+/, "") : line) === end) break;
        lines.push(line);
      }
      command.documents.push(lines.join("\n"));
    }
  }

  /** Up to white space or an operator; a character that begins nothing is a word of its own. */
  private word(depth: number): Word {
    const start = this.at;
    const parts: string[] = [];
    const runs: (readonly Pipeline[])[] = [];
    for (;;) {
      const char = this.text[this.at];
      if (char === undefined || (char === "`" && depth > 0 && this.inBackticks)) break;
      if (" \t\r\n;&|()".includes(char)) break;
      if ((char === "<" || char === ">") && this.text[this.at + 1] !== "(") break;
      this.piece(char, parts, runs, depth);
    }
    if (this.at === start) parts.push(this.text[this.at++] ?? "");
    const text = parts.join("");
    if (text !== "{}" || runs.length > 0) return { text, runs };
    const variable = VARIABLE.exec(this.text.slice(start, Math.min(this.at, start + 100)))?.[1];
    return { text, runs, ...(variable === undefined ? {} : { variable }) };
  }

  private piece(char: string, parts: string[], runs: (readonly Pipeline[])[], depth: number): void {
    const next = this.text[this.at + 1];
    if (char === "'") {
      const end = this.text.indexOf("'", this.at + 1);
      const stop = end < 0 ? this.text.length : end;
      parts.push(this.text.slice(this.at + 1, stop));
      this.at = stop + 1;
    } else if (char === '"') this.quoted(parts, runs, depth);
    else if (char === "\\") {
      if (next !== "\n") parts.push(next ?? "");
      this.at += 2;
    } else if (char === "$" || char === "`" || char === "<" || char === ">") this.expansion(char, parts, runs, depth);
    else {
      PLAIN.lastIndex = this.at;
      const plain = PLAIN.exec(this.text)?.[0] ?? char;
      parts.push(plain);
      this.at += plain.length;
    }
  }

  private quoted(parts: string[], runs: (readonly Pipeline[])[], depth: number): void {
    for (this.at++; this.at < this.text.length;) {
      const char = this.text[this.at]!;
      if (char === '"') break;
      if (char === "\\") {
        const next = this.text[this.at + 1] ?? "";
        if (next !== "\n") parts.push('$`"\\'.includes(next) ? next : `\\${next}`);
        this.at += 2;
      } else if (char === "$" || char === "`") this.expansion(char, parts, runs, depth);
      else {
        QUOTED.lastIndex = this.at;
        const plain = QUOTED.exec(this.text)?.[0] ?? char;
        parts.push(plain);
        this.at += plain.length;
      }
    }
    this.at++;
  }

  private inBackticks = false;

  /** `$(…)`, backticks, `<(…)`, `${…}`, `$name`. */
  private expansion(char: string, parts: string[], runs: (readonly Pipeline[])[], depth: number): void {
    const next = this.text[this.at + 1];
    const opens = char === "`" || next === "(";
    if (opens && !(char === "$" && this.text.startsWith("$((", this.at)) && depth < MAX_DEPTH) {
      parts.push("{}");
      this.at += char === "`" ? 1 : 2;
      const outer = this.inBackticks;
      this.inBackticks = char === "`";
      runs.push(this.script(depth + 1, char === "`" ? "`" : ")"));
      this.inBackticks = outer;
    } else if (char === "$" && next === "{") {
      const end = this.text.indexOf("}", this.at);
      this.at = end < 0 ? this.text.length : end + 1;
      parts.push("{}");
    } else if (char === "$" && next === "'") {
      ANSI.lastIndex = this.at;
      const quoted = ANSI.exec(this.text)?.[0];
      if (quoted !== undefined) parts.push(unescape(quoted.slice(2, -1), false));
      this.at += quoted?.length ?? 1;
    } else if (char === "$") {
      NAME.lastIndex = this.at + 1;
      const name = NAME.exec(this.text)?.[0];
      parts.push(name === undefined ? "$" : "{}");
      this.at += 1 + (name?.length ?? 0);
    } else {
      parts.push(char);
      this.at++;
    }
  }
}

/** `$x`, `"$x"`, `${x}`. */
const VARIABLE = /^"?\$\{?([A-Za-z_]\w*)\}?"?$/;
/** `$'…'`, whose escapes are those of C. */
const ANSI = /\$'(?:[^'\\]|\\[^]){0,2000}'/y;
/** Plain characters of a word, and those between double quotes. */
const PLAIN = /[^\s'"\\$`<>;&|()]+/y;
const QUOTED = /[^"\\$`]+/y;
const REDIRECT = /[0-9]{0,3}(<<<|<<-|<<|<&|<>|<(?!\()|>>|>&|>\||>(?!\()|&>>|&>)/y;

function newCommand(): Open {
  return { words: [], writes: [], reads: [], documents: [] };
}
