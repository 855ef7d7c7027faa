import { type ModelFile, PREDICATES, SigningError, type Statement, STATEMENT_TYPE } from "../core/attestation";
import { GIT_PATHS, isHiddenModel, isLeftOut, MODEL_SIGNATURE, nameFault, rootDigest } from "../core/model-manifest";
import { byCodePoint } from "../core/order";
import { shorten } from "../core/text";

/** A model's directory, as it is on disk. */
export interface ModelDirectory {
  /** The directory's own name, without its parents. */
  readonly name: string;
  /** All files below it; those that a manifest leaves out may be among them. */
  readonly files: readonly Pick<ModelFile, "path" | "sha256">[];
  /** Paths of the symbolic links below it, whatever they lead to. */
  readonly links: readonly string[];
  /** Path of the signature's file in the directory; `model.sig` where absent. */
  readonly signature?: string;
}

/** Files of one model. Directories of datasets have more, but their manifest would not go into a log. CWE-770. */
const MAX_FILES = 100_000;

/**
 * The OpenSSF Model Signing v1.0 statement of a directory, which `model_signing verify` accepts. Resources stand in the
 * order of their whole names by code point, which is the specification's; the reference (1.1.1) sorts part by part and
 * takes either. Throws `SigningError` for what the manifest could not cover: links, names that are no UTF-8, an empty
 * model, weights where git's files are.
 */
export function omsStatement(directory: ModelDirectory): Statement {
  const ignored = [...new Set([...GIT_PATHS, directory.signature ?? MODEL_SIGNATURE])].sort(byCodePoint);
  const files = directory.files.filter(({ path }) => !isLeftOut(path, ignored));
  refuseUncovered(directory, ignored);
  refuseNames(directory.name, files);
  const sorted = [...files].sort((a, b) => byCodePoint(a.path, b.path));
  return {
    _type: STATEMENT_TYPE,
    subject: [{ name: directory.name, digest: { sha256: rootDigest(sorted.map(({ sha256 }) => sha256)) } }],
    predicateType: PREDICATES.modelSignature,
    predicate: {
      resources: sorted.map(({ path, sha256 }) => ({ name: path, algorithm: "sha256", digest: sha256 })),
      serialization: { method: "files", hash_type: "sha256", allow_symlinks: false, ignore_paths: ignored },
    },
  };
}

function refuseUncovered({ name, files, links }: ModelDirectory, ignored: readonly string[]): void {
  const link = links.find((each) => !isLeftOut(each, ignored));
  if (link !== undefined)
    throw new SigningError(
      "refused",
      `${shown(name)} is not signed: ${shown(link)} is a symbolic link, and a manifest speaks of files only. Put a copy of the file in its place.`,
    );
  const hidden = files.find(({ path }) => isLeftOut(path, ignored) && isHiddenModel(path));
  if (hidden !== undefined)
    throw new SigningError(
      "refused",
      `${shown(name)} is not signed: ${shown(hidden.path)} looks like a part of a model, but a manifest leaves out what is there. Move it out of that directory.`,
    );
}

function refuseNames(name: string, files: readonly { readonly path: string }[]): void {
  if (name === "" || name === "." || name === ".." || /[/\\\0]/.test(name))
    throw new SigningError("refused", `A model is not signed: ${shown(name)} is no name of its directory.`);
  if (files.length === 0)
    throw new SigningError("refused", `${shown(name)} is not signed: there is no file in it that a manifest covers.`);
  if (files.length > MAX_FILES)
    throw new SigningError("refused", `${shown(name)} is not signed: it has more than ${MAX_FILES} files.`);
  const seen = new Set<string>();
  for (const { path } of files) {
    // Bytes that are no UTF-8 stand as `\xNN` in paths: the name in the manifest would be another than that on disk.
    const fault = /\\x[0-9a-f]{2}/.test(path) ? "is no UTF-8" : nameFault(path);
    if (fault !== undefined)
      throw new SigningError("refused", `${shown(name)} is not signed: the name ${shown(path)} ${fault}. Rename it.`);
    if (seen.has(path)) throw new SigningError("refused", `${shown(name)} is not signed: ${shown(path)} came twice.`);
    seen.add(path);
  }
}

function shown(name: string): string {
  return shorten(name, 200) || "a directory without a name";
}
