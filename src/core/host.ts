/**
 * What the engine needs from the machine it runs on. Implementations live in `host/` and are passed in
 * by the entries, so that everything above them runs in a test without git, network or environment.
 */

/** A file, and where its bytes are. */
export interface FileOnDisk {
  readonly path: string;
  /** Absolute, in the bytes the file system knows; never shown. */
  readonly absolute: string | Uint8Array;
  readonly size: number;
}

/** A file that the change brings or the user named. Paths as in `Location.path`. */
export interface SelectedFile extends FileOnDisk {
  /** Where the base has the same content: unchanged, or renamed without a change. */
  readonly sameAsBase: boolean;
}

/** A path that was selected but whose content is not there. */
export interface MissingFile {
  readonly path: string;
  readonly reason: "not-fetched" | "outside" | "special";
  readonly detail: string;
  /** Line of the pointer that names it, for the annotation. */
  readonly line?: number;
}

/** What to look at, and how that was decided. */
export interface FileSelection {
  readonly mode: "changes" | "paths" | "tree";
  readonly base?: string;
  readonly head?: string;
  readonly files: readonly SelectedFile[];
  readonly missing: readonly MissingFile[];
  readonly deleted: readonly string[];
  /** Paths the change touches, for `definesUnchanged`; empty in tree mode. */
  readonly changedPaths: ReadonlySet<string>;
  /** True where there is a change but nobody knows which: then nothing counts as unchanged. */
  readonly changesUnknown?: boolean;
  readonly notices: readonly string[];
  /** Set where the selection itself is not what the event asked for; makes the verdict `incomplete`. */
  readonly incomplete?: string;
}

/** The user asked for what cannot be: wrong usage or configuration, exit 2. */
export class ConfigurationError extends Error {
  override readonly name = "ConfigurationError";
}
