import { fingerprintOf, type Finding, type PackageFlaw, type RuleId, type Waived } from "./finding";
import type { Location } from "./location";
import type { LockedPackage } from "./package-facts";
import type { AllowLists } from "./policy";
import type { Confidence, Severity } from "./severity";
import type { SubjectKind, SubjectOf } from "./subject";

/** Data that rules may know beside their subject; a rule stays a pure function of both. */
export interface RuleContext {
  /** Globals that the policy in force allows, by dotted name. */
  readonly allowedGlobals: ReadonlyMap<string, Waived>;
  /** Whether this repository defines the class and this change leaves its file alone. */
  definesUnchanged(module: string, name: string): boolean;
  /** Ids of formats that the policy does not want at all. */
  readonly deniedFormats: ReadonlySet<string>;
  /** Ids of the only formats that model files may have, as lists that all have to hold. */
  readonly allowedFormats: AllowLists;
  /** Globs of the only places that models may come from, as lists that all have to hold. */
  readonly allowedSources: AllowLists;
  /** Until when a flaw of this severity does not count that became public (RFC 3339, UTC) a short while ago. */
  graceFor(severity: Severity, published: string | undefined): Waived | undefined;
  /** Why the policy lets a flaw of a package pass, where it does. `ids`: all ids and aliases of the flaw. */
  ignoresFlaw(pkg: LockedPackage, ids: readonly string[]): Waived | undefined;
  /** What a flaw counts as whose severity nobody says. */
  readonly unknownSeverity: Severity;
  /** How many files of this repository have the name of a pickled model: for the advice about libraries that load them. */
  pickledModels(): number;
}

/** What a rule says of one subject. `key` is what was found, for the fingerprint; the message where absent. */
export interface Report {
  readonly message: string;
  readonly at?: Location;
  readonly severity?: Severity;
  readonly evidence?: string | undefined;
  /** As in `Finding`. */
  readonly sha256?: string | undefined;
  readonly vulnerability?: PackageFlaw;
  readonly remedy?: string;
  readonly key?: readonly string[];
  readonly waived?: Waived | undefined;
}

export interface RuleMeta {
  readonly id: RuleId;
  /** Kebab-case, as the file of its page and its SARIF name say it. */
  readonly name: string;
  readonly severity: Severity;
  readonly confidence: Confidence;
  /** The release that brought it. */
  readonly since: string;
  readonly summary: string;
  readonly remedy: string;
}

export interface Rule<K extends SubjectKind = SubjectKind> extends RuleMeta {
  readonly on: K;
  check(subject: SubjectOf<K>, context: RuleContext): Iterable<Report>;
}

/** Keeps the subject's type for `check` while the list holds rules of every kind. */
export function defineRule<K extends SubjectKind>(rule: Rule<K>): Rule<K> {
  return rule;
}

/** A finding without its number, which the whole report gives. */
export function toFinding(rule: Rule, report: Report, at: Location): Omit<Finding, "id"> {
  const location = report.at ?? at;
  return {
    rule: rule.id,
    severity: report.severity ?? rule.severity,
    confidence: rule.confidence,
    message: report.message,
    location,
    fingerprint: fingerprintOf(rule.id, [...location.inside, ...(report.key ?? [report.message])]),
    ...(report.evidence === undefined ? {} : { evidence: report.evidence }),
    ...(report.sha256 === undefined ? {} : { sha256: report.sha256 }),
    ...(report.vulnerability === undefined ? {} : { vulnerability: report.vulnerability }),
    remedy: report.remedy ?? rule.remedy,
    ...(report.waived === undefined ? {} : { waived: report.waived }),
  };
}
