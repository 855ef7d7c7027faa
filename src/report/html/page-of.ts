import type { RunReport } from "../../core/report";
import { readBomDocument, type BomDocument } from "../bom-document";
import { groupedFindings, otherReasons } from "../groups";
import { CHECKS } from "../matrix/checks";
import type { CellState, Matrix } from "../matrix/matrix";
import { matrixOf } from "../matrix/matrix-of";
import { notScannedFix, notScannedWhy } from "../not-scanned-words";
import { count } from "../quantities";
import type { RuleTitle } from "../rule-titles";
import { selectionWords } from "../verdict-words";
import { bomView } from "./bom-view";
import { findingRows, stepsOf } from "./finding-rows";
import { graphOf } from "./graph";
import type { PageData } from "./page-data";
import { pageText } from "./page-text";
import { pickleViews } from "./pickles";

/** Files that nobody looked into, and reasons and notices: each list stops there. */
const MAX_LISTED = 2000;
/** Characters of a name or a reason in the matrix. */
const MAX_CELL = 300;

/** Everything that the page shows. `bom`: the CycloneDX document of the same run, as text. */
export function pageOf(report: RunReport, titleOf: RuleTitle, bom?: string): PageData {
  const document = bom === undefined ? undefined : readBomDocument(bom);
  const all = groupedFindings(report);
  const { matrix, rowOf } = matrixOf(report, all, document);
  const findings = findingRows(all, titleOf, rowOf);
  const { steps, more } = stepsOf(all);
  const missing = otherReasons(report);
  return {
    verdict: report.verdict,
    steps: [...steps, ...moreSteps(more)],
    missing: texts(missing),
    matrix: shownMatrix(matrix),
    findings,
    findingsLeftOut: all.length - findings.length,
    pickles: pickleViews(all),
    skipped: skippedFiles(report),
    ...bomPart(report, document, matrix),
    notices: texts(report.notices),
    basis: basisOf(report),
  };
}

/** The same with every text as the page shows it. */
function shownMatrix({ rows, ...rest }: Matrix): Matrix {
  const text = (raw: string): string => pageText(raw, MAX_CELL);
  return {
    ...rest,
    rows: rows.map(({ kind, name, cells }) => ({
      kind,
      name: text(name),
      cells: cells.map(({ state, words }) => ({ state, words: text(words) })),
    })),
  };
}

function moreSteps(more: number): PageData["steps"] {
  if (more === 0) return [];
  return [
    {
      severity: "info",
      remedy: `${count(more, "more thing")} to do, with the findings below`,
      count: 0,
      first: "",
      rule: "",
    },
  ];
}

function texts(all: readonly string[]): string[] {
  const shown = all.slice(0, MAX_LISTED).map((text) => pageText(text));
  return all.length > MAX_LISTED ? [...shown, `${all.length - MAX_LISTED} more are in the JSON report.`] : shown;
}

function skippedFiles({ artifacts }: RunReport): PageData["skipped"] {
  return artifacts
    .flatMap(({ path, notScanned }) => (notScanned === undefined ? [] : [{ path, notScanned }]))
    .slice(0, MAX_LISTED)
    .map(({ path, notScanned }) => ({
      path: pageText(path),
      why: `${notScannedWhy(notScanned)}: ${pageText(notScanned.detail)}`,
      remedy: notScannedFix(notScanned),
    }));
}

function bomPart(report: RunReport, document: BomDocument | undefined, matrix: Matrix): Pick<PageData, "bom"> {
  if (document === undefined || report.bom === undefined) return {};
  const content = CHECKS.findIndex(({ id }) => id === "content");
  const states = new Map<string, CellState>();
  for (const { kind, name, cells } of matrix.rows)
    // Of several that share a name the failure is shown.
    if (kind === "model" && states.get(name) !== "fail")
      states.set(name, cells.some(({ state }) => state === "fail") ? "fail" : cells[content]!.state);
  const nodes = graphOf(document, report.packages, (path) => states.get(path));
  return { bom: bomView(report.bom, document, nodes) };
}

/** By which policy, over what, by which rules: so that the page can be checked later. */
function basisOf(report: RunReport): PageData["basis"] {
  const { tool, policy, selection } = report;
  const named = ({ source, digest }: { source: string; digest: string | null }): string =>
    pageText(digest === null ? source : `${source}, sha256 ${digest.replace(/^sha256:/, "")}`, 600);
  return [
    ["Looked at", selectionWords(report, (ref) => pageText(ref, 300))],
    ...(selection.ignored === 0 ? [] : [["Ignored by the policy", count(selection.ignored, "file")] as const]),
    ["Policy", named(policy)],
    ...(policy.organisation === undefined ? [] : [["Organisation's policy", named(policy.organisation)] as const]),
    ["Made by", pageText(`${tool.name} ${tool.version}, rules ${tool.rules}`, 200)],
  ];
}
