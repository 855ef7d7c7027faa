import { itemsOf, member, stringOf, type JsonNode } from "../../syntax/json";
import { Lines } from "../../syntax/lines";

/** The code of a notebook. Lines of what is built here are told by lines of the notebook file, from 1. */
export interface NotebookCode {
  /** All code cells as one module; what is not Python is `pass` or empty. */
  readonly python: string;
  readonly lines: readonly number[];
  readonly scripts: readonly NotebookScript[];
}

export interface NotebookScript {
  readonly script: string;
  readonly lines: readonly number[];
}

interface CellLine {
  readonly text: string;
  readonly line: number;
}

/** `%%bash` and the like: the whole cell is for another program. */
const SHELL_CELL = /^%%(bash|sh|script +(ba)?sh|zsh)\b/;
/** Cell magics behind which the cell is Python all the same. */
const PYTHON_CELL = /^%%(time|timeit|capture|prun|python3?|writefile +\S+\.py)\b/;
/** `!command`, `x = !command`, `%pip install`, `%sx command`; behind spaces. */
const SHELL_LINE = /^([ \t]*)(?:\w+[ \t]*=[ \t]*)?(?:!!?|%sx[ \t]|%system[ \t]|%(?=pip[ \t]|conda[ \t]))(.*)$/;
const MAGIC_LINE = /^([ \t]*)(?:%{1,2}[A-Za-z]|\?{1,2}[A-Za-z]|[A-Za-z_][\w.]*\?{1,2}[ \t]*$)/;

/** `root`: what the text is as JSON. A notebook of another shape has no code. */
export function notebookCode(text: string, root: JsonNode): NotebookCode {
  const places = new Lines(text);
  const python: CellLine[] = [];
  const scripts: NotebookScript[] = [];
  // Format 3 had its cells in worksheets.
  const sheets = itemsOf(member(root, "worksheets")).flatMap((sheet) => itemsOf(member(sheet, "cells")));
  for (const cell of [...itemsOf(member(root, "cells")), ...sheets]) {
    if (stringOf(member(cell, "cell_type")) !== "code") continue;
    readCell(cellLines(member(cell, "source") ?? member(cell, "input"), places), python, scripts);
  }
  return { python: joined(python), lines: python.map(({ line }) => line), scripts };
}

/** The lines of a cell: a list of texts, each mostly one line, or one text. */
function cellLines(source: JsonNode | undefined, places: Lines): CellLine[] {
  const pieces = source?.kind === "array" ? source.items : source === undefined ? [] : [source];
  const lines: CellLine[] = [];
  let fresh = true;
  for (const piece of pieces) {
    const line = places.lineOf(piece.start);
    for (const [i, text] of (stringOf(piece) ?? "").split(/\r\n?|\n/).entries()) {
      if (i > 0 || fresh) lines.push({ text, line });
      else lines[lines.length - 1] = join(lines.at(-1)!, { text, line });
      fresh = false;
    }
  }
  return lines;
}

/** A line that came in two pieces; what stands behind a line's end begins the next piece. */
function join(before: CellLine, more: CellLine): CellLine {
  return before.text === "" ? more : { text: before.text + more.text, line: before.line };
}

function readCell(lines: readonly CellLine[], python: CellLine[], scripts: NotebookScript[]): void {
  const first = lines.find(({ text }) => text.trim() !== "")?.text.trim() ?? "";
  if (SHELL_CELL.test(first)) {
    const script = lines.map(({ text, line }) => ({ text: text.startsWith("%%") ? "" : text, line }));
    scripts.push({ script: joined(script), lines: script.map(({ line }) => line) });
    return;
  }
  if (first.startsWith("%%") && !PYTHON_CELL.test(first)) return;
  for (let at = 0; at < lines.length; at++) {
    const { text, line } = lines[at]!;
    const shell = SHELL_LINE.exec(text);
    if (shell !== null) {
      const command = [{ text: shell[2]!, line }];
      for (; lines[at]!.text.endsWith("\\") && at + 1 < lines.length; at++) command.push(lines[at + 1]!);
      scripts.push({ script: joined(command), lines: command.map((each) => each.line) });
      python.push({ text: `${shell[1]}pass`, line });
    } else {
      const magic = MAGIC_LINE.exec(text);
      python.push(magic === null ? { text, line } : { text: `${magic[1]}pass`, line });
    }
  }
}

function joined(lines: readonly CellLine[]): string {
  return lines.map(({ text }) => `${text}\n`).join("");
}
