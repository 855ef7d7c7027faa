import type { FindingRow } from "../page-data";
import { button, element } from "./elements";

const SEVERITIES = ["critical", "high", "medium", "low", "info"];
const GROUPS: readonly (readonly [value: string, label: string])[] = [
  ["", "all"],
  ["blocking", "stops the gate"],
  ["other", "does not stop it"],
  ["waived", "waived"],
  ["old", "already on the base"],
];

/** The controls that choose among the findings. */
export interface FindingFilters {
  readonly root: HTMLElement;
  readonly search: HTMLInputElement;
  /** Whether a finding is chosen, as the controls stand now. `text`: what of it is searched, in lower case. */
  wanted(): (finding: FindingRow, text: string) => boolean;
  /** Chooses all. */
  clear(): void;
}

/** `onClear` is told when a person clears them. */
export function findingFilters(findings: readonly FindingRow[], onClear: () => void): FindingFilters {
  const search = element("input", { type: "search", id: "search", autocomplete: "off", spellcheck: "false" });
  const group = choice("group", GROUPS);
  const rules = [...new Map(findings.map(({ rule, title }) => [rule, title]))].sort(([a], [b]) => (a < b ? -1 : 1));
  const rule = choice("rule", [["", "all"], ...rules]);
  const severities = SEVERITIES.filter((severity) => findings.some((each) => each.severity === severity)).map(
    severityBox,
  );
  const root = element(
    "div",
    { class: "filters", role: "search", "aria-label": "Findings" },
    labelled("Search", search),
    labelled("State", group),
    labelled("Rule", rule),
    element("fieldset", {}, element("legend", {}, "Severity"), ...severities.map(({ label }) => label)),
    button("Clear", {}, onClear),
  );
  return {
    root,
    search,
    wanted() {
      const words = search.value
        .toLowerCase()
        .split(/\s+/)
        .filter((word) => word !== "");
      const some = new Set(severities.filter(({ box }) => box.checked).map(({ severity }) => severity));
      return (each, text) =>
        (some.size === 0 || some.has(each.severity)) &&
        (group.value === "" || each.group === group.value) &&
        (rule.value === "" || each.rule === rule.value) &&
        words.every((word) => text.includes(word));
    },
    clear() {
      search.value = group.value = rule.value = "";
      for (const { box } of severities) box.checked = false;
    },
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
