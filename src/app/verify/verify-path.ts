import { lstatSync, realpathSync, type Stats } from "node:fs";
import { basename, join, relative, resolve, sep } from "node:path";
import { PREDICATES, Refused, type ModelFile, type Statement, type VerifiedBundle } from "../../core/attestation";
import { ConfigurationError, type FileOnDisk } from "../../core/host";
import { MODEL_SIGNATURE } from "../../core/model-manifest";
import type { RefusedStatement, Verification, VerifiedStatement } from "../../core/verification";
import { directoryContent } from "../../host/directory-content";
import { openFile } from "../../host/file-source";
import { namedFiles } from "../../verify/named-files";
import { readModelManifest, refusalsOfModel } from "../../verify/oms-manifest";
import type { CheckedBundle } from "../../verify/read-bundle";
import { readStatement, refusalsOfSubjects, requirePredicate } from "../../verify/subjects";
import { digestFiles } from "../digest-files";
import { bundlesOf, type Place } from "./bundles";
import type { VerifyRequest } from "./request";
import { saidBy } from "./said-by";
import { requireApproved, verifySigned, type VerifyInput } from "./verify-signed";

/**
 * Whether a file, or every file of a directory, is what approved signers signed. Bundles that were named must all hold; of those that
 * GitHub keeps or that lie beside, those that do have to vouch for everything. Throws `ConfigurationError` for wrong usage.
 */
export async function verifyPath(input: VerifyInput): Promise<Verification> {
  requireApproved(input);
  const content = await contentOf(input.path);
  const { place } = content;
  const accepted: VerifiedStatement[] = [];
  const refused: RefusedStatement[] = [];
  const covered = new Set<string>();
  const refuse = (bundle: string, error: unknown) => {
    if (!(error instanceof Refused)) throw error;
    refused.push({ bundle, kind: error.kind, message: error.message });
  };
  for (const checked of await bundlesOf(input.request, place, input.http, input.env).catch((error: unknown) => {
    refuse(place.path, error);
    return [];
  })) {
    try {
      const { told, vouched } = await check(checked, content, input);
      accepted.push(told);
      for (const path of vouched) covered.add(path);
    } catch (error) {
      refuse(checked.name, error);
    }
  }
  const bare = accepted.length === 0 ? [] : notCovered(content, accepted, covered, ownFiles(input));
  refused.push(...bare);
  const { repo, bundles } = input.request;
  const strict = repo === undefined || bundles.length > 0 || bare.length > 0;
  return {
    schemaVersion: "1.0",
    subject: input.path,
    verified: accepted.length > 0 && !(strict && refused.length > 0),
    files: place.files.length,
    accepted,
    refused,
  };
}

/** Where nothing was accepted, the reasons say why; where something was, what it leaves out is the reason. */
function notCovered(
  { place, links }: Content,
  accepted: readonly VerifiedStatement[],
  covered: ReadonlySet<string>,
  own: ReadonlySet<string>,
): RefusedStatement[] {
  const bare = place.files.map(({ path }) => path).filter((path) => !covered.has(path) && !own.has(path));
  // A manifest was held against the links too; digests of files say nothing of them.
  const judged = accepted.some(({ predicateType }) => predicateType === PREDICATES.modelSignature);
  const loose = judged ? [] : links.filter((path) => !own.has(path));
  return [
    ...namedFiles("file-extra", bare, "is not among what was signed", "are not among what was signed"),
    ...namedFiles("file-extra", loose, LINK[0], LINK[1]),
  ].map(({ kind, message }) => ({ bundle: place.path, kind, message }));
}

/** What a loader would follow, and nobody signed what it leads to. */
const LINK = [
  "is a symbolic link or no regular file, so no digest vouches for it",
  "are symbolic links or no regular files, so no digest vouches for them",
] as const;

/** Signatures that lie in the directory that they are about: nothing can vouch for itself. */
function ownFiles({ path, request }: VerifyInput): ReadonlySet<string> {
  const inDirectory = request.bundles.flatMap((bundle) => inside(path, bundle) ?? []);
  return new Set([MODEL_SIGNATURE, ...inDirectory]);
}

interface Content {
  readonly place: Place;
  readonly links: readonly string[];
  /** Only for a single file. */
  readonly single?: FileOnDisk;
}

