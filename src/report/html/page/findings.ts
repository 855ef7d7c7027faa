import type { CheckId, FindingRow, PageData } from "../page-data";
import { advisoryPage, rulePage } from "./addresses";
import { button, code, element, link, markedCode, section, type Content } from "./elements";
import { paged } from "./paged";

const SEVERITIES = ["critical", "high", "medium", "low", "info"];
const GROUPS: readonly (readonly [value: string, label: string])[] = [
  ["", "all"],
  ["blocking", "stops the gate"],
  ["other", "does not stop it"],
  ["waived", "waived"],
  ["old", "already on the base"],
];

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
  const search = element("input", { type: "search", id: "search", autocomplete: "off", spellcheck: "false" });
  const group = choice("group", GROUPS);
  const rules = [...new Map(findings.map(({ rule, title }) => [rule, title]))].sort(([a], [b]) => (a < b ? -1 : 1));
  const rule = choice("rule", [["", "all"], ...rules]);
  const severities = SEVERITIES.filter((severity) => findings.some((each) => each.severity === severity)).map(
    severityBox,
  );
  const list = paged<FindingRow>("findings", (shown) =>
    element("ol", { class: "findings" }, ...shown.map(findingItem)),
  );
  let place: Place | undefined;
  const only = element("p", { class: "only" });
  only.hidden = true;

  function filter(): void {
    const words = search.value
      .toLowerCase()
      .split(/\s+/)
      .filter((word) => word !== "");
    const wanted = new Set(severities.filter(({ box }) => box.checked).map(({ severity }) => severity));
    const shown = findings.filter(
      (each, i) =>
        (wanted.size === 0 || wanted.has(each.severity)) &&
        (group.value === "" || each.group === group.value) &&
        (rule.value === "" || each.rule === rule.value) &&
        (place === undefined || (each.row === place.row && each.check === place.check)) &&
        words.every((word) => texts[i]!.includes(word)),
    );
    const more = findingsLeftOut === 0 ? "" : `; ${findingsLeftOut} more are in the JSON report`;
    list.show(shown, shown.length === findings.length ? more : ` of ${findings.length}${more}`);
  }
  function show(next: Place | undefined): void {
    place = next;
    only.hidden = next === undefined;
    only.replaceChildren(...(next === undefined ? [] : [next.words, " ", button("Show all", {}, () => clear())]));
    filter();
  }
  function clear(): void {
    search.value = group.value = rule.value = "";
    for (const { box } of severities) box.checked = false;
    show(undefined);
  }

  const boxes = element("fieldset", {}, element("legend", {}, "Severity"), ...severities.map(({ label }) => label));
  const form = element(
    "div",
    { class: "filters", role: "search", "aria-label": "Findings" },
    labelled("Search", search),
    labelled("State", group),
    labelled("Rule", rule),
    boxes,
    button("Clear", {}, clear),
  );
  for (const each of [search, group, rule, ...severities.map(({ box }) => box)]) each.addEventListener("input", filter);
  section("findings", "Findings", ...(findings.length === 0 ? [] : [form, only]), list.root);
  filter();
  return (row, check) => {
    clear();
    const title = matrix.checks.find(({ id }) => id === check)?.title ?? check;
    show({ row, check, words: `Only ${title} of ${matrix.rows[row]?.name ?? "this row"}.` });
    document.getElementById("findings")!.scrollIntoView();
    search.focus({ preventScroll: true });
  };
}

function severityBox(severity: string): { severity: string; box: HTMLInputElement; label: HTMLElement } {
  const box = element("input", { type: "checkbox", name: "severity", value: severity });
  return {
    severity,
    box,
    label: element("label", {}, box, " ", element("span", { class: `badge ${severity}` }, severity)),
  };
}

function choice(id: string, options: readonly (readonly [value: string, label: string])[]): HTMLSelectElement {
  return element("select", { id }, ...options.map(([value, label]) => element("option", { value }, label)));
}

function labelled(text: string, control: HTMLElement): HTMLElement {
  return element("label", { for: control.id }, `${text} `, control);
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
