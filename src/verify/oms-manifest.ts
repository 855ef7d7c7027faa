import { type ModelFile, PREDICATES, Refused, type Statement, STATEMENT_TYPE } from "../core/attestation";
import { GIT_PATHS, isHiddenModel, isLeftOut, MODEL_SIGNATURE, nameFault, rootDigest } from "../core/model-manifest";
import { shorten } from "../core/text";
import { namedFiles } from "./named-files";
import { field, listOf, objectOf, onlyMembers, sha256Of, textOf } from "./shape";
import { requirePredicate } from "./subjects";

/** Files that one manifest may name. CWE-770. */
const MAX_RESOURCES = 100_000;
/** Entries of `ignore_paths`; more than the fixed list has are refused anyway. CWE-770. */
const MAX_IGNORED = 64;

export interface ModelOptions {
  /** Path of the signature that is being verified, where it lies in the model's directory. */
  readonly signature?: string;
  /** What the one who verifies leaves out of it, with all that is below: never what a signer says alone. */
  readonly ignore?: readonly string[];
}

/** A manifest that is sound in itself. Whether its files are here is another question. */
export interface ModelManifest {
  /** Name of the directory when it was signed; may be another today. */
  readonly name: string;
  /** SHA-256 over the digests: names the model as a whole. */
  readonly rootDigest: string;
  /** SHA-256 by path. */
  readonly files: ReadonlyMap<string, string>;
  /** What the signer left out. */
  readonly ignored: readonly string[];
}

/**
 * The manifest of a verified statement: OpenSSF Model Signing v1.0, method `files`, SHA-256. Throws `Refused`:
 * `wrong-predicate` for another kind of statement or a method that is not read, `ignored-path` where the signer exempts
 * more than git's files and the signature, `malformed` for one that is not sound.
 */
export function readModelManifest(statement: Statement, options: ModelOptions = {}): ModelManifest {
  requirePredicate(statement, PREDICATES.modelSignature);
  if (statement._type !== STATEMENT_TYPE)
    throw new Refused("malformed", `The manifest's _type is not ${STATEMENT_TYPE}.`);
  const predicate = objectOf(statement.predicate, "The manifest's predicate");
  onlyMembers(predicate, ["resources", "serialization"], "The manifest's predicate");
  const ignored = readSerialization(
    objectOf(field(predicate, "serialization"), "The manifest's serialization"),
    options,
  );
  const files = readResources(listOf(field(predicate, "resources"), "The manifest's resources", MAX_RESOURCES));
  return { name: statement.subject[0]?.name ?? "", rootDigest: checkRoot(statement, files), files, ignored };
}

/** The names that the manifest leaves out. */
function readSerialization(value: Readonly<Record<string, unknown>>, options: ModelOptions): readonly string[] {
  const where = "The manifest's serialization";
  const method = textOf(field(value, "method"), `${where}: its method`);
  if (method === "shards")
    throw new Refused(
      "wrong-predicate",
      "The model was signed in shards, which is not read here. Sign it by files, which is what `model_signing` does by default.",
    );
  if (method !== "files")
    throw new Refused("wrong-predicate", `${where}: its method ${shorten(method, 60)} is not known.`);
  onlyMembers(value, ["method", "hash_type", "allow_symlinks", "ignore_paths"], where);
  const hash = textOf(field(value, "hash_type"), `${where}: its hash_type`);
  if (hash !== "sha256")
    throw new Refused("wrong-predicate", `The model was signed with ${shorten(hash, 60)}; only sha256 is read here.`);
  if (field(value, "allow_symlinks") !== false)
    throw new Refused(
      "wrong-predicate",
      "The model was signed with symbolic links followed (allow_symlinks), so files outside of it may be part of it.",
    );
  const paths = field(value, "ignore_paths");
  const listed = paths === undefined ? [] : listOf(paths, `${where}: its ignore_paths`, MAX_IGNORED);
  const allowed = new Set([...GIT_PATHS, MODEL_SIGNATURE, ...(options.ignore ?? [])]);
  if (options.signature !== undefined) allowed.add(options.signature);
  return listed.map((each) => {
    const path = textOf(each, `${where}: an entry of ignore_paths`);
    if (!allowed.has(path))
      throw new Refused(
        "ignored-path",
        `The signer left out ${shorten(path, 200)}, so nobody vouches for what is there. Only ${[...allowed].join(", ")} may be left out. ` +
          "Have the model signed again without that.",
      );
    return path;
  });
}