async function contentOf(path: string): Promise<Content> {
  const stats = lstatOf(path);
  if (stats.isDirectory()) {
    const root = realpathSync(path);
    const { files, links } = directoryContent(root);
    return { place: { path, isDirectory: true, files: await digested(files) }, links };
  }
  if (stats.isSymbolicLink())
    throw new ConfigurationError(`verify: ${path} is a symbolic link. Name the file or directory that it leads to`);
  if (!stats.isFile()) throw new ConfigurationError(`verify: ${path} is neither a file nor a directory`);
  const single = { path: basename(path), absolute: resolve(path), size: stats.size };
  return { place: { path, isDirectory: false, files: await digested([single]) }, links: [], single };
}

function lstatOf(path: string): Stats {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (stats === undefined) throw new ConfigurationError(`verify: there is no file or directory ${path}`);
  return stats;
}

async function digested(files: readonly FileOnDisk[]): Promise<ModelFile[]> {
  const seen = new Set<string>();
  const twice = files.find(({ path }) => seen.size === seen.add(path).size);
  // Digests are kept by name: one file would pass for the other.
  if (twice !== undefined)
    throw new ConfigurationError(
      `verify: two names look alike, ${twice.path}: bytes that are no UTF-8, and their text`,
    );
  const digests = await digestFiles(files);
  return files.map(({ path }) => {
    const found = digests.get(path);
    if (found === undefined || "failed" in found)
      throw new ConfigurationError(`verify: ${path} cannot be read (${found?.failed ?? "no digest"})`);
    return found;
  });
}

interface Checked {
  readonly told: VerifiedStatement;
  /** Paths that the statement vouches for. */
  readonly vouched: readonly string[];
}

async function check(checked: CheckedBundle, content: Content, input: VerifyInput): Promise<Checked> {
  const { request } = input;
  const artifact = content.single === undefined ? undefined : chunksOf(content.single);
  const verified = await verifySigned(checked, input, artifact);
  const { predicateType, vouched, says } = said(verified, content, request, checked.name);
  const { signer, times, logEntries } = verified;
  const told = { bundle: checked.name, signer, times, logEntries, files: vouched.length, says };
  return { told: predicateType === undefined ? told : { ...told, predicateType }, vouched };
}

interface Said {
  readonly predicateType?: string;
  readonly vouched: readonly string[];
  readonly says: readonly string[];
}

function said(
  { content: signed, signer }: VerifiedBundle,
  content: Content,
  request: VerifyRequest,
  name: string,
): Said {
  const { files } = content.place;
  if (signed.kind === "digest") {
    if (request.type !== undefined)
      throw new Refused("wrong-predicate", `${name}: is a bare signature of a file, not ${request.type}`);
    return { vouched: files.map(({ path }) => path), says: [] };
  }
  const statement = readStatement(signed.payload, signed.type);
  if (request.type !== undefined) requirePredicate(statement, request.type);
  const { predicateType } = statement;
  if (predicateType === PREDICATES.modelSignature)
    return { predicateType, ...manifest(statement, content, signatureOf(content, request, name)) };
  const vouched = subjectsHere(statement, files, content.place);
  return { predicateType, vouched, says: saidBy(statement, signer, request.type !== undefined, name) };
}

function manifest(
  statement: Statement,
  { place, links }: Content,
  signature: string | undefined,
): Omit<Said, "predicateType"> {
  const options = signature === undefined ? {} : { signature };
  const read = readModelManifest(statement, options);
  const [first, ...more] = refusalsOfModel(read, { files: place.files, links }, options);
  if (first !== undefined) throw new Refused(first.kind, [first, ...more].map(({ message }) => message).join(" "));
  return {
    vouched: place.files.map(({ path }) => path),
    says: [`the model ${read.name}, ${read.files.size} files, ${read.rootDigest}`],
  };
}

/** The path in the directory of the file that a bundle came from; undefined where it lies elsewhere, or came from no file. */
function signatureOf({ place: { path }, single }: Content, request: VerifyRequest, name: string): string | undefined {
  const isFile = name === join(path, MODEL_SIGNATURE) || request.bundles.includes(name);
  return single === undefined && isFile ? inside(path, name) : undefined;
}

/** The path of a bundle from a directory; undefined where it lies elsewhere. */
function inside(directory: string, bundle: string): string | undefined {
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

function* chunksOfFile(file: FileOnDisk): Generator<Uint8Array> {
  const source = openFile(file.absolute);
  try {
    for (let at = 0; at < source.size; at += CHUNK_BYTES) yield Buffer.from(source.window(at, CHUNK_BYTES));
  } finally {
    source.close();
  }
}

const CHUNK_BYTES = 1024 ** 2;

async function* chunksOf(file: FileOnDisk): AsyncIterable<Uint8Array> {
  yield* chunksOfFile(file);
}
