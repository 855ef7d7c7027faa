import type { Finding } from "../../core/finding";
import { formatLocation } from "../../core/location";
import type { FindingGroup, GroupedFinding } from "../groups";
import { Space } from "../html-table";
import { checkOf } from "../matrix/checks";
import type { RuleTitle } from "../rule-titles";
import { embedJson } from "./embed-json";
import type { FindingRow, Step } from "./page-data";
import { pageText } from "./page-text";

/** Findings on the page: nobody reads more, and a browser has to hold them. */
const MAX_FINDINGS = 20_000;
/** Characters of all of them together: a file that mail and browsers still take. CWE-770. */
const MAX_CHARACTERS = 20_000_000;
/** Things to do that stand beside the verdict. */
const MAX_STEPS = 5;
/** Names that OSV gives; anything else makes no address. */
const ADVISORY = /^[A-Za-z0-9][\w.:-]{2,80}$/;

/** Rows of the page, as many as fit. `rowOf`: index of the row of the matrix that a finding belongs to. */
export function findingRows(
  all: readonly GroupedFinding[],
  titleOf: RuleTitle,
  rowOf: (finding: Finding) => number | undefined,
): FindingRow[] {
  const space = new Space(MAX_CHARACTERS, (text) => text.length);
  const rows: FindingRow[] = [];
  for (const { finding, group } of all.slice(0, MAX_FINDINGS)) {
    const row = findingRow(finding, group, titleOf, rowOf(finding));
    if (!space.take(embedJson(row))) break;
    rows.push(row);
  }
  return rows;
}

function findingRow(finding: Finding, group: FindingGroup, titleOf: RuleTitle, row: number | undefined): FindingRow {
  const { id, rule, severity, message, location, evidence, remedy, waived, vulnerability } = finding;
  const advisory = vulnerability?.advisory;
  return {
    id: pageText(id, 100),
    rule: pageText(rule, 100),
    title: pageText(titleOf(rule), 200),
    ...{ severity, group },
    message: pageText(message),
    where: pageText(formatLocation(location)),
    ...(evidence === undefined ? {} : { evidence: pageText(evidence), ...markOf(finding, pageText(evidence)) }),
    ...(remedy === undefined ? {} : { remedy: pageText(remedy) }),
    ...(waived === undefined ? {} : { waived: pageText(waivedWords(waived)) }),
    ...(advisory !== undefined && ADVISORY.test(advisory) ? { advisory } : {}),
    ...(row === undefined ? {} : { row }),
    check: checkOf(rule),
  };
}

function waivedWords({ by, until, reason }: NonNullable<Finding["waived"]>): string {
  return `by ${by}${until === undefined ? "" : ` until ${until}`}: ${reason}`;
}

/** Where in the code of a pickle, or of what loads one, the name stands that is called or imported. */
export function markOf({ rule }: Finding, evidence: string): { mark?: readonly [number, number] } {
  if (!/^MA-(PKL|LDR|HUB|FMT)-/.test(rule)) return {};
  const name = /^(?:import )?((?:[\p{ID_Start}_][\p{ID_Continue}]*\.)*[\p{ID_Start}_][\p{ID_Continue}]*)(?=\(|$)/u.exec(
    evidence,
  );
  if (name === null) return {};
  const from = name[0].length - name[1]!.length;
  return { mark: [from, name[0].length] };
}

/** What to do about what stops the gate, each once, the worst first. */
export function stepsOf(all: readonly GroupedFinding[]): { steps: Step[]; more: number } {
  const steps = new Map<string, Step>();
  for (const { finding, group } of all) {
    if (group !== "blocking") continue;
    const remedy = finding.remedy ?? finding.message;
    const key = `${finding.rule}\0${remedy}`;
    const { count, ...step } = steps.get(key) ?? {
      severity: finding.severity,
      remedy: pageText(remedy, 500),
      count: 0,
      first: pageText(formatLocation(finding.location), 300),
      rule: pageText(finding.rule, 100),
    };
    steps.set(key, { ...step, count: count + 1 });
  }
  return { steps: [...steps.values()].slice(0, MAX_STEPS), more: Math.max(0, steps.size - MAX_STEPS) };
}
