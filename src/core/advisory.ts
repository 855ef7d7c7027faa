import type { Ecosystem } from "./ecosystem";

/** A record of the OSV schema, as far as it is used (https://ossf.github.io/osv-schema/). Validated: `osv/record.ts`. */
export interface Advisory {
  readonly id: string;
  /** RFC 3339. */
  readonly modified: string;
  /** RFC 3339, UTC, whole seconds; absent where the record does not say it, or says what is no time. */
  readonly published?: string;
  /** Present where the record no longer counts. */
  readonly withdrawn?: string;
  readonly aliases: readonly string[];
  readonly summary: string;
  readonly details: string;
  /** Vectors of the record as a whole; those of `affected` go before. */
  readonly severity: readonly SeverityVector[];
  /** `database_specific.severity`: `HIGH`, `MODERATE`... */
  readonly databaseSeverity?: string;
  readonly affected: readonly Affected[];
  readonly references: readonly string[];
}

export interface SeverityVector {
  /** `CVSS_V2`, `CVSS_V3`, `CVSS_V4`. */
  readonly type: string;
  readonly score: string;
}

export interface Affected {
  /** As the record spells them; records of other packages of the same flaw stand beside each other. */
  readonly ecosystem: string;
  readonly name: string;
  readonly ranges: readonly AffectedRange[];
  readonly versions: readonly string[];
  readonly severity: readonly SeverityVector[];
  readonly databaseSeverity?: string;
}

export interface AffectedRange {
  /** `ECOSYSTEM`, `SEMVER`; `GIT` is not read. */
  readonly type: string;
  readonly events: readonly RangeEvent[];
}

/** One of the four is present. */
export interface RangeEvent {
  readonly introduced?: string;
  readonly fixed?: string;
  readonly lastAffected?: string;
  readonly limit?: string;
}

/** A package as a database knows it: the name is already normalised for its ecosystem. */
export interface PackageQuery {
  readonly ecosystem: Ecosystem;
  readonly name: string;
}

/** All records that name a package, whatever the version, or why they could not be had. */
export type PackageRecords =
  | { readonly advisories: readonly Advisory[]; readonly unreadable: readonly UnreadableRecord[] }
  | { readonly failed: string };

/** A record that names the package, or may, and that cannot be read. */
export interface UnreadableRecord {
  readonly id: string;
  readonly detail: string;
}

/**
 * Where advisories come from: the API or a database. Versions are never asked for, so that they do not leave the machine
 * and both give the same answer: one matcher judges.
 */
export interface AdvisorySource {
  /** In words, for the report: `the OSV API (https://api.osv.dev)`, `an OSV database of 2026-11-20`. */
  describe(): string;
  /** One answer for each query, in the same order. Never throws: a failure is an answer. */
  recordsOf(queries: readonly PackageQuery[]): Promise<readonly PackageRecords[]>;
}
