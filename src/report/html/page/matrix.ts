import type { Cell, CellState, CheckId, Matrix, MatrixRow } from "../page-data";
import { button, code, element, section, table, type Content } from "./elements";
import { paged } from "./paged";

const SIGNS: Readonly<Record<CellState, string>> = { pass: "✓", fail: "✗", unknown: "?", waived: "○", none: "–" };
const WORDS: Readonly<Record<CellState, string>> = {
  pass: "pass",
  fail: "fail",
  unknown: "unknown",
  waived: "waived",
  none: "n/a",
};

/** Models x checks. A cell that something was found in leads to its findings by `choose`. */
export function showMatrix(matrix: Matrix, choose: (row: number, check: CheckId) => void): void {
  const { checks, rows, leftOut } = matrix;
  if (rows.length === 0) return;
  const cell = (row: number, check: CheckId, { state, words }: Cell): Content => {
    const label = `${SIGNS[state]} ${WORDS[state]}`;
    const why = element("span", { class: `why ${state}` }, words);
    if (state === "fail" || state === "waived" || words.includes("finding"))
      return element(
        "div",
        {},
        button(label, { class: `cell ${state}`, title: words, "aria-label": `${WORDS[state]}: ${words}` }, () =>
          choose(row, check),
        ),
        why,
      );
    const hidden = element("span", { class: "hidden" }, `: ${words}`);
    return element("div", {}, element("span", { class: `cell ${state}`, title: words }, label, hidden), why);
  };
  // A column in which nothing stands takes the room of one in which something does.
  const used = [...checks.keys()].filter((i) => rows.some(({ cells }) => cells[i]!.state !== "none"));
  const list = paged<{ row: MatrixRow; index: number }>("rows", (shown) =>
    table(
      "Each model and how it stands in each check",
      ["Model", ...used.map((i) => element("span", { title: checks[i]!.about }, checks[i]!.title))],
      shown.map(({ row, index }) => [
        row.kind === "repository" ? row.name : code(row.name),
        ...used.map((i) => cell(index, checks[i]!.id, row.cells[i]!)),
      ]),
    ),
  );
  const reasons = element(
    "details",
    {},
    element("summary", {}, "What the checks are"),
    element(
      "dl",
      {},
      ...used.flatMap((i) => [element("dt", {}, checks[i]!.title), element("dd", {}, checks[i]!.about)]),
    ),
  );
  const toggle = button("Show the reasons", { "aria-pressed": "false" }, () => {
    const shown = made.classList.toggle("reasons");
    toggle.setAttribute("aria-pressed", String(shown));
  });
  const made = section("matrix", "Models and checks", toggle, list.root, reasons);
  list.show(
    rows.map((row, index) => ({ row, index })),
    leftOut === 0 ? "" : `; ${leftOut} more are in the JSON report`,
  );
}
