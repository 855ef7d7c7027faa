import type { ModelFile } from "../core/attestation";

/** What is to be promoted, as it lies here. */
export interface PromotedContent {
  /** As it was given. */
  readonly path: string;
  readonly isDirectory: boolean;
  readonly files: readonly ModelFile[];
  /** Paths of those that hold weights; all of them where none is known to. */
  readonly weights: readonly string[];
}

/** A signed statement that holds, by somebody whom the policy approves of for what it says. */
export interface Vouching {
  /** The bundle. */
  readonly bundle: string;
  /** Its signer in words. */
  readonly by: string;
  /** Paths that it is about. */
  readonly files: ReadonlySet<string>;
}

/** Paths of `wanted` that none of the statements is about. */
export function uncovered(wanted: readonly string[], statements: readonly Pick<Vouching, "files">[]): string[] {
  return wanted.filter((path) => !statements.some(({ files }) => files.has(path)));
}
