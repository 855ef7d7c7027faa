import type { Location } from "./location";
import type { Ecosystem } from "./ecosystem";
import type { LockedPackage, LockPractice, LockProblem } from "./package-facts";

/** What a parser sees, in the order of the file. */
export type LockEntry =
  | { readonly kind: "package"; readonly pkg: LockedPackage }
  | { readonly kind: "practice"; readonly at: Location; readonly practice: LockPractice }
  /** A part that could not be read; the rest was. The whole file: throw `Malformed` or `Unsupported`. */
  | { readonly kind: "unreadable"; readonly at: Location; readonly reason: LockProblem; readonly detail: string };

/** Another file that a lockfile names. */
export type IncludedText =
  | { readonly text: string; readonly path: string }
  | { readonly missing: "absent" | "outside" | "too-large" | "not-text"; readonly path: string };

/** What is around the lockfile that is parsed. */
export interface LockContext {
  /** As in `Location.path`. */
  readonly path: string;
  /** A file by its path relative to the lockfile's directory; links that leave the workspace are `outside`. */
  include(path: string): IncludedText;
  /** Names in the lockfile's directory, for what stands beside it. */
  siblings(): readonly string[];
}

/** One syntax of lockfiles, requirements or inventories. */
export interface LockfileSyntax {
  /** Kebab-case; `docs/lockfiles/<id>.md` explains it. */
  readonly id: string;
  readonly title: string;
  /** Whether a file of this path is one. `path` as in `Location.path`; looks at names only, cheaply. */
  claims(path: string): boolean;
  /** Where names are shared with other files: whether the beginning of the text (16 KiB) is of this syntax. */
  sniff?(head: string): boolean;
  /** Its files may take in others, so that one changes without being touched. */
  readonly includes?: true;
  /**
   * Packages and what else is worth a word. Throws `Malformed` with the place in characters, or `Unsupported`; entries
   * that were yielded before count.
   */
  parse(text: string, context: LockContext): Iterable<LockEntry>;
  /** The command that moves `name` to `version`, typed in the lockfile's directory; absent where there is none. */
  upgrade?(change: UpgradeAsked): string | undefined;
}

export interface UpgradeAsked {
  readonly ecosystem: Ecosystem;
  readonly name: string;
  readonly version: string;
  /** The direct dependency that brings it, for tools that can only move that one. */
  readonly direct?: string;
  /** Base name of the lockfile. */
  readonly file: string;
}
