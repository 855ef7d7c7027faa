import { PROJECT } from "../core/project";
import type { Reporter, RunReport } from "../core/report";
import type { RuleMeta } from "../core/rule";
import { notScannedFix, notScannedWhy } from "./not-scanned-words";
import { printJson } from "./print-json";
import { sarifResults } from "./sarif-results";
import { sarifRule } from "./sarif-rules";
import { sarifTaxonomies } from "./sarif-taxonomies";
import { sarifText, sarifUri } from "./sarif-text";

/** More notifications help nobody, and the file has to stay below GitHub's 10 MB when compressed. */
const MAX_NOTIFICATIONS = 1000;

/** SARIF 2.1.0 for GitHub code scanning and every other reader of the standard. */
export function createSarifReporter(rules: readonly RuleMeta[]): Reporter {
  return { id: "sarif", render: (report) => printJson(sarifLog(report, rules)) };
}

function sarifLog(report: RunReport, rules: readonly RuleMeta[]): object {
  const ruleIndex = new Map(rules.map((rule, index): [string, number] => [rule.id, index]));
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
            rules: rules.map((rule) => sarifRule(rule, relationships.get(rule.id))),
            ...(references.length === 0 ? {} : { supportedTaxonomies: references }),
          },
        },
        // The run's category: a trailing slash leaves the run's own id open (section 3.17.3).
        automationDetails: { id: `${PROJECT.name}/` },
        columnKind: "utf16CodeUnits",
        invocations: [sarifInvocation(report)],
        results: sarifResults(report, ruleIndex),
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

/** What the run itself has to say (section 3.20): what was not looked at is no result, but it is told. */
function sarifInvocation(report: RunReport): object {
  const missing = report.decision.missing.map((reason) => ({ level: "error", message: { text: sarifText(reason) } }));
  const skipped = report.artifacts.flatMap(({ path, notScanned }) =>
    notScanned === undefined
      ? []
      : [
          {
            level: notScanned.reason === "unsupported" ? "note" : "warning",
            message: {
              text: [`${notScannedWhy(notScanned)}: ${notScanned.detail}`, notScannedFix(notScanned)]
                .map((line) => sarifText(line))
                .join("\n"),
            },
            locations: [{ physicalLocation: { artifactLocation: { uri: sarifUri(path) } } }],
          },
        ],
  );
  const notices = report.notices.map((notice) => ({ level: "note", message: { text: sarifText(notice) } }));
  return {
    executionSuccessful: report.verdict !== "incomplete",
    toolExecutionNotifications: [...missing, ...skipped, ...notices].slice(0, MAX_NOTIFICATIONS),
  };
}
