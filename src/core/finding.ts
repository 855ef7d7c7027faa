import { createHash } from "node:crypto";
import type { Location } from "./location";
import type { Confidence, Severity } from "./severity";

/** `MA-<family>-NNN`, never reused. */
export type RuleId = `MA-${string}-${string}`;

/** Why a finding does not decide, who said so, and until when. */
export interface Waived {
  readonly by: string;
  readonly reason: string;
  /** Last day it holds, UTC, `YYYY-MM-DD`; absent where the allowance has no end. */
  readonly until?: string;
}

/** A flaw of one package, by its names in the report's `packages`. */
export interface PackageFlaw {
  readonly purl: string;
  /** As in `packages[].advisories`. */
  readonly advisory: string;
}

export interface Finding {
  /** The first 12 hex digits of the fingerprint, with `-2`, `-3`... where the same occurs again: what `waive` takes. */
  readonly id: string;
  readonly rule: RuleId;
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly message: string;
  readonly location: Location;
  readonly fingerprint: string;
  readonly evidence?: string;
  /** What a waiver is bound to, where that is not the content of the file at `location`: a model's root digest. Lower-case hex. */
  readonly sha256?: string;
  /** The flaw of a package that this is about. */
  readonly vulnerability?: PackageFlaw;
  readonly remedy?: string;
  readonly waived?: Waived;
  /** True where the base has the same finding. */
  readonly baseline?: boolean;
}

/**
 * Identity of what was found: the rule and the thing, not the path, line or offset, so that a finding
 * stays the same when its file moves. `key` is the rule's own words for the thing (member, global, call).
 */
export function fingerprintOf(rule: RuleId, key: readonly string[]): string {
  return createHash("sha256")
    .update(JSON.stringify([rule, ...key]))
    .digest("hex");
}

/** Findings in the order of the report, with their ids: worst first is the reporters' choice, this order is stable. */
export function numberFindings(findings: readonly Omit<Finding, "id">[]): Finding[] {
  const seen = new Map<string, number>();
  return findings.map((finding) => {
    const short = finding.fingerprint.slice(0, 12);
    const nth = (seen.get(short) ?? 0) + 1;
    seen.set(short, nth);
    return { id: nth === 1 ? short : `${short}-${nth}`, ...finding };
  });
}
