import { Malformed, Unsupported } from "../core/bytes";
import { parseFastYaml } from "../syntax/fast-yaml";
import type { JsonMember, JsonNode } from "../syntax/json";
import { Lines } from "../syntax/lines";
import { refusedName } from "./file-names";

/** Where models came from, at the root of the repository. */
export const MODELS_LOCK = "models.lock.yaml";

/** Models of one manifest, and files of all of them. Bounds of what a repository holds. CWE-770. */
const MAX_MODELS = 10_000;
export const MAX_LOCKED_FILES = 200_000;
/** Bytes of one file: 8 TiB, more than any hub takes. */
export const MAX_FILE_SIZE = 8 * 1024 ** 4;
/** Characters of an address and of a revision. */
const MAX_TEXT = 4096;
/** Problems that are told; a thousand of one kind help nobody. */
const MAX_PROBLEMS = 20;

/** What `models.lock.yaml` says. */
export interface ModelsLock {
  readonly models: readonly LockedModel[];
}

export interface LockedModel {
  /** Its directory, relative to the repository root; `.` is the root itself. */
  readonly path: string;
  /** As `writeSource` writes it: an address without credentials, or a path. */
  readonly source: string;
  /** Full commit, or what the source has instead (an ETag); absent where it has nothing. */
  readonly revision?: string;
  /** RFC 3339. */
  readonly fetched: string;
  readonly files: readonly LockedModelFile[];
  /** Where the entry stands. */
  readonly line: number;
}

export interface LockedModelFile {
  /** Relative to the model's directory. */
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  /** Lower-case hex. */
  readonly sha256: string;
  readonly line: number;
}

/** Lines and columns count from 1. */
export interface LockProblemAt {
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/** The manifest cannot be used. Its message names file, line and column of each problem. */
export class InvalidModelsLock extends Error {
  override readonly name = "InvalidModelsLock";
  constructor(
    readonly source: string,
    readonly problems: readonly LockProblemAt[],
  ) {
    super(problems.map((each) => `${source}:${each.line}:${each.column}: ${each.message}`).join("\n"));
  }
}

/** The path of a locked file, relative to the repository root. */
export function pathOf(model: { readonly path: string }, file: { readonly path: string }): string {
  return model.path === "." ? file.path : `${model.path}/${file.path}`;
}

/** Reads the manifest strictly; `name` is what its problems call it. Throws `InvalidModelsLock`. */
export function parseModelsLock(text: string, name: string = MODELS_LOCK): ModelsLock {
  const problems = new Problems(text, name);
  let documents: readonly JsonNode[] = [];
  try {
    documents = parseFastYaml(text);
  } catch (error) {
    if (!(error instanceof Malformed) && !(error instanceof Unsupported)) throw error;
    const place = error instanceof Malformed ? (error.character ?? error.offset ?? 0) : 0;
    problems.add(place, error.message);
  }
  if (documents.length > 1) problems.add(documents[1]!.start, "there is more than one document in it");
  const models = problems.none && documents[0] !== undefined ? new Reader(problems).root(documents[0]) : [];
  if (problems.none && documents.length === 0) problems.add(0, "it is empty; it begins with `version: 1`");
  problems.end();
  return { models };
}

class Problems {
  private readonly list: LockProblemAt[] = [];
  private lines: Lines | undefined;

  constructor(
    private readonly text: string,
    private readonly name: string,
  ) {}

  get none(): boolean {
    return this.list.length === 0;
  }

  lineOf(place: number): number {
    return (this.lines ??= new Lines(this.text)).lineOf(place);
  }

  add(place: number, message: string): void {
    const column = place - this.text.lastIndexOf("\n", place - 1);
    this.list.push({ line: this.lineOf(place), column: place === 0 ? 1 : column, message });
    if (this.list.length >= MAX_PROBLEMS) this.end();
  }

  end(): void {
    if (!this.none) throw new InvalidModelsLock(this.name, this.list);
  }
}

class Reader {
  private files = 0;

  constructor(private readonly problems: Problems) {}

  root(node: JsonNode): readonly LockedModel[] {
    const keys = this.map(node, "the manifest", ["version", "models"]);
    const version = keys.get("version");
    if (version === undefined) this.problems.add(node.start, "version is missing; this tool writes `version: 1`");
    else if (scalar(version) !== "1")
      this.problems.add(version.start, "version is not 1: a newer tool may have written this");
    const paths = new Set<string>();
    return this.list(keys.get("models"), "models", MAX_MODELS).flatMap((item) => {
      const model = this.model(item);
      if (model === undefined) return [];
      if (paths.has(model.path)) this.problems.add(item.start, `${model.path} is there twice`);
      paths.add(model.path);
      return [model];
    });
  }

