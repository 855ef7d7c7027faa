import { PROJECT } from "../../core/project";
import type { Approval, Check, PromotionReport } from "../../core/promotion";
import type { VerifiedStatement } from "../../core/verification";
import { markdownCode, markdownProse } from "../escape-markdown";
import { clip } from "../escape-terminal";
import { htmlList, htmlTable, Space } from "../html-table";
import { count } from "../quantities";
import { FINDING_HEADS, findingCells } from "../summary-rows";
import { VERDICT_WORD } from "../verdict-words";
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

/** UTF-8 bytes of the sections: GitHub shows 1 MiB of a step, and nothing at all of more. */
const MAX_BYTES = { checks: 300_000, signers: 120_000, approvals: 80_000, findings: 250_000, lists: 40_000 };
const MAX_TEXT = 500;
/** Facts and problems of one check that are shown; the report has all. */
const MAX_FACTS = 20;

const MARK = { pass: "✅", fail: "❌", incomplete: "⚠️" } as const;
const STATUS_MARK = { pass: "✅", fail: "❌", unknown: "⚠️", "not-required": "➖" } as const;

const words = (text: string): string => markdownProse(clip(text, MAX_TEXT));
const code = (text: string): string => markdownCode(clip(text, MAX_TEXT));

/** For a job summary: a reviewer reads the first table, and looks further only where it does not say enough. */
export function promotionMarkdown(report: PromotionReport): string {
  const blocks = [
    `## ${MARK[report.verdict]} ${PROJECT.title}, ${report.stage}: ${VERDICT_WORD[report.verdict]}`,
    `<p><strong>${words(promotionHeadline(report))}</strong><br>${subjectWords(report).map(code).join("<br>")}</p>`,
    htmlTable(["Check", "Answer", "What was seen", "Why not, and what to do"], report.checks, checkCells, new Space(MAX_BYTES.checks)),
    ...section("Signed by", report.accepted, (all) => htmlTable(["What", "By", "When"], all, signerCells, new Space(MAX_BYTES.signers))),
    ...section("Refused", report.refused, (all) => list(all.map(({ message, kind }) => `${words(message)} ${code(kind)}`))),
    ...section("Build", buildRows(report.build), (all) => htmlTable(["What", "Which"], all, ([name, value]) => [name, code(value)], new Space(MAX_BYTES.lists))),
    ...section("Approvals", report.approvals, (all) => htmlTable(["Who", "How", "Of", "Counts"], all, approvalCells, new Space(MAX_BYTES.approvals))),
    ...findings(report),
    ...section("Good to know", report.notices, (all) => list(all.map(words))),
    `<p><sub>${words(policyWords(report))}. ${words(`${report.tool.name} ${report.tool.version}`)}, rules ${code(report.tool.rules)}. ${words(report.time)}.</sub></p>`,
  ]; // prettier-ignore
  // Blank lines stand between blocks only: one of them ends a block of HTML.
  return `${blocks.join("\n\n")}\n`;
}

function section<T>(heading: string, all: readonly T[], block: (all: readonly T[]) => string): string[] {
  return all.length === 0 ? [] : [`### ${heading}`, block(all)];
}

function list(items: readonly string[]): string {
  return htmlList(items, new Space(MAX_BYTES.lists));
}

function checkCells({ id, status, evidence, problems }: Check): string[] {
  return [
    `${CHECK_TITLES[id]}<br><sub>${id}</sub>`,
    `${STATUS_MARK[status]} ${STATUS_WORDS[status]}`,
    facts(evidence),
    facts(problems),
  ];
}

function facts(all: readonly string[]): string {
  const left = all.length - MAX_FACTS;
  const rest = left > 0 ? [`${count(left, "more", "more")} in the report`] : [];
  return [...all.slice(0, MAX_FACTS).map(words), ...rest].join("<br>");
}

function signerCells(statement: VerifiedStatement): string[] {
  const { predicateType, bundle, says } = statement;
  const what = predicateType === undefined ? "a signature of the file" : code(predicateType);
  return [
    [what, ...says.slice(0, MAX_FACTS).map(words), `<sub>${code(bundle)}</sub>`].join("<br>"),
    [code(signerName(statement)), ...signerDetails(statement).map(words)].join("<br>"),
    words(signedWhen(statement)),
  ];
}

function approvalCells(approval: Approval): string[] {
  const { by, of, time } = approval;
  return [
    code(by),
    words(approvalSource(approval)),
    [code(of), ...(time === undefined ? [] : [words(time)])].join("<br>"),
    words(approvalCounts(approval)),
  ];
}

function findings(report: PromotionReport): string[] {
  const open = openFindings(report);
  const waived = report.findings.length - open.length;
  const rest = waived === 0 ? [] : [`<p>${count(waived, "finding is", "findings are")} waived.</p>`];
  return [
    ...section("Findings", open, (all) =>
      htmlTable(FINDING_HEADS, all, (each) => findingCells(each, (rule) => rule), new Space(MAX_BYTES.findings)),
    ),
    ...rest,
  ];
}
