import { formatLocation } from "../../core/location";
import type { Approval, Check, PromotionReport } from "../../core/promotion";
import { breakCommands } from "../escape-command";
import { clip, escapeTerminal } from "../escape-terminal";
import { count } from "../quantities";
import {
  approvalCounts,
  approvalSource,
  buildRows,
  CHECK_TITLES,
  openFindings,
  policyWords,
  promotionHeadline,
  signedWhen,
  signerDetails,
  signerName,
  STATUS_WORDS,
  subjectWords,
} from "./words";

const MAX_TEXT = 2000;
/** Lines of one section; the JSON report has all. */
const MAX_SHOWN = 50;

/** For a terminal and a workflow's log: the verdict first, then the checks, then who signed, built and approved. */
export function promotionText(report: PromotionReport): string {
  const findings = openFindings(report).map(
    ({ severity, message, location, rule }) => `${severity} ${rule}: ${message} (${formatLocation(location)})`,
  );
  const lines = [
    promotionHeadline(report),
    ...subjectWords(report).map((each) => `  ${each}`),
    "",
    ...report.checks.flatMap(checkLines),
    ...section("Signed by", shown(report.accepted).flatMap((each) => [
        `  ${signerName(each)}: ${each.predicateType ?? "a signature of the file"}`,
        ...[...signerDetails(each), signedWhen(each), `in ${each.bundle}`, ...each.says].map((words) => `      ${words}`),
      ]), report.accepted.length),
    ...section("Refused", shown(report.refused).map(({ message, kind }) => `  ${message} [${kind}]`), report.refused.length),
    ...section("Build", buildRows(report.build).map(([name, value]) => `  ${name.padEnd(12)}${value}`)),
    ...section("Approvals", shown(report.approvals).map(approvalLine), report.approvals.length),
    ...section("Findings", shown(findings).map((each) => `  ${each}`), findings.length),
    ...section("Good to know", shown(report.notices).map((each) => `  ${each}`), report.notices.length),
    "",
    `${policyWords(report)}; ${report.tool.name} ${report.tool.version}; decided at ${report.time}`,
  ]; // prettier-ignore
  return lines.map((line) => `${breakCommands(escapeTerminal(clip(line, MAX_TEXT)))}\n`).join("");
}

/** Problems are never left out: each is something to do. */
function checkLines({ id, status, evidence, problems }: Check): string[] {
  return [
    `  ${status === "pass" || status === "not-required" ? STATUS_WORDS[status] : STATUS_WORDS[status].toUpperCase()}: ${CHECK_TITLES[id]} (${id})`,
    ...shown(evidence).map((each) => `      seen: ${each}`),
    ...more(evidence.length),
    ...problems.map((each) => `      why: ${each}`),
  ];
}

function approvalLine(approval: Approval): string {
  const { by, of, time } = approval;
  const when = time === undefined ? "" : ` at ${time}`;
  return `  ${by}, ${approvalSource(approval)}, of ${of}${when}; counts: ${approvalCounts(approval)}`;
}

function section(heading: string, lines: readonly string[], all = 0): string[] {
  return lines.length === 0 ? [] : ["", heading, ...lines, ...more(all)];
}

function shown<T>(all: readonly T[]): readonly T[] {
  return all.slice(0, MAX_SHOWN);
}

function more(all: number): string[] {
  return all > MAX_SHOWN ? [`      and ${count(all - MAX_SHOWN, "more", "more")} in the JSON report`] : [];
}