  private model(node: JsonNode): LockedModel | undefined {
    const keys = this.map(node, "a model", ["path", "source", "revision", "fetched", "files"]);
    if (node.kind !== "object") return undefined;
    const path = this.text(keys.get("path"), "path", node);
    if (path !== ".") this.name(keys.get("path"), path);
    const source = this.text(keys.get("source"), "source", node);
    const revision = keys.has("revision") ? this.text(keys.get("revision"), "revision", node) : undefined;
    const fetched = this.text(keys.get("fetched"), "fetched", node);
    if (fetched !== "" && !isTime(fetched))
      this.problems.add(keys.get("fetched")!.start, "fetched is no time such as 2027-06-30T12:00:00Z");
    if (!keys.has("files")) this.problems.add(node.start, "files is missing");
    return {
      path,
      source,
      ...(revision === undefined ? {} : { revision }),
      fetched,
      files: this.filesOf(keys.get("files")),
      line: this.problems.lineOf(node.start),
    };
  }

  private filesOf(node: JsonNode | undefined): readonly LockedModelFile[] {
    const paths = new Set<string>();
    return this.list(node, "files", MAX_LOCKED_FILES).flatMap((item) => {
      if (++this.files === MAX_LOCKED_FILES)
        this.problems.add(item.start, `there are more than ${MAX_LOCKED_FILES.toLocaleString("en-US")} files`);
      const keys = this.map(item, "a file", ["path", "size", "sha256"]);
      if (item.kind !== "object") return [];
      const path = this.text(keys.get("path"), "path", item);
      this.name(keys.get("path"), path);
      if (paths.has(path)) this.problems.add(item.start, `${path} is there twice`);
      paths.add(path);
      const sha256 = this.text(keys.get("sha256"), "sha256", item);
      if (sha256 !== "" && !/^[0-9a-f]{64}$/.test(sha256))
        this.problems.add(keys.get("sha256")!.start, "sha256 is not 64 digits of lower-case hexadecimal");
      const size = this.size(keys.get("size"), item);
      return [{ path, size, sha256, line: this.problems.lineOf(item.start) }];
    });
  }

  private size(node: JsonNode | undefined, parent: JsonNode): number {
    const text = this.text(node, "size", parent);
    const size = /^(0|[1-9]\d{0,15})$/.test(text) ? Number(text) : Infinity;
    if (text !== "" && size > MAX_FILE_SIZE) this.problems.add(node!.start, "size is no number of bytes");
    return size;
  }

  private name(node: JsonNode | undefined, path: string): void {
    const refused = path === "" ? undefined : refusedName(path);
    if (refused !== undefined) this.problems.add(node!.start, `this path is not used: ${refused}`);
  }

  private text(node: JsonNode | undefined, what: string, parent: JsonNode): string {
    const value = scalar(node);
    if (value === undefined || value === "") this.problems.add((node ?? parent).start, `${what} is missing or no text`);
    else if (value.length > MAX_TEXT) this.problems.add(node!.start, `${what} has more than ${MAX_TEXT} characters`);
    else return value;
    return "";
  }

  private list(node: JsonNode | undefined, what: string, most: number): readonly JsonNode[] {
    if (node === undefined || (node.kind === "scalar" && node.value === null)) return [];
    if (node.kind === "array" && node.items.length <= most) return node.items;
    const wrong = node.kind === "array" ? `has more than ${most.toLocaleString("en-US")} entries` : "is no list";
    this.problems.add(node.start, `${what} ${wrong}`);
    return [];
  }

  private map(node: JsonNode, what: string, known: readonly string[]): ReadonlyMap<string, JsonNode> {
    const out = new Map<string, JsonNode>();
    if (node.kind !== "object") this.problems.add(node.start, `${what} is no mapping of keys to values`);
    else for (const member of node.members) this.key(member, what, known, out);
    return out;
  }

  private key(
    { key, at, value }: JsonMember,
    what: string,
    known: readonly string[],
    out: Map<string, JsonNode>,
  ): void {
    if (!known.includes(key)) this.problems.add(at, `${what} has an unknown key; known: ${known.join(", ")}`);
    else if (out.has(key)) this.problems.add(at, `${key} is there twice`);
    else out.set(key, value);
  }
}

function scalar(node: JsonNode | undefined): string | undefined {
  return node?.kind === "scalar" && typeof node.value === "string" ? node.value : undefined;
}

/** RFC 3339, a day that exists. */
function isTime(text: string): boolean {
  const found = /^(\d{4}-\d{2}-\d{2})T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:Z|[+-]\d{2}:\d{2})$/.exec(text);
  if (found === null || Number.isNaN(Date.parse(text))) return false;
  const day = new Date(`${found[1]}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(found[1]!);
}
