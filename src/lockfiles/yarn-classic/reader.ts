import { Malformed } from "../../core/bytes";

/** One entry: the patterns that it answers, and its fields. */
export interface YarnEntry {
  readonly patterns: readonly string[];
  /** In characters from the start of the text. */
  readonly place: number;
  readonly fields: ReadonlyMap<string, string>;
  readonly sections: ReadonlyMap<string, readonly (readonly [name: string, range: string])[]>;
}

/**
 * The entries of a lockfile of yarn 1, in its own syntax: indented blocks of `key value`, keys with commas between them,
 * strings with or without quotes. Stricter than yarn: three levels are all that it writes. Throws `Malformed` with the
 * place in characters, after the entries before it.
 */
export function* readYarnLock(text: string): Generator<YarnEntry> {
  let entry: Open | undefined;
  try {
    for (const line of linesOf(text)) {
      if (line.indent === 0) {
        const next = { ...line.header(), fields: new Map(), sections: new Map() };
        if (entry !== undefined) yield entry;
        entry = next;
      } else if (entry === undefined) line.fail("a field belongs to no entry");
      else if (line.indent === 2) field(entry, line);
      else if (line.indent === 4 && entry.section !== undefined) entry.section.push(line.pair());
      else line.fail("its indentation is not yarn's");
    }
  } finally {
    // What was read of the last entry counts, also where the next line is broken.
    if (entry !== undefined) yield entry;
  }
}

interface Open {
  readonly patterns: readonly string[];
  readonly place: number;
  readonly fields: Map<string, string>;
  readonly sections: Map<string, (readonly [string, string])[]>;
  section?: (readonly [string, string])[];
}

function field(entry: Open, line: Line): void {
  if (line.isHeader()) {
    const [name] = line.header().patterns;
    entry.section = [];
    entry.sections.set(name!, entry.section);
    return;
  }
  delete entry.section;
  const [key, value] = line.pair();
  entry.fields.set(key, value);
}

function* linesOf(text: string): Generator<Line> {
  for (let start = 0; start < text.length;) {
    const found = text.indexOf("\n", start);
    const end = found < 0 ? text.length : found;
    const line = new Line(text, start, text[end - 1] === "\r" ? end - 1 : end);
    if (!line.isEmpty) yield line;
    start = end + 1;
  }
}

const STOPS = new Set([" ", ":", ",", '"', "\t"]);

/** One line; its parts are read from left to right. */
class Line {
  readonly indent: number;
  private at: number;

  constructor(
    private readonly text: string,
    start: number,
    private readonly end: number,
  ) {
    this.at = start;
    while (this.at < end && text[this.at] === " ") this.at++;
    this.indent = this.at - start;
    if (/^(?:<{7}|={7}|>{7}|\|{7})/.test(text.slice(start, start + 8))) this.fail("a merge conflict is in it");
  }

  get isEmpty(): boolean {
    return this.at >= this.end || this.text[this.at] === "#";
  }

  isHeader(): boolean {
    return this.text[this.end - 1] === ":";
  }

  /** `"a@^1", b@2:` */
  header(): { patterns: string[]; place: number } {
    const place = this.at;
    const patterns = [this.word()];
    while (this.text[this.at] === "," && this.at < this.end) {
      this.at++;
      this.space();
      patterns.push(this.word());
    }
    if (this.text[this.at] !== ":" || this.at !== this.end - 1) this.fail("a colon is missing at its end");
    return { patterns, place };
  }

  /** `key "value"` */
  pair(): [string, string] {
    const key = this.word();
    if (this.text[this.at] !== " ") this.fail("a value is missing");
    this.space();
    const value = this.word();
    if (this.at !== this.end) this.fail("something follows the value");
    return [key, value];
  }

  private space(): void {
    while (this.at < this.end && this.text[this.at] === " ") this.at++;
  }

  private word(): string {
    const start = this.at;
    if (this.text[start] === '"') return this.quoted();
    while (this.at < this.end && !STOPS.has(this.text[this.at]!)) this.at++;
    if (this.at === start) this.fail("a name or a value is missing");
    const word = this.text.slice(start, this.at);
    if (word.includes("\0")) this.fail("a NUL is in it");
    return word;
  }

  /** A string of JSON. */
  private quoted(): string {
    const start = this.at++;
    while (this.at < this.end && this.text[this.at] !== '"') this.at += this.text[this.at] === "\\" ? 2 : 1;
    if (this.at >= this.end) this.fail("a string does not end");
    this.at++;
    try {
      return JSON.parse(this.text.slice(start, this.at)) as string;
    } catch {
      return this.fail("a string is not one of JSON");
    }
  }

  fail(what: string): never {
    throw new Malformed(`it is no lockfile of yarn 1: ${what}`, Math.min(this.at, this.text.length));
  }
}
