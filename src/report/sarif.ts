import { PROJECT } from "../core/project";
import type { Reporter, RunReport } from "../core/report";
import type { RuleMeta } from "../core/rule";
import { otherReasons } from "./groups";
import { notScannedFix, notScannedWhy } from "./not-scanned-words";
import { printJson } from "./print-json";
import { count } from "./quantities";
import { firstWithin, MAX_NOTIFICATION_BYTES, MAX_NOTIFICATIONS } from "./sarif-limits";
import { sarifResults } from "./sarif-results";
import { sarifRule, shownSeverities } from "./sarif-rules";
import { sarifTaxonomies } from "./sarif-taxonomies";
import { sarifText, sarifUri } from "./sarif-text";

/** SARIF 2.1.0 for GitHub code scanning and every other reader of the standard. */
export function createSarifReporter(rules: readonly RuleMeta[]): Reporter {
  return { id: "sarif", render: (report) => printJson(sarifLog(report, rules)) };
}

function sarifLog(report: RunReport, rules: readonly RuleMeta[]): object {
  const severities = shownSeverities(rules, report.findings);
  const results = sarifResults(report, rules, severities);
  const found = new Set(report.findings.map(({ rule }) => rule));
  const { taxonomies, references, relationships } = sarifTaxonomies(
    rules.map(({ id }) => id).filter((id) => found.has(id)),
  );
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: PROJECT.title,
            semanticVersion: report.tool.version,
            informationUri: PROJECT.homepage,
            rules: rules.map((rule) =>
              sarifRule(rule, severities.get(rule.id) ?? rule.severity, relationships.get(rule.id)),
            ),
            ...(references.length === 0 ? {} : { supportedTaxonomies: references }),
          },
        },
        // The run's category: a trailing slash leaves the run's own id open (section 3.17.3).
        automationDetails: { id: `${PROJECT.name}/` },
        columnKind: "utf16CodeUnits",
        invocations: [sarifInvocation(report, report.findings.length - results.length)],
        results,
        ...(taxonomies.length === 0 ? {} : { taxonomies }),
        properties: {
          verdict: report.verdict,
          rulesDigest: report.tool.rules,
          policyDigest: report.policy.digest,
          findings: report.findings.length,
        },
      },
    ],
  };
}

/** What the run itself has to say (section 3.20): what was not looked at, or is not in this file, is no result, but it is told. */
function sarifInvocation(report: RunReport, left: number): object {
  const cut =
    left === 0
      ? []
      : [notification("warning", [`${count(left, "finding")} more: see the JSON report. The worst are here.`])];
  const missing = otherReasons(report).map((reason) => notification("error", [reason]));
  const needed = new Set(report.decision.missing);
  const skipped = report.artifacts.flatMap(({ path, notScanned }) => {
    if (notScanned === undefined) return [];
    const level = needed.has(`${path}: ${notScanned.detail}`)
      ? "error"
      : notScanned.reason === "unsupported"
        ? "note"
        : "warning";
    const told = notification(level, [
      `${notScannedWhy(notScanned)}: ${notScanned.detail}`,
      `Where: ${path}`,
      `What to do: ${notScannedFix(notScanned)}`,
    ]);
    return [{ ...told, locations: [{ physicalLocation: { artifactLocation: { uri: sarifUri(path) } } }] }];
  });
  const notices = report.notices.map((notice) => notification("note", [notice]));
  const all = [...missing, ...skipped, ...notices];
  // Names of files that nobody missed must not take the place of what keeps the run from being complete.
  const ordered = LEVELS.flatMap((wanted) => all.filter(({ level }) => level === wanted));
  const told = firstWithin(ordered, MAX_NOTIFICATIONS, MAX_NOTIFICATION_BYTES);
  const untold = all.length - told.length;
  return {
    // `fail` wins over `incomplete` as a verdict; what is missing stays missing.
    executionSuccessful: report.decision.missing.length === 0 && report.verdict !== "incomplete",
    toolExecutionNotifications: [
      ...cut,
      ...told,
      ...(untold === 0
        ? []
        : [notification("warning", [`${count(untold, "notification")} more: see the JSON report.`])]),
    ],
  };
}

/** Of notifications, the worst first. */
const LEVELS = ["error", "warning", "note"] as const;
type Level = (typeof LEVELS)[number];

/** A notification (section 3.58) of one paragraph a line. `error` is what makes the results incomplete (3.58.6). */
function notification(level: Level, lines: readonly string[]): { readonly level: Level; readonly message: object } {
  return { level, message: { text: lines.map((line) => sarifText(line)).join("\n") } };
}
