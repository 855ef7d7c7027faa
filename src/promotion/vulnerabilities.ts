import type { Finding } from "../core/finding";
import { formatLocation } from "../core/location";
import type { Check } from "../core/promotion";
import { reaches, type FailOn } from "../core/severity";
import { answered, count, named } from "./check";

/** What the audit of the packages of a bill of materials brought, or why there was none. */
export type AuditFacts =
  | {
      readonly kind: "audited";
      /** Where advisories came from, in words. */
      readonly source: string;
      readonly packages: number;
      /** Packages that nobody could say anything of, in words: no version, an ecosystem that OSV does not keep. */
      readonly unchecked: readonly string[];
      /** Why not everything could be looked up, in words. */
      readonly missing: readonly string[];
      readonly findings: readonly Finding[];
    }
  | { readonly kind: "failed"; readonly why: string }
  | { readonly kind: "not-asked"; readonly why: string };

/** What the scan of the files found. */
export type ScanFacts =
  | {
      readonly kind: "scanned";
      /** Files that a format claims. */
      readonly artifacts: number;
      /** Why not everything was looked at, in words. */
      readonly missing: readonly string[];
      readonly findings: readonly Finding[];
    }
  | { readonly kind: "failed"; readonly why: string };

export interface VulnerabilityFacts {
  readonly audit: AuditFacts;
  readonly scan: ScanFacts;
  /** The lowest severity that stops. */
  readonly failOn: FailOn;
}

/** What the policy does not let in at all (`formats`, `sources`): no threshold was meant for it. */
const FORBIDDEN: ReadonlySet<string> = new Set(["MA-POL-004", "MA-POL-010"]);

/** Whether anything is known today against the files or against what they are used with. */
export function checkVulnerabilities({ audit, scan, failOn }: VulnerabilityFacts): Check {
  const findings = [
    ...(scan.kind === "scanned" ? scan.findings : []),
    ...(audit.kind === "audited" ? audit.findings : []),
  ];
  const stopping = findings.filter(
    (each) => each.waived === undefined && (FORBIDDEN.has(each.rule) || reaches(each.severity, failOn)),
  );
  return answered("vulnerabilities", {
    evidence: [
      ...(scan.kind === "scanned" ? [`${count(scan.artifacts, "model file")} scanned`] : []),
      ...auditWords(audit),
      ...waivedWords(findings, failOn),
      failOn === "never" ? "promotion.fail-on is never: no finding stops it" : `nothing from ${failOn} on may be left`,
    ],
    problems: stopping.map(words),
    open: [
      ...(scan.kind === "failed" ? [`The files were not scanned: ${scan.why}`] : scan.missing),
      ...(audit.kind === "failed" ? [`The packages were not audited: ${audit.why}`] : []),
      ...(audit.kind === "audited" ? audit.missing : []),
    ],
  });
}

function auditWords(audit: AuditFacts): string[] {
  if (audit.kind === "not-asked") return [audit.why];
  if (audit.kind === "failed") return [];
  const { packages, source, unchecked } = audit;
  return [
    `${count(packages, "package")} of the bill of materials audited today (${source})`,
    ...(unchecked.length === 0
      ? []
      : [`${count(unchecked.length, "package")} that no advisories are kept of: ${named(unchecked)}`]),
  ];
}

/** What would stop it, and may pass: who said so, and until when. */
function waivedWords(findings: readonly Finding[], failOn: FailOn): string[] {
  return findings.flatMap((each) => {
    if (each.waived === undefined || !(FORBIDDEN.has(each.rule) || reaches(each.severity, failOn))) return [];
    const { by, reason, until } = each.waived;
    return [`let through by ${by}${until === undefined ? "" : ` until ${until}`}: ${words(each)} (${reason})`];
  });
}

function words({ rule, severity, message, location }: Finding): string {
  return `${rule} ${severity}: ${formatLocation(location)}: ${message}`;
}
