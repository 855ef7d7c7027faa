import type { Check } from "../core/promotion";
import { answered, count, named } from "./check";
import { uncovered, type PromotedContent, type Vouching } from "./content";

/** A manifest that holds. */
export interface ManifestFacts extends Vouching {
  readonly model: string;
  /** SHA-256 of the model as a whole, in the order that stands there. */
  readonly root: string;
  /** Repository (an address) and commit of the run that signed; absent where no certificate says it. */
  readonly source?: { readonly repository: string; readonly commit: string };
}

export interface IntegrityFacts {
  readonly content: PromotedContent;
  /** Manifests that name exactly these files. */
  readonly manifests: readonly ManifestFacts[];
  /** Other statements and signatures about these files. */
  readonly statements: readonly Vouching[];
  /** Why bundles were refused, in words, which say what is extra, missing or changed. */
  readonly refused: readonly string[];
}

/**
 * Whether every file is what was signed. Of a directory only a manifest says that nothing is missing and nothing was added; a single
 * file needs a statement whose subject it is.
 */
export function checkIntegrity({ content, manifests, statements, refused }: IntegrityFacts): Check {
  const { files, isDirectory, path } = content;
  if (files.length === 0) return answered("integrity", { problems: [`${path} holds no file`] });
  const holding = isDirectory ? manifests : [...manifests, ...statements];
  const bare = uncovered(
    files.map((file) => file.path),
    holding,
  );
  // A manifest that holds was held against the whole directory; its signature, which lies in it, is no part of it.
  if (holding.length > 0 && (isDirectory || bare.length === 0)) {
    return answered("integrity", {
      evidence: [
        `${count(files.length, "file")}, each with the digest that was signed`,
        ...manifests.map(({ model, root, by, bundle }) => `the manifest of ${model}, ${root}, by ${by} (${bundle})`),
        ...(manifests.length > 0 ? [] : holding.map(({ by, bundle }) => `signed by ${by} (${bundle})`)),
      ],
    });
  }
  const wanted = isDirectory
    ? `No signed manifest (model.sig) by an approved signer names the files of ${path}: ${named(files.map((file) => file.path))}`
    : `No statement by an approved signer is about ${path}`;
  return answered("integrity", { problems: [...refused, wanted] });
}
