import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Git } from "./git";
import { displayPath } from "./path-bytes";

/** A regular file of a commit. */
export interface CommittedFile {
  /** As in `Location.path`. */
  readonly path: string;
  /** Object id. */
  readonly blob: string;
  /** Bytes. */
  readonly size: number;
}

/** Every regular file of a commit; links and submodules are none. Throws `GitError` where the commit is not here. */
export function filesOfCommit(git: Git, commit: string): CommittedFile[] {
  return git.names(["ls-tree", "-r", "-l", "-z", "--full-tree", commit]).flatMap((entry): CommittedFile[] => {
    const tab = entry.indexOf(0x09);
    const found = /^100(?:644|755) blob ([0-9a-f]+) +([0-9]+)$/.exec(entry.subarray(0, tab).toString("latin1"));
    if (found === null) return [];
    return [{ path: displayPath(entry.subarray(tab + 1)), blob: found[1]!, size: Number(found[2]) }];
  });
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
    const input = Buffer.from(batch.map(({ blob }) => `${blob}\n`).join(""));
    const expected = batch.reduce((sum, { size }) => sum + size + 128, 0);
    const answer = this.git.bytes(["cat-file", "--batch"], { input, maxBytes: expected });
    let at = 0;
    for (const file of batch) {
      const start = answer.indexOf(0x0a, at) + 1;
      if (start === 0) return;
      writeFileSync(this.claim(file), answer.subarray(start, start + file.size), { flag: "wx" });
      at = start + file.size + 1;
    }
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

function batches(files: readonly CommittedFile[]): CommittedFile[][] {
  const out: CommittedFile[][] = [];
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
