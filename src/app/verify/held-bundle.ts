import { join, relative, resolve, sep } from "node:path";
import { PREDICATES, Refused, type ModelFile, type Statement, type VerifiedBundle } from "../../core/attestation";
import { MODEL_SIGNATURE } from "../../core/model-manifest";
import { readModelManifest, refusalsOfModel, type ModelManifest } from "../../verify/oms-manifest";
import type { CheckedBundle } from "../../verify/read-bundle";
import { readStatement, refusalsOfSubjects, requirePredicate } from "../../verify/subjects";
import type { Place } from "./bundles";
import { chunksOf, type Content } from "./path-content";
import type { VerifyRequest } from "./request";
import { verifySigned, type VerifyInput } from "./verify-signed";

/** A bundle that holds, by an approved signer, about what is at the path. What its statement claims beside that is not believed yet. */
export interface HeldBundle {
  /** The file it came from, or where it was fetched. */
  readonly name: string;
  readonly verified: VerifiedBundle;
  /** Absent for a bare signature of a file. */
  readonly statement?: Statement;
  /** Of an OMS manifest: the directory is exactly this. */
  readonly manifest?: ModelManifest;
  /** Paths that it vouches for. */
  readonly vouched: readonly string[];
}

/** Throws `Refused`. */
export async function holdBundle(checked: CheckedBundle, content: Content, input: VerifyInput): Promise<HeldBundle> {
  const { request } = input;
  const { name } = checked;
  const { files } = content.place;
  const artifact = content.single === undefined ? undefined : chunksOf(content.single);
  const verified = await verifySigned(checked, input, artifact);
  const signed = verified.content;
  if (signed.kind === "digest") {
    if (request.type !== undefined)
      throw new Refused("wrong-predicate", `${name}: is a bare signature of a file, not ${request.type}`);
    return { name, verified, vouched: files.map(({ path }) => path) };
  }
  const statement = readStatement(signed.payload, signed.type);
  if (request.type !== undefined) requirePredicate(statement, request.type);
  if (statement.predicateType !== PREDICATES.modelSignature)
    return { name, verified, statement, vouched: subjectsHere(statement, files, content.place) };
  const manifest = heldManifest(statement, content, signatureOf(content, request, name));
  return { name, verified, statement, manifest, vouched: files.map(({ path }) => path) };
}

function heldManifest(statement: Statement, { place, links }: Content, signature: string | undefined): ModelManifest {
  const options = signature === undefined ? {} : { signature };
  const read = readModelManifest(statement, options);
  const [first, ...more] = refusalsOfModel(read, { files: place.files, links }, options);
  if (first !== undefined) throw new Refused(first.kind, [first, ...more].map(({ message }) => message).join(" "));
  return read;
}

/** The path in the directory of the file that a bundle came from; undefined where it lies elsewhere, or came from no file. */
function signatureOf({ place: { path }, single }: Content, request: VerifyRequest, name: string): string | undefined {
  const isFile = name === join(path, MODEL_SIGNATURE) || request.bundles.includes(name);
  return single === undefined && isFile ? inside(path, name) : undefined;
}

/** The path of a bundle from a directory; undefined where it lies elsewhere. */
export function inside(directory: string, bundle: string): string | undefined {
  const path = relative(resolve(directory), resolve(bundle));
  return path === "" || path === ".." || path.startsWith(`..${sep}`) ? undefined : path.split(sep).join("/");
}

/** Files that are subjects. Other subjects may be other models of the same repository; but nothing of these may have changed. */
function subjectsHere(statement: Statement, files: readonly ModelFile[], { isDirectory, path }: Place): string[] {
  const digests = new Set(statement.subject.map(({ digest }) => digest["sha256"]));
  const vouched = files.filter(({ sha256 }) => digests.has(sha256)).map((file) => file.path);
  if (vouched.length > 0) return vouched;
  const [first] = refusalsOfSubjects([statement], files);
  throw new Refused(
    first?.kind === "file-changed" ? first.kind : "wrong-subject",
    `${path}: the statement is about other files${isDirectory ? "" : " (or this one was changed)"}: it names ${statement.subject.length}, and ${isDirectory ? "none of these" : "not this one"}`,
  );
}
