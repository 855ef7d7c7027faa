import type { RunReport } from "../core/report";
import { readBomDocument } from "./bom-document";
import { markdownCode, markdownProse } from "./escape-markdown";
import { clip } from "./escape-terminal";
import { groupedFindings } from "./groups";
import { htmlList, htmlTable, Space } from "./html-table";
import type { Cell, CellState, Matrix, MatrixRow } from "./matrix/matrix";
import { matrixOf } from "./matrix/matrix-of";
import { count, list } from "./quantities";

/** Rows that a reviewer takes in; the page has the rest. */
const MAX_ROWS = 20;
/** Characters of a name, and of a reason. */
const MAX_TEXT = 200;
/** UTF-8 bytes, of the 1 MiB of a job summary: of the table, whose rows always fit, and of the reasons. */
const MAX_BYTES = { table: 50_000, reasons: 15_000 };

/** Words and a mark, which can be told apart without colour. */
const STATES: Readonly<Record<CellState, string>> = {
  pass: "✅ pass",
  fail: "❌ <strong>fail</strong>",
  unknown: "❔ unknown",
  waived: "⚪ waived",
  none: "n/a",
};

/** What needs a look first, where not all rows are shown. */
const ORDER = ["fail", "unknown", "waived"] as const;

/**
 * Each model in each check, as blocks of HTML for a job summary: the matrix of the HTML page without what says nothing new there. `bom`: the
 * CycloneDX document of the same run, as text; without it only what this run scanned has rows. Throws `SyntaxError` where it is no JSON.
 */
export function matrixMarkdown(report: RunReport, bom?: string): string[] {
  const document = bom === undefined ? undefined : readBomDocument(bom);
  const { matrix } = matrixOf(report, groupedFindings(report), document);
  const rows = matrix.rows.filter((row) => isPartOfRun(row, matrix));
  const used = [...matrix.checks.keys()].filter((i) => rows.some(({ cells }) => cells[i]!.state !== "none"));
  const asked = used.filter((i) => rows.some(({ cells }) => isAsked(cells[i]!)));
  const cellsOf = ({ cells }: MatrixRow): Cell[] => asked.map((i) => cells[i]!);
  if (!isWorthAMatrix(rows.map(cellsOf))) return [];
  const ordered = rows.length > MAX_ROWS ? worstFirst(rows, cellsOf) : rows;
  const shown = ordered.slice(0, MAX_ROWS);
  const heads = ["Model", ...asked.map((i) => matrix.checks[i]!.title)];
  const cells = (row: MatrixRow): string[] => [nameOf(row), ...cellsOf(row).map(({ state }) => STATES[state])];
  const notes = [
    ...cutNote(ordered.slice(MAX_ROWS), cellsOf),
    ...limitNote(matrix),
    ...aloneNote(matrix.rows.length - rows.length),
    ...unaskedNote(
      matrix,
      rows,
      used.filter((i) => !asked.includes(i)),
    ),
  ];
  return [
    htmlTable(heads, shown, cells, new Space(MAX_BYTES.table)),
    ...(notes.length === 0 ? [] : [`<p><sub>${notes.join("<br>\n")}</sub></p>`]),
    ...reasons(matrix, rows, asked),
  ];
}

/** A model that a change leaves alone is none of its reviewer's business, unless something was found there. */
function isPartOfRun({ kind, cells }: MatrixRow, { checks }: Matrix): boolean {
  const content = checks.findIndex(({ id }) => id === "content");
  return (
    kind !== "model" ||
    cells[content]!.state !== "none" ||
    cells.some(({ state }) => state === "fail" || state === "waived")
  );
}

function isAsked({ state, unasked }: Cell): boolean {
  return state !== "none" && unasked !== true;
}

/**
 * With one cell in each row it says what stands under the findings, and under what was scanned and locked; with one row that passes
 * everything, what the verdict says.
 */
function isWorthAMatrix(rows: readonly (readonly Cell[])[]): boolean {
  const several = rows.filter((cells) => cells.filter(({ state }) => state !== "none").length > 1);
  return several.length > 1 || (several.length === 1 && rows.some((cells) => rankOf(cells) < ORDER.length));
}

/** Index in `ORDER`, or its length where nothing needs a look. */
function rankOf(cells: readonly Cell[]): number {
  const rank = ORDER.findIndex((wanted) => cells.some(({ state }) => state === wanted));
  return rank < 0 ? ORDER.length : rank;
}

function worstFirst(rows: readonly MatrixRow[], cellsOf: (row: MatrixRow) => readonly Cell[]): MatrixRow[] {
  const ranked = rows.map((row) => ({ row, rank: rankOf(cellsOf(row)) }));
  return ranked.sort((a, b) => a.rank - b.rank).map(({ row }) => row);
}

function nameOf({ kind, name }: MatrixRow): string {
  return kind === "repository" ? name : markdownCode(clip(name, MAX_TEXT));
}

/** How the rows stand that have no room. */
function cutNote(cut: readonly MatrixRow[], cellsOf: (row: MatrixRow) => readonly Cell[]): string[] {
  if (cut.length === 0) return [];
  const numbers = [0, 0, 0, 0];
  for (const row of cut) numbers[rankOf(cellsOf(row))]! += 1;
  const words = ["a failure", "something unknown", "something waived", "nothing to look at"].flatMap((word, rank) =>
    numbers[rank] === 0 ? [] : [`${numbers[rank]} with ${word}`],
  );
  return [`${count(cut.length, "more row is", "more rows are")} in the HTML report: ${list(words)}.`];
}

function limitNote({ leftOut }: Matrix): string[] {
  if (leftOut === 0) return [];
  return [`${count(leftOut, "more has", "more have")} no row, and what was found there stands under everything else.`];
}

function aloneNote(alone: number): string[] {
  if (alone === 0) return [];
  const them = alone === 1 ? "it" : "them";
  return [`No row for ${count(alone, "model")} of which no file is part of this run: nothing is said of ${them}.`];
}

/** Checks that nobody asked about, by the reason why: they have no column, and are no pass. */
function unaskedNote({ checks }: Matrix, rows: readonly MatrixRow[], columns: readonly number[]): string[] {
  const titles = new Map<string, string[]>();
  for (const i of columns) {
    const { words } = rows.map(({ cells }) => cells[i]!).find(({ unasked }) => unasked === true)!;
    titles.set(words, [...(titles.get(words) ?? []), checks[i]!.title]);
  }
  if (titles.size === 0) return [];
  return [`Unknown for all: ${[...titles].map(([words, some]) => `${list(some)} (${words})`).join("; ")}.`];
}

/** Why something is unknown, each reason once. */
function reasons({ checks }: Matrix, rows: readonly MatrixRow[], columns: readonly number[]): string[] {
  const items = columns.flatMap((i) => {
    const numbers = new Map<string, number>();
    for (const { cells } of rows) {
      const { state, words } = cells[i]!;
      if (state === "unknown") numbers.set(words, (numbers.get(words) ?? 0) + 1);
    }
    return [...numbers].map(
      ([words, n]) => `${checks[i]!.title}, ${count(n, "row")}: ${markdownProse(clip(words, MAX_TEXT))}`,
    );
  });
  if (items.length === 0) return [];
  const body = htmlList(items, new Space(MAX_BYTES.reasons));
  return [`<details><summary>Why something is unknown</summary>\n${body}\n</details>`];
}
