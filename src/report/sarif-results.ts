import type { Finding } from "../core/finding";
import { formatLocation } from "../core/location";
import type { RuleMeta } from "../core/rule";
import { compareSeverity, type Severity } from "../core/severity";
import type { RunReport } from "../core/report";
import { firstWithin, MAX_RESULT_BYTES, MAX_RESULTS } from "./sarif-limits";
import { sarifLevel } from "./sarif-rules";
import { sarifText, sarifUri } from "./sarif-text";

/** Where a finding is about the repository and names no file: GitHub rejects a result without a place. */
const REPOSITORY_FILE = ".model-assay.yml";

/** The results of a run in the order of the report; the worst ones if there are more than GitHub takes. `shown`: the severity that GitHub shows for each rule. */
export function sarifResults(
  report: RunReport,
  rules: readonly RuleMeta[],
  shown: ReadonlyMap<string, Severity>,
): readonly object[] {
  const indexOf = new Map(rules.map(({ id }, index): [string, number] => [id, index]));
  const seen = new Map<string, number>();
  const compared = report.selection.mode === "changes";
  const results = report.findings.map((finding) => {
    const key = `${finding.rule} ${finding.location.path} ${finding.fingerprint}`;
    const nth = (seen.get(key) ?? 0) + 1;
    seen.set(key, nth);
    const ruleIndex = indexOf.get(finding.rule);
    return sarifResult(finding, { nth, compared, ruleIndex, shown: shown.get(finding.rule) });
  });
  const worst = report.findings
    .map((finding, index) => ({ finding, result: results[index] as object }))
    .sort(
      ({ finding: a }, { finding: b }) =>
        Number(a.waived !== undefined) - Number(b.waived !== undefined) ||
        compareSeverity(a.severity, b.severity) ||
        // What the base has too was shown before.
        Number(a.baseline === true) - Number(b.baseline === true),
    )
    .map(({ result }) => result);
  const kept = new Set(firstWithin(worst, MAX_RESULTS, MAX_RESULT_BYTES));
  return results.filter((result) => kept.has(result));
}

interface ResultContext {
  readonly ruleIndex: number | undefined;
  readonly shown: Severity | undefined;
  readonly nth: number;
  readonly compared: boolean;
}

function sarifResult(finding: Finding, { ruleIndex, shown, nth, compared }: ResultContext): object {
  return {
    ruleId: finding.rule,
    ...(ruleIndex === undefined ? {} : { ruleIndex }),
    level: sarifLevel(finding.severity),
    message: { text: messageText(finding, shown) },
    locations: [sarifLocation(finding)],
    partialFingerprints: fingerprints(finding, nth),
    // Once one result says how it compares with the base, each of them has to (section 3.27.24).
    ...(compared ? { baselineState: finding.baseline === true ? "unchanged" : "new" } : {}),
    ...suppressions(finding),
    properties: { id: finding.id, severity: finding.severity, confidence: finding.confidence },
  };
}

/**
 * GitHub shows the first sentence as the title, so what was found comes first and ends as a sentence. Viewers tell a place by the encoded
 * path and the line: a member, an offset and a path that reads otherwise than it is encoded are told in words. So is a severity that is not
 * the one that GitHub shows for the rule.
 */
function messageText({ message, location, evidence, remedy, severity }: Finding, shown: Severity | undefined): string {
  const { path, inside, line } = location;
  const plain = path === "" || (line !== undefined && inside.length === 0 && sarifUri(path) === path);
  return [
    sentence(sarifText(message)),
    ...(plain ? [] : [sarifText(`Where: ${formatLocation(location)}`)]),
    ...(shown === undefined || shown === severity ? [] : [`Severity: ${severity}`]),
    ...(evidence === undefined ? [] : [sarifText(`Evidence: ${evidence}`)]),
    ...(remedy === undefined ? [] : [sarifText(`What to do: ${remedy}`)]),
  ].join("\n");
}

function sentence(text: string): string {
  return /[.!?…]$/.test(text) ? text : `${text}.`;
}

/**
 * A finding in text has its line. One in a binary file has none, as CodeQL's findings about whole files:
 * with a line, `upload-sarif` would hash each line of a model of gigabytes (codeql-action,
 * `fingerprints.ts`) and give all findings in one file the same identity. `byteOffset` (section 3.30.11)
 * counts in the file on disk, so it is given only where nothing is between.
 */
function sarifLocation({ location }: Finding): object {
  const { path, inside, line, offset } = location;
  const region =
    line !== undefined
      ? { startLine: line, startColumn: 1, endLine: line, endColumn: 2 }
      : inside.length === 0 && offset !== undefined
        ? { byteOffset: offset }
        : undefined;
  return {
    physicalLocation: {
      artifactLocation: { uri: sarifUri(path) || REPOSITORY_FILE },
      ...(region === undefined ? {} : { region }),
    },
    ...(inside.length === 0
      ? {}
      : {
          logicalLocations: [
            { fullyQualifiedName: inside.map((member) => sarifText(member)).join(" > "), kind: "member" },
          ],
        }),
  };
}

/** Identity across runs. `primaryLocationLineHash` is the one GitHub uses; for text `upload-sarif` adds it. */
function fingerprints({ fingerprint, location }: Finding, nth: number): object {
  const ours = { "modelAssay/v1": nth === 1 ? fingerprint : `${fingerprint}:${nth}` };
  return location.line !== undefined
    ? ours
    : { ...ours, primaryLocationLineHash: `${fingerprint.slice(0, 16)}:${nth}` };
}

/** Section 3.35: a person accepted it, outside the file. */
function suppressions({ waived }: Finding): object {
  if (waived === undefined) return {};
  const until = waived.until === undefined ? "" : ` until ${waived.until}`;
  const justification = sarifText(`${waived.by}${until}: ${waived.reason}`);
  return { suppressions: [{ kind: "external", status: "accepted", justification }] };
}
