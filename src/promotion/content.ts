import type { ModelFile } from "../core/attestation";
import { MODEL_SIGNATURE } from "../core/model-manifest";

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

/** All files but the signature of the directory itself, which cannot vouch for itself. A single file is the model, whatever its name. */
export function modelFiles({
  files,
  isDirectory,
}: Pick<PromotedContent, "files" | "isDirectory">): readonly ModelFile[] {
  return isDirectory ? files.filter(({ path }) => path !== MODEL_SIGNATURE) : files;
}

/** Paths of `wanted` that none of the statements is about. */
export function uncovered(wanted: readonly string[], statements: readonly Pick<Vouching, "files">[]): string[] {
  return wanted.filter((path) => !statements.some(({ files }) => files.has(path)));
}
