import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, posix } from "node:path";
import type { Git } from "./git";
import { displayPath } from "./path-bytes";

/** A file of a commit, or a link to one. */
export interface CommittedFile {
  /** As in `Location.path`. */
  readonly path: string;
  /** Object id: of a link, that of the file which it leads to. */
  readonly blob: string;
  /** Bytes. */
  readonly size: number;
  /** Paths of a link's way, the file at its end among them: where one of them changes, so may what is read here. */
  readonly through: readonly string[];
}

export interface CommittedTree {
  /** Submodules are none, nor are links to directories. */
  readonly files: readonly CommittedFile[];
  /** Links to what is not in the commit, as those of git-annex are. */
  readonly leaving: readonly Pick<CommittedFile, "path" | "through">[];
}

interface Entry {
  readonly path: string;
  readonly blob: string;
  readonly size: number;
}

/** The files of a commit. Throws `GitError` where the commit is not here. */
export function filesOfCommit(git: Git, commit: string): CommittedTree {
  const files = new Map<string, CommittedFile>();
  const links: Entry[] = [];
  const directories = new Set<string>();
  for (const listed of git.names(["ls-tree", "-r", "-l", "-z", "--full-tree", commit])) {
    const tab = listed.indexOf(0x09);
    const found = /^(100644|100755|120000) blob ([0-9a-f]+) +([0-9]+)$/.exec(
      listed.subarray(0, tab).toString("latin1"),
    );
    if (found === null) continue;
    const entry = { path: displayPath(listed.subarray(tab + 1)), blob: found[2]!, size: Number(found[3]) };
    for (let at = posix.dirname(entry.path); !directories.has(at); at = posix.dirname(at)) directories.add(at);
    if (found[1] !== "120000") files.set(entry.path, { ...entry, through: [] });
    else if (entry.size <= MAX_TARGET_BYTES && links.length < MAX_LINKS) links.push(entry);
  }
  return withLinks(files, directories, targetsOf(git, links));
}

/** Links of a commit that are followed. CWE-400. */
const MAX_LINKS = 10_000;
/** Bytes of a link's target: Linux's PATH_MAX. */
const MAX_TARGET_BYTES = 4096;

/** Where each link leads, as it is written. */
function targetsOf(git: Git, links: readonly Entry[]): Map<string, string> {
  const targets = new Map<string, string>();
  for (const batch of batches(links))
    for (const [{ path }, content] of contentsOf(git, batch)) targets.set(path, displayPath(content));
  return targets;
}

function withLinks(
  files: ReadonlyMap<string, CommittedFile>,
  directories: ReadonlySet<string>,
  targets: ReadonlyMap<string, string>,
): CommittedTree {
  const all = [...files.values()];
  const leaving: Pick<CommittedFile, "path" | "through">[] = [];
  for (const path of targets.keys()) {
    const { end, through } = followLinks(path, targets);
    const file = end === undefined ? undefined : files.get(end);
    if (file !== undefined) all.push({ path, blob: file.blob, size: file.size, through });
    else if (end === undefined || !directories.has(end)) leaving.push({ path, through });
  }
  return { files: all, leaving };
}

/** Links on one way: Linux's limit. */
const MAX_HOPS = 40;
/** Parts of one way, those of all links on it together. CWE-400. */
const MAX_PARTS = 256;

/** Where a path ends, links followed; `end` is undefined where that is out of the tree, or nowhere. */
function followLinks(
  path: string,
  targets: ReadonlyMap<string, string>,
): { readonly end: string | undefined; readonly through: readonly string[] } {
  const through: string[] = [];
  const rest = path.split("/").reverse();
  let at: string[] = [];
  for (let parts = 0; rest.length > 0; parts++) {
    if (parts === MAX_PARTS) return { end: undefined, through };
    const part = rest.pop()!;
    if (part === "" || part === ".") continue;
    if (part === "..") {
      if (at.length === 0) return { end: undefined, through };
      at = at.slice(0, -1);
      continue;
    }
    const place = [...at, part].join("/");
    const target = targets.get(place);
    if (target === undefined) at.push(part);
    else {
      through.push(place);
      if (target.startsWith("/") || through.length > MAX_HOPS) return { end: undefined, through };
      rest.push(...target.split("/").reverse());
    }
  }
  const end = at.join("/");
  return { end, through: [...through, end] };
}

/** The contents of blobs, out of one answer of git. */
function* contentsOf<T extends Entry>(git: Git, batch: readonly T[]): Generator<[T, Buffer]> {
  const input = Buffer.from(batch.map(({ blob }) => `${blob}\n`).join(""));
  const expected = batch.reduce((sum, { size }) => sum + size + 128, 0);
  const answer = git.bytes(["cat-file", "--batch"], { input, maxBytes: expected });
  let at = 0;
  for (const file of batch) {
    const start = answer.indexOf(0x0a, at) + 1;
    // "<id> missing": an object that this clone has not, though its tree says so.
    if (start === 0 || !answer.subarray(at, start).toString("latin1").endsWith(` blob ${file.size}\n`)) return;
    yield [file, answer.subarray(start, start + file.size)];
    at = start + file.size + 1;
  }
}

/** Bytes that are taken out of git in one answer; larger files go to disk one by one, past our memory. */
const BATCH_BYTES = 16 * 1024 ** 2;
/** Bytes on disk for all files together. What is beyond is not compared, which the difference says. CWE-400. */
const MAX_BYTES = 4 * 1024 ** 3;
/** Files for which one commit is asked. CWE-400. */
const MAX_FILES = 20_000;

/** Files of a commit, on disk under names of our own; `remove` takes them away. */
export class ScratchFiles {
  private readonly directory = mkdtempSync(join(tmpdir(), "model-assay-base-"));
  private readonly places = new Map<string, string>();

  /** Throws `GitError` where a content is not here and cannot be had. */
  constructor(
    private readonly git: Git,
    files: readonly CommittedFile[],
  ) {
    try {
      let left = MAX_BYTES;
      const taken = files.slice(0, MAX_FILES).filter(({ size }) => (size > left ? false : ((left -= size), true)));
      for (const batch of batches(taken.filter(({ size }) => size <= BATCH_BYTES))) this.writeBatch(batch);
      for (const file of taken.filter(({ size }) => size > BATCH_BYTES)) this.writeLarge(file);
    } catch (error) {
      this.remove();
      throw error;
    }
  }

  /** Where a file is; undefined where there were too many. */
  placeOf({ path }: CommittedFile): string | undefined {
    return this.places.get(path);
  }

  remove(): void {
    rmSync(this.directory, { recursive: true, force: true });
  }

  private writeBatch(batch: readonly CommittedFile[]): void {
    for (const [file, content] of contentsOf(this.git, batch)) writeFileSync(this.claim(file), content, { flag: "wx" });
  }

  private writeLarge(file: CommittedFile): void {
    const output = openSync(this.claim(file), "wx");
    try {
      this.git.bytes(["cat-file", "blob", file.blob], { output });
    } finally {
      closeSync(output);
    }
  }

  private claim({ path }: CommittedFile): string {
    const place = join(this.directory, String(this.places.size));
    this.places.set(path, place);
    return place;
  }
}

function batches<T extends Entry>(files: readonly T[]): T[][] {
  const out: T[][] = [];
  let left = 0;
  for (const file of files) {
    if (file.size > left || out.length === 0) {
      out.push([]);
      left = BATCH_BYTES;
    }
    out.at(-1)!.push(file);
    left -= file.size;
  }
  return out;
}
