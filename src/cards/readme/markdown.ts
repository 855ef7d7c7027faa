import { markdownText } from "./markdown-text";

/** Sections of one card, and lines of all of them that are kept. Long cards have 200 and 5,000. CWE-770. */
const MAX_SECTIONS = 2000;
const MAX_LINES = 200_000;
/** Characters of one line that are kept: more is data. CWE-400. */
const MAX_LINE = 32 * 1024;

export interface Line {
  readonly text: string;
  /** From 1, in the file. */
  readonly line: number;
  /** Inside a fence of code. */
  readonly code: boolean;
}

/** What stands under one heading, up to the next one. */
export interface Section {
  /** 1 to 6; 0 of what stands before the first heading. */
  readonly level: number;
  /** Plain text. */
  readonly title: string;
  readonly line: number;
  readonly lines: readonly Line[];
}

const HEADING = /^ {0,3}(#{1,6})(?:[ \t]+|$)/;
const HTML_HEADING = /^\s*<h([1-6])(?:\s[^>]*)?>(.*)<\/h\1>/i;
const FENCE = /^ {0,3}(?:[-*+>][ \t]+)?(`{3,}|~{3,})/;
const UNDERLINE = /^ {0,3}(=+|-+)[ \t]*$/;
/** What a line under which a rule stands is not, if it is a heading. */
const NO_TITLE = /^\s*(?:[-*+>|#<]|\d+[.)]\s|$)/;

/** Sections of Markdown from a place on; `line` is the one that stands there. Comments are left out; code is marked. */
export function sectionsOf(text: string, from: number, line: number): Section[] {
  const reader = new Reader();
  for (let at = from; at <= text.length && reader.goesOn; line++) {
    const feed = text.indexOf("\n", at);
    const end = feed < 0 ? text.length : feed;
    const last = end > at && text[end - 1] === "\r" ? end - 1 : end;
    reader.read(last === at ? "" : text.slice(at, Math.min(last, at + MAX_LINE)), line);
    at = end + 1;
  }
  return reader.sections;
}

class Reader {
  readonly sections: { level: number; title: string; line: number; lines: Line[] }[] = [
    { level: 0, title: "", line: 1, lines: [] },
  ];
  private fence: string | undefined;
  private inComment = false;
  private count = 0;

  get goesOn(): boolean {
    return this.sections.length <= MAX_SECTIONS && this.count < MAX_LINES;
  }

  read(whole: string, line: number): void {
    if (whole === "" && this.fence === undefined) return this.inComment ? undefined : this.gap(line);
    if (this.fence !== undefined) {
      const end = FENCE.exec(whole)?.[1];
      if (end?.startsWith(this.fence) && whole.trim() === end) this.fence = undefined;
      else this.keep(whole, line, true);
      return;
    }
    const text = this.withoutComments(whole);
    const fence = FENCE.exec(text)?.[1];
    if (fence !== undefined) {
      this.fence = fence;
      this.keep("", line, false);
    } else this.markdown(text, line);
  }

  private markdown(text: string, line: number): void {
    const lines = this.sections.at(-1)!.lines;
    const hashes = HEADING.exec(text);
    const html = HTML_HEADING.exec(text);
    const under = UNDERLINE.exec(text)?.[1];
    const above = lines.at(-1);
    if (hashes !== null) {
      const title = text.slice(hashes[0].length).trim();
      this.open(hashes[1]!.length, title.replace(/(?:^|\s)#{1,100}$/, ""), line);
    } else if (html !== null) this.open(Number(html[1]), html[2]!, line);
    else if (under !== undefined && above?.line === line - 1 && !above.code && !NO_TITLE.test(above.text)) {
      // A paragraph of several lines can be a heading too; only lines are taken for one here.
      if ((lines.at(-2)?.text ?? "").trim() !== "" && lines.at(-2)!.line === line - 2) return;
      lines.pop();
      this.open(under.startsWith("=") ? 1 : 2, above.text, above.line);
    } else this.keep(text, line, false);
  }

  private open(level: number, title: string, line: number): void {
    this.sections.push({ level, title: markdownText(title, 200), line, lines: [] });
  }

  private keep(text: string, line: number, code: boolean): void {
    const { lines } = this.sections.at(-1)!;
    if (!code && text.trim() === "") return this.gap(line);
    this.count++;
    lines.push({ text: text.trim() === "" ? "" : text, line, code });
  }

  /** Empty lines part paragraphs: one of them is enough. */
  private gap(line: number): void {
    const { lines } = this.sections.at(-1)!;
    if (lines.length === 0 || lines.at(-1)!.text === "") return;
    this.count++;
    lines.push({ text: "", line, code: false });
  }

  /** One that never ends hides the rest, as in browsers. */
  private withoutComments(whole: string): string {
    const kept: string[] = [];
    for (let at = 0; ;) {
      if (this.inComment) {
        const end = whole.indexOf("-->", at);
        if (end < 0) return kept.join("");
        this.inComment = false;
        at = end + 3;
      }
      const start = whole.indexOf("<!--", at);
      kept.push(whole.slice(at, start < 0 ? undefined : start));
      if (start < 0) return kept.join("");
      this.inComment = true;
      at = start + 4;
    }
  }
}
