import { existsSync, lstatSync } from "node:fs";
import { isAbsolute, join, resolve } from "node:path";
import { ConfigurationError } from "../core/host";
import { authorization, type FetchCredentials } from "./commits";
import { openFile } from "./file-source";
import { GitError, type Git } from "./git";
import type { LfsPointer } from "./lfs-pointer";

/** GitHub's own limit for one object on most plans, and what a runner's disk bears. */
export const DEFAULT_LFS_MAX_BYTES = 5 * 1024 ** 3;

/** A slow line of 1 MB/s, and a minute to begin. */
const FETCH_BASE_MS = 60_000;
const FETCH_MS_PER_BYTE = 1 / 1000;
const MAX_FETCH_MS = 3_600_000;

type Config = readonly (readonly [string, string])[];
const NOT_BROUGHT = "git-lfs did not bring it";

export type LfsContent =
  | { readonly kind: "file"; readonly absolute: Buffer; readonly size: number }
  | { readonly kind: "missing"; readonly detail: string };

export interface LfsOptions {
  readonly git: Git | undefined;
  /** What may be fetched in this run, all objects together. */
  readonly maxBytes: number;
  /** Why nothing may be fetched at all. */
  readonly refuse: string | undefined;
  /** Tried where git's own credentials do not do. */
  readonly credentials?: FetchCredentials | undefined;
}

/**
 * Finds the content of pointers: in the clone's store, else by `git lfs smudge`, which takes the pointer
 * itself, so no file name ever becomes a pattern. It stays in the store and is read from there.
 */
export class LfsStore {
  private left: number;
  private installed: boolean | undefined;
  private directory: string | undefined;

  constructor(private readonly options: LfsOptions) {
    this.left = options.maxBytes;
  }

  content(pointer: LfsPointer): LfsContent {
    const { git, refuse, credentials } = this.options;
    if (!git) return missing(pointer, "there is no git repository to fetch it from");
    const stored = this.stored(git, pointer);
    if (stored) return stored;
    if (refuse !== undefined) return missing(pointer, refuse);
    if (pointer.size > this.left)
      return missing(
        pointer,
        `it has ${pointer.size} bytes and \`lfs-max-size\` leaves ${this.left} in this run. Raise it`,
      );
    this.installed ??= git.ask(["lfs", "version"]) !== undefined;
    if (!this.installed) return missing(pointer, "git-lfs is not installed here. Install it");
    this.left -= pointer.size;
    const problem = this.fetch(git, pointer, []);
    const fetched = this.stored(git, pointer);
    if (fetched || !credentials) return fetched ?? missing(pointer, problem ?? NOT_BROUGHT);
    const second = this.fetch(git, pointer, authorization(credentials));
    return this.stored(git, pointer) ?? missing(pointer, second ?? NOT_BROUGHT);
  }

  private fetch(git: Git, pointer: LfsPointer, config: Config): string | undefined {
    const text = `version https://git-lfs.github.com/spec/v1\noid sha256:${pointer.oid}\nsize ${pointer.size}\n`;
    const timeout = Math.min(MAX_FETCH_MS, Math.ceil(FETCH_BASE_MS + pointer.size * FETCH_MS_PER_BYTE));
    try {
      git.bytes(["lfs", "smudge"], {
        input: Buffer.from(text),
        discard: true,
        timeout,
        config: [...EVERY_PATH, ...config],
      });
      return undefined;
    } catch (error) {
      if (error instanceof GitError) return `git-lfs could not fetch it: ${error.said}`;
      throw error;
    }
  }

  /** An object of the store whose bytes are those that the pointer names. */
  private stored(git: Git, { oid, size }: LfsPointer): LfsContent | undefined {
    this.directory ??= storeOf(git);
    const path = join(this.directory, oid.slice(0, 2), oid.slice(2, 4), oid);
    if (!existsSync(path) || !lstatSync(path).isFile() || lstatSync(path).size !== size) return undefined;
    const source = openFile(path);
    try {
      return source.digest() === oid ? { kind: "file", absolute: Buffer.from(path), size } : undefined;
    } finally {
      source.close();
    }
  }
}

/** `lfs.fetchinclude` and `lfs.fetchexclude` would make smudge hand back the pointer. */
const EVERY_PATH: Config = [
  ["lfs.fetchinclude", ""],
  ["lfs.fetchexclude", ""],
];

/** Sizes as the input `lfs-max-size` has them: `5 GB`, `500MB`, bytes. Thousands are 1024, as disks of runners count. */
export function parseSize(text: string): number {
  const found = /^([0-9]{1,15})\s*([kmgt]?)i?b?$/i.exec(text.trim());
  if (!found)
    throw new ConfigurationError(`lfs-max-size: ${text.slice(0, 40)} is no size. Write it like \`5GB\` or \`500MB\`.`);
  return Number(found[1]) * 1024 ** ["", "k", "m", "g", "t"].indexOf((found[2] ?? "").toLowerCase());
}

function storeOf(git: Git): string {
  const common = resolve(git.root, git.text(["rev-parse", "--git-common-dir"]));
  const storage = git.ask(["config", "--get", "lfs.storage"]);
  const base = !storage ? join(common, "lfs") : isAbsolute(storage) ? storage : join(common, storage);
  return join(base, "objects");
}

function missing(pointer: LfsPointer, why: string): LfsContent {
  const next = "or check out with `lfs: true`.";
  return {
    kind: "missing",
    detail: `a Git LFS pointer (${pointer.size} bytes, sha256 ${pointer.oid.slice(0, 12)}…): ${why}, ${next}`,
  };
}
