/** What the inputs and options say about the audit. */
export interface AuditRequest {
  /** Where advisories come from. */
  readonly osv: "api" | "database";
  /** Address of the API; the public one where absent. */
  readonly osvUrl?: string;
  /** A folder with `<Ecosystem>/all.zip`, or the address of a bucket that has them. */
  readonly database?: string;
  /** No request leaves the machine. */
  readonly offline: boolean;
  /** Directories of installed Python packages. */
  readonly environments: readonly string[];
  /** Inventories of images and other things that are no part of the repository. */
  readonly sboms: readonly string[];
  /** CISA's list of known exploited vulnerabilities, and FIRST's EPSS scores: files. */
  readonly kev?: string;
  readonly epss?: string;
}

export const OSV_SOURCES = ["api", "database"] as const;
