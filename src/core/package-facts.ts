import type { Advisory } from "./advisory";
import type { Ecosystem } from "./ecosystem";
import type { Location } from "./location";

/** Where a package comes from, where that is not the registry that its ecosystem names. */
export interface PackageSource {
  /** `index`: a registry of the same kind that is not the default one. */
  readonly kind: "index" | "url" | "vcs" | "local" | "channel" | "image";
  /** As the file says it, credentials removed: an address, a path, a channel. */
  readonly where: string;
}

/** One package as a lockfile names it. */
export interface LockedPackage {
  /** As the file spells it. */
  readonly name: string;
  /** The exact version; absent where the file leaves it open. */
  readonly version?: string;
  /** Absent where OSV keeps no records of its kind (conda channels). */
  readonly ecosystem?: Ecosystem;
  readonly purl: string;
  readonly at: Location;
  /** Asked for by the project itself; absent where the file does not tell. */
  readonly direct?: boolean;
  /** Names from a direct dependency down to the one that asks for this; empty or absent where the file does not tell. */
  readonly via?: readonly string[];
  /** `dev`, an extra, a group: not what runs in production. */
  readonly group?: string;
  /** `sha256:<hex>` and the like, as the file has them; not verified. */
  readonly hashes?: readonly string[];
  readonly source?: PackageSource;
  /** What the file says instead of a version: `>=2.0`, an address, a name alone. Present where it pins nothing. */
  readonly unlocked?: string;
  /** What the project asks for, where the lock tells it (`^4.17.0`), for the advice. */
  readonly wanted?: string;
}

/** Why nobody can say whether a package is clean. */
export type UncheckedReason = "no-database" | "unlocked" | "unreadable-advisory" | "lookup-failed";

/** Advisories that are one flaw: the same one under its ids in several databases. */
export interface AdvisoryGroup {
  /** All ids and aliases, sorted; `ids[0]` is not special. */
  readonly ids: readonly string[];
  /** The name to call it by: a GHSA id, else the database's own, else a CVE. */
  readonly id: string;
  /** What it is called in a fingerprint: stable when another database adds its record. A CVE where there is one. */
  readonly key: string;
  readonly summary: string;
  /** Known malware (`MAL-`). */
  readonly malicious: boolean;
  /** 0 to 10, the highest in the group; absent where no record has one. */
  readonly score?: number;
  /** From the score, or from what the database says in words. Absent: unknown. */
  readonly severity?: "critical" | "high" | "medium" | "low" | "none";
  /** RFC 3339, UTC, whole seconds: when the first of its records was published; absent where none says it. */
  readonly published?: string;
  /** The lowest version above the locked one that is not affected by this flaw; absent where there is none. */
  readonly fixed?: string;
  /** Is on the list of flaws that are known to be exploited (CISA KEV), where a list was given. */
  readonly exploited?: boolean;
  /** Probability, 0 to 1, that it is exploited within 30 days (EPSS), where a list was given. */
  readonly epss?: number;
  /** An address where people read about it. */
  readonly url: string;
  readonly advisories: readonly Advisory[];
  /** Why whether it applies could not be told, where that is so: then it is no finding but a gap. */
  readonly unreadable?: string;
}

export type PackageStatus = "clean" | "vulnerable" | "unchecked";

/** What is known of a package once it was looked up. */
export interface PackageFacts {
  readonly pkg: LockedPackage;
  readonly status: PackageStatus;
  readonly reason?: UncheckedReason;
  /** In words, where `reason` alone does not say it. */
  readonly detail?: string;
  /** Flaws that apply, and those of which it could not be told. */
  readonly flaws: readonly AdvisoryGroup[];
  /** The lowest version that none of the flaws affects; absent where there is none. */
  readonly fixed?: string;
  /** Whether what the project asks for lets the fixed version in; absent where that cannot be told. */
  readonly fixAllowed?: boolean;
  /** The command that moves it there, for the tool of this lockfile. */
  readonly command?: string;
}

/** How a lockfile locks, which is worth a word whatever it locks. */
export interface LockPractice {
  readonly kind: "no-hashes" | "mismatch" | "other-index" | "extra-index" | "no-verification" | "unpinned-action";
  /** What the file says: an address (credentials removed), an option, an action. */
  readonly what: string;
  readonly detail: string;
}

/** Why a part of a lockfile was not read. */
export type LockProblem = "malformed" | "limit" | "unsupported" | "not-fetched";

/** How many there are, and the first of them. */
export interface CountedNames {
  readonly count: number;
  readonly first: readonly string[];
}

/** A lockfile as a whole. */
export type LockfileFacts =
  | { readonly kind: "practice"; readonly practice: LockPractice }
  /** Packages of one file for which there is no database, by the kind of their source. */
  | { readonly kind: "no-database"; readonly what: string; readonly packages: CountedNames }
  /** Packages of one file whose look-up did not come to an end. */
  | { readonly kind: "lookup-failed"; readonly detail: string; readonly packages: CountedNames }
  /** A part, or all of it, that could not be read. */
  | { readonly kind: "unreadable"; readonly reason: LockProblem; readonly detail: string }
  /** A manifest whose dependencies changed while its lock did not. */
  | { readonly kind: "stale"; readonly lockfile: string };
