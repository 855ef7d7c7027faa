import type { Finding } from "../core/finding";
import type { Location } from "../core/location";
import { rulePage } from "../core/project";
import type { RuleMeta } from "../core/rule";
import { markdownCode, markdownProse } from "./escape-markdown";
import { clip } from "./escape-terminal";
import type { Space } from "./html-table";
import { count } from "./quantities";
import type { RuleTitle } from "./rule-titles";

/** Findings that stand open; what follows is folded. */
const MAX_OPEN = 10;
/** Characters of one text before it is escaped, which may make it many times longer; the second where the first has no room. */
const MAX_TEXT = [300, 60] as const;

/**
 * The worst findings in three lines each, what, why and what to do, as far as there is room: `open`, and how many that are. Texts are
 * escaped.
 */
export function findingBlocks(
  findings: readonly Finding[],
  rules: readonly RuleMeta[],
  space: Space,
): { open: string[]; shown: number } {
  const ruleOf = new Map(rules.map((rule) => [rule.id, rule]));
  const open: string[] = [];
  for (const finding of findings.slice(0, MAX_OPEN)) {
    const fitting = MAX_TEXT.map((most) => block(finding, ruleOf.get(finding.rule), most)).find((text) =>
      space.take(text),
    );
    if (fitting === undefined) break;
    open.push(fitting);
  }
  return { open, shown: open.length };
}

function block(finding: Finding, rule: RuleMeta | undefined, most: number): string {
  const words = (text: string) => markdownProse(clip(text, most));
  const code = (text: string) => markdownCode(clip(text, most));
  const title = rule === undefined ? finding.rule : `${finding.rule} ${rule.name}`;
  const page = `<a href="${encodeURI(rulePage(finding.rule))}">${words(title)}</a>`;
  const fix = finding.remedy ?? rule?.remedy;
  const lines = [
    `<strong>${finding.severity}</strong>: ${where(finding.location, code)}: ${words(finding.message)}`,
    [
      `<strong>Why</strong>: ${rule === undefined ? "" : `${words(rule.summary)} `}(${page}, ${code(finding.id)}).`,
      ...(finding.evidence === undefined ? [] : [`Seen: ${code(finding.evidence)}`]),
    ].join(" "),
    ...(fix === undefined ? [] : [`<strong>Fix</strong>: ${words(fix)}`]),
  ];
  return `<p>${lines.join("<br>\n")}</p>`;
}

function where({ path, inside, line, offset }: Location, code: (text: string) => string): string {
  const members = inside.length > 2 ? ["…", ...inside.slice(-2)] : inside;
  const place = line === undefined ? (offset === undefined ? [] : [`byte 0x${offset.toString(16)}`]) : [`line ${line}`];
  return [[code(path), ...members.map(code)].join(" &gt; "), ...place].join(", ");
}

/** `12 more findings that stop the gate`. */
export function moreBlocking(more: number): string {
  return `${count(more, "more finding")} that ${more === 1 ? "stops" : "stop"} the gate`;
}

/** Characters of one text in a folded table. */
const MAX_CELL = 150;

export const FOLDED_HEADS = ["Severity", "What was found", "Where"];

/** Cells of a folded table, escaped: enough to find it in the report, which has the rest. */
export function foldedCells(titleOf: RuleTitle): (finding: Finding) => string[] {
  const words = (text: string) => markdownProse(clip(text, MAX_CELL));
  return ({ severity, message, rule, location }) => [
    severity,
    `${words(message)}<br><sub>${words(titleOf(rule))}</sub>`,
    where(location, (text) => markdownCode(clip(text, MAX_CELL))),
  ];
}

export const WAIVED_HEADS = [...FOLDED_HEADS, "Waived"];

export function waivedCells(titleOf: RuleTitle): (finding: Finding) => string[] {
  const cells = foldedCells(titleOf);
  return (finding) => {
    const { by = "the policy", until, reason = "" } = finding.waived ?? {};
    const words = `by ${by}${until === undefined ? "" : ` until ${until}`}${reason === "" ? "" : `: ${reason}`}`;
    return [...cells(finding), markdownProse(clip(words, MAX_CELL))];
  };
}
