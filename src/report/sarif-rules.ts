import { PROJECT, rulePage } from "../core/project";
import type { Finding } from "../core/finding";
import type { RuleMeta } from "../core/rule";
import { compareSeverity, type Severity } from "../core/severity";
import { MAX_DESCRIPTION, sarifText } from "./sarif-text";

/** GitHub reads `note`, `warning` and `error` (docs: "SARIF support for code scanning"). */
export function sarifLevel(severity: Severity): "error" | "warning" | "note" {
  if (severity === "critical" || severity === "high") return "error";
  return severity === "medium" ? "warning" : "note";
}

/** GitHub's scale: over 9.0 critical, from 7.0 high, from 4.0 medium, from 0.1 low. Info has none. */
const SECURITY_SEVERITY: Readonly<Record<Severity, string | undefined>> = {
  critical: "9.5",
  high: "8.0",
  medium: "5.5",
  low: "2.0",
  info: undefined,
};

/**
 * What GitHub is to show as each rule's severity, by id: the rule's own, or that of its worst finding in the run where that is worse. GitHub has
 * one for all alerts of a rule, and stops merges by it: with the rule's own, a critical flaw of a package would count as medium.
 */
export function shownSeverities(
  rules: readonly RuleMeta[],
  findings: readonly Finding[],
): ReadonlyMap<string, Severity> {
  const shown = new Map(rules.map(({ id, severity }): [string, Severity] => [id, severity]));
  for (const { rule, severity } of findings) {
    const before = shown.get(rule);
    if (before !== undefined && compareSeverity(severity, before) < 0) shown.set(rule, severity);
  }
  return shown;
}

/**
 * A reportingDescriptor (SARIF 2.1.0, section 3.49) with all that GitHub shows beside an alert. `severity`: of `shownSeverities`;
 * `relationships`: section 3.49.15.
 */
export function sarifRule(rule: RuleMeta, severity: Severity, relationships: readonly object[] = []): object {
  const score = SECURITY_SEVERITY[severity];
  const page = rulePage(rule.id);
  const summary = rule.summary.replace(/\.?$/, ".");
  return {
    id: rule.id,
    name: sarifText(rule.name, 255),
    shortDescription: { text: sarifText(summary, MAX_DESCRIPTION) },
    fullDescription: { text: sarifText(`${summary} ${rule.remedy}`, MAX_DESCRIPTION) },
    help: {
      text: `${summary}\n\nWhat to do: ${rule.remedy}\n\nMore: ${page}`,
      markdown: `**${summary}**\n\n${rule.remedy}\n\n[${rule.id} in full](${page}): why it matters, an example, how to waive it.`,
    },
    helpUri: page,
    defaultConfiguration: { level: sarifLevel(rule.severity) },
    ...(relationships.length === 0 ? {} : { relationships }),
    properties: {
      tags: ["security", "machine-learning", familyTag(rule.id)],
      precision: rule.confidence === "high" ? "very-high" : rule.confidence,
      ...(score === undefined ? {} : { "security-severity": score }),
      since: rule.since,
    },
  };
}

function familyTag(id: string): string {
  return `${PROJECT.name}/${(id.split("-")[1] ?? "").toLowerCase()}`;
}
