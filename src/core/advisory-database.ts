import type { ByteSource } from "./bytes";
import type { Ecosystem } from "./ecosystem";

/**
 * Where the databases of OSV are: one `all.zip` per ecosystem, with a member `<id>.json` per record
 * (https://google.github.io/osv.dev/data/#data-dumps). Finding, fetching and trusting them is the host's; reading is `osv/`'s.
 */
export interface AdvisoryDatabases {
  /** In words, for the report: a folder, an address. */
  readonly where: string;
  /** Never throws: why there is none is an answer, in words that say what to do. */
  open(ecosystem: Ecosystem): Promise<AdvisoryDatabase | { readonly failed: string }>;
}

/** One ecosystem's `all.zip`, open. Who opened it closes it. */
export interface AdvisoryDatabase {
  readonly bytes: ByteSource;
  /** The day that its content is of, in UTC, as `2026-11-20`: when its source made it, or else the file's own time. */
  readonly dated: string;
  close(): void;
}
