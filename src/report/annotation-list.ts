import type { Finding } from "../core/finding";
import { rulePage } from "../core/project";
import type { RunReport } from "../core/report";
import type { CommandName } from "./escape-command";
import { clip } from "./escape-terminal";
import { groupFindings } from "./groups";
import type { RuleTitle } from "./rule-titles";

/** GitHub shows ten annotations of a kind per step and drops the rest (docs: "Usage limits", annotations). */
const MAX_SHOWN = 10;
/** Characters of one text; the whole message may have 64 KiB. */
const MAX_TEXT = 1000;

/** What is said at a place of the diff. Nothing is escaped yet: that is the surface's work. */
export interface Annotation {
  readonly level: CommandName;
  readonly path: string;
  /** Absent for files that have no lines; member and offset stand in the text. */
  readonly line?: number;
  readonly title: string;
  readonly lines: readonly string[];
}

/** The findings that count, the worst first: what a step can show by itself, and what is left. */
export function listAnnotations(report: RunReport, titleOf: RuleTitle): { shown: Annotation[]; rest: Annotation[] } {
  const { blocking, other } = groupFindings(report);
  const blocks = new Set(blocking);
  const all = [...blocking, ...other].map((finding) => annotate(finding, blocks.has(finding), titleOf));
  // The count that follows is a notice too: it must not be the eleventh.
  const crowded = all.length > MAX_SHOWN && all.slice(0, MAX_SHOWN).every(({ level }) => level === "notice");
  const shown = crowded ? MAX_SHOWN - 1 : MAX_SHOWN;
  return { shown: all.slice(0, shown), rest: all.slice(shown) };
}

function levelOf(finding: Finding, blocks: boolean): CommandName {
  if (blocks) return "error";
  return finding.severity === "low" || finding.severity === "info" ? "notice" : "warning";
}

function annotate(finding: Finding, blocks: boolean, titleOf: RuleTitle): Annotation {
  const { path, inside, offset, line } = finding.location;
  const member = inside.length === 0 ? [] : [inside.slice(-4).join(" > ")];
  const where = [...member, ...(offset === undefined ? [] : [`byte 0x${offset.toString(16)}`])];
  return {
    level: levelOf(finding, blocks),
    path,
    ...(line === undefined ? {} : { line }),
    title: `${titleOf(finding.rule)} (${finding.severity})`,
    lines: [
      finding.message,
      ...(where.length === 0 ? [] : [`Where: ${where.join(", ")}`]),
      ...(finding.evidence === undefined ? [] : [`Evidence: ${finding.evidence}`]),
      ...(finding.remedy === undefined ? [] : [`What to do: ${finding.remedy}`]),
      `More: ${rulePage(finding.rule)}`,
    ].map((text) => clip(text, MAX_TEXT)),
  };
}