function readResources(resources: readonly unknown[]): ReadonlyMap<string, string> {
  if (resources.length === 0) throw new Refused("malformed", "The manifest names no file.");
  const files = new Map<string, string>();
  resources.forEach((resource, index) => {
    const where = `Entry ${index + 1} of the manifest`;
    const name = textOf(field(resource, "name"), `${where}: its name`);
    const fault = nameFault(name);
    if (fault !== undefined) throw new Refused("malformed", `${where}: its name ${shorten(name, 200)} ${fault}.`);
    const algorithm = textOf(field(resource, "algorithm"), `${where}: its algorithm`);
    if (algorithm !== "sha256")
      throw new Refused(
        "malformed",
        `${where}: its digest is ${shorten(algorithm, 60)} where the manifest says sha256.`,
      );
    if (files.has(name)) throw new Refused("malformed", `The manifest names ${shorten(name, 200)} twice.`);
    files.set(name, sha256Of(field(resource, "digest"), `${where}: its digest`));
  });
  return files;
}

/** The digests stand in the order of the entries (a `Map` keeps it); the specification wants a certain one, the reference takes any. */
function checkRoot(statement: Statement, files: ReadonlyMap<string, string>): string {
  const [subject] = statement.subject;
  if (subject === undefined || statement.subject.length !== 1)
    throw new Refused("malformed", `The manifest has ${statement.subject.length} subjects; a model is one.`);
  const root = rootDigest(files.values());
  const said = subject.digest["sha256"] ?? "none";
  if (said !== root)
    throw new Refused(
      "malformed",
      `The manifest contradicts itself: its subject is ${shorten(said, 80)}, but its entries make ${root}.`,
    );
  return root;
}

/** What is in a model's directory now. */
export interface ModelContent {
  /** All files below it. */
  readonly files: readonly Pick<ModelFile, "path" | "sha256">[];
  /** Paths of the symbolic links below it. */
  readonly links: readonly string[];
}

/**
 * What is wrong between a manifest and the files that are there, each kind with its own words, the first 20 files of it
 * named and all counted: `file-missing`, `file-extra`, `file-changed`, and `ignored-path` for weights where the manifest
 * leaves everything out. Empty where the directory is exactly what was signed.
 */
export function refusalsOfModel(
  manifest: ModelManifest,
  { files, links }: ModelContent,
  { signature, ignore = [] }: ModelOptions = {},
): readonly Refused[] {
  const own = (path: string) =>
    path === signature || ignore.some((each) => path === each || path.startsWith(`${each}/`));
  const leftOut = (path: string) => !manifest.files.has(path) && isLeftOut(path, manifest.ignored);
  const looked = files.filter(({ path }) => !own(path) || manifest.files.has(path));
  const counted = looked.filter(({ path }) => !leftOut(path));
  const here = new Map(counted.map(({ path, sha256 }) => [path, sha256]));
  const linked = links.filter((path) => manifest.files.has(path) || (!own(path) && !leftOut(path)));
  const isLinked = new Set(linked);
  const paths = (wanted: (path: string, sha256: string) => boolean) =>
    [...manifest.files].filter(([path, sha256]) => wanted(path, sha256)).map(([path]) => path);
  const twice = counted.length === here.size ? [] : counted.map(({ path }) => path).filter(occursBefore());
  return [
    ...namedFiles(
      "file-changed",
      paths((path, sha256) => here.has(path) && here.get(path) !== sha256),
      "has another content than was signed",
      "have another content than was signed",
    ),
    ...namedFiles(
      "file-missing",
      paths((path) => !here.has(path) && !isLinked.has(path)),
      "was signed and is not here",
      "were signed and are not here",
    ),
    ...namedFiles(
      "file-extra",
      [...here.keys()].filter((path) => !manifest.files.has(path)),
      "is here and was not signed",
      "are here and were not signed",
    ),
    ...namedFiles("file-changed", twice, "came twice: two names look alike", "came twice: their names look alike"),
    ...namedFiles(
      "file-changed",
      linked,
      "is a symbolic link, which no manifest covers",
      "are symbolic links, which no manifest covers",
    ),
    ...namedFiles(
      "ignored-path",
      looked.map(({ path }) => path).filter((path) => leftOut(path) && isHiddenModel(path)),
      "looks like a part of a model, but the manifest leaves out what is there",
      "look like parts of a model, but the manifest leaves out what is there",
    ),
  ];
}

function occursBefore(): (path: string) => boolean {
  const seen = new Set<string>();
  return (path) => seen.size === seen.add(path).size;
}
