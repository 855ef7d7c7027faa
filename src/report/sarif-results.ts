import type { Finding } from "../core/finding";
import { compareSeverity } from "../core/severity";
import type { RunReport } from "../core/report";
import { sarifLevel } from "./sarif-rules";
import { sarifText, sarifUri } from "./sarif-text";

/** GitHub shows 5,000 results of a run and rejects a file with more than 25,000. */
const MAX_RESULTS = 5000;
/** Where a finding is about the repository and names no file: GitHub rejects a result without a place. */
const REPOSITORY_FILE = ".model-assay.yml";

/** The results of a run, the worst ones if there are more than GitHub shows. */
export function sarifResults(report: RunReport, ruleIndex: ReadonlyMap<string, number>): object[] {
  const seen = new Map<string, number>();
  const compared = report.selection.mode === "changes";
  return mostSevere(report.findings).map((finding) => {
    const key = `${finding.rule} ${finding.location.path} ${finding.fingerprint}`;
    const nth = (seen.get(key) ?? 0) + 1;
    seen.set(key, nth);
    return sarifResult(finding, { ruleIndex: ruleIndex.get(finding.rule), nth, compared });
  });
}

function mostSevere(findings: readonly Finding[]): readonly Finding[] {
  if (findings.length <= MAX_RESULTS) return findings;
  const worst = [...findings].sort(
    (a, b) =>
      Number(a.waived !== undefined) - Number(b.waived !== undefined) || compareSeverity(a.severity, b.severity),
  );
  const kept = new Set(worst.slice(0, MAX_RESULTS));
  return findings.filter((finding) => kept.has(finding));
}

interface ResultContext {
  readonly ruleIndex: number | undefined;
  readonly nth: number;
  readonly compared: boolean;
}

function sarifResult(finding: Finding, { ruleIndex, nth, compared }: ResultContext): object {
  return {
    ruleId: finding.rule,
    ...(ruleIndex === undefined ? {} : { ruleIndex }),
    level: sarifLevel(finding.severity),
    message: { text: messageText(finding) },
    locations: [sarifLocation(finding)],
    partialFingerprints: fingerprints(finding, nth),
    // Once one result says how it compares with the base, each of them has to (section 3.27.24).
    ...(compared ? { baselineState: finding.baseline === true ? "unchanged" : "new" } : {}),
    ...suppressions(finding),
    properties: { id: finding.id, severity: finding.severity, confidence: finding.confidence },
  };
}

/** GitHub shows the first sentence as the title, so what was found comes first. */
function messageText({ message, location, evidence, remedy }: Finding): string {
  const inside = location.inside.length === 0 ? [] : [`In: ${location.inside.join(" > ")}`];
  return [
    message,
    ...inside,
    ...(evidence === undefined ? [] : [`Evidence: ${evidence}`]),
    ...(remedy === undefined ? [] : [`What to do: ${remedy}`]),
  ]
    .map((line) => sarifText(line))
    .join("\n");
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
