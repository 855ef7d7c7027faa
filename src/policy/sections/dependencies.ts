import type { Node } from "yaml";
import type { DependencyIgnore, GraceDays, Policy } from "../../core/policy";
import { FAIL_ON, SEVERITIES } from "../../core/severity";
import type { PolicyDocument } from "../document";

export const NO_DEPENDENCY_RULES: Policy["dependencies"] = { ignore: [], unknownSeverity: "medium", grace: {} };

/** Severities that a flaw can have and fail with. */
const GRACED = ["critical", "high", "medium", "low"] as const;
/** Days. Who waits a year waits for good. */
const MAX_GRACE_DAYS = 365;

/** The section `dependencies`: what the audit of lockfiles lets pass, and until when. */
export function readDependencies(document: PolicyDocument, node: Node | undefined): Policy["dependencies"] {
  const section = document.map(node, "dependencies", ["ignore", "unknown-severity", "grace", "fail-on"]);
  const severity = section.get("unknown-severity");
  const { unknownSeverity } = NO_DEPENDENCY_RULES;
  const failOn = section.get("fail-on");
  return {
    ignore: readIgnored(document, section),
    unknownSeverity: document.oneOf(severity, "dependencies.unknown-severity", SEVERITIES, unknownSeverity),
    grace: readGrace(document, section.get("grace")),
    ...(failOn === undefined ? {} : { failOn: document.oneOf(failOn, "dependencies.fail-on", FAIL_ON, "high") }),
  };
}

function readGrace(document: PolicyDocument, node: Node | undefined): GraceDays {
  const section = document.map(node, "dependencies.grace", GRACED);
  const days = GRACED.filter((severity) => section.has(severity)).map((severity) => {
    const what = `dependencies.grace.${severity}`;
    return [severity, document.count(section.get(severity), what, [0, MAX_GRACE_DAYS], 0)] as const;
  });
  return Object.fromEntries(days);
}

function readIgnored(document: PolicyDocument, section: ReadonlyMap<string, Node>): DependencyIgnore[] {
  return document.list(section.get("ignore"), "dependencies.ignore").map((item) => {
    const entry = document.map(item, "an ignored advisory", ["id", "package", "reason", "until"]);
    return {
      id: document.text(entry.get("id"), "id", item),
      package: document.text(entry.get("package"), "package", item),
      reason: document.text(entry.get("reason"), "reason", item),
      until: document.day(entry.get("until"), "until", item),
    };
  });
}
