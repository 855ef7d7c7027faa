import type { CheckId, FindingRow, PageData } from "../page-data";
import { advisoryPage, rulePage } from "./addresses";
import { button, code, element, link, markedCode, section, type Content } from "./elements";
import { findingFilters } from "./filters";
import { paged } from "./paged";

/** A cell of the matrix whose findings are asked for. */
interface Place {
  readonly row: number;
  readonly check: CheckId;
  readonly words: string;
}

/** The findings with their filters. The answer shows those of one cell of the matrix. */
export function showFindings({ findings, findingsLeftOut, matrix }: PageData): (row: number, check: CheckId) => void {
  const texts = findings.map(({ id, rule, title, message, where, evidence = "", advisory = "" }) =>
    `${id} ${rule} ${title} ${message} ${where} ${evidence} ${advisory}`.toLowerCase(),
  );
  const filters = findingFilters(findings, () => show(undefined));
  const list = paged<FindingRow>("findings", (shown) =>
    element("ol", { class: "findings" }, ...shown.map(findingItem)),
  );
  let place: Place | undefined;
  const only = element("p", { class: "only" });
  only.hidden = true;

  function filter(): void {
    const holds = filters.wanted();
    const shown = findings.filter(
      (each, i) =>
        (place === undefined || (each.row === place.row && each.check === place.check)) && holds(each, texts[i]!),
    );
    const more = findingsLeftOut === 0 ? "" : `; ${findingsLeftOut} more are in the JSON report`;
    list.show(shown, shown.length === findings.length ? more : ` of ${findings.length}${more}`);
  }
  function show(next: Place | undefined): void {
    place = next;
    filters.clear();
    only.hidden = next === undefined;
    only.replaceChildren(
      ...(next === undefined ? [] : [next.words, " ", button("Show all", {}, () => show(undefined))]),
    );
    filter();
  }
  filters.root.addEventListener("input", filter);
  section("findings", "Findings", ...(findings.length === 0 ? [] : [filters.root, only]), list.root);
  filter();
  return (row, check) => {
    const title = matrix.checks.find(({ id }) => id === check)?.title ?? check;
    show({ row, check, words: `Only ${title} of ${matrix.rows[row]?.name ?? "this row"}.` });
    document.getElementById("findings")!.scrollIntoView();
    filters.search.focus({ preventScroll: true });
  };
}

/** One finding: what, where, why it counts or not, and what to do. */
function findingItem(finding: FindingRow): HTMLElement {
  const { id, rule, title, severity, group, message, where, evidence, mark, remedy, waived, advisory } = finding;
  const line = (label: string, ...content: readonly Content[]): HTMLElement[] => [
    element("dt", {}, label),
    element("dd", {}, ...content),
  ];
  const head = element(
    "h3",
    {},
    element("span", { class: `badge ${severity}` }, severity),
    ...(group === "blocking" ? [" ", element("span", { class: "badge stops" }, "stops the gate")] : []),
    " ",
    element("span", { class: "message" }, message),
  );
  const rows = [
    ...line("Where", code(where)),
    ...(evidence === undefined ? [] : line("Evidence", markedCode(evidence, mark))),
    ...(remedy === undefined ? [] : line("What to do", remedy)),
    ...(waived === undefined ? [] : line("Waived", waived)),
    ...(group === "old" ? line("State", "the base has it too") : []),
    ...line(
      "More",
      link(title, rulePage(rule)),
      ...(advisory === undefined ? [] : [" · ", link(advisory, advisoryPage(advisory))]),
      " · ",
      code(id),
    ),
  ];
  return element("li", { class: severity }, head, element("dl", {}, ...rows));
}
