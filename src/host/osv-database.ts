import { homedir } from "node:os";
import { join } from "node:path";
import type { AdvisoryDatabase, AdvisoryDatabases } from "../core/advisory-database";
import type { Ecosystem } from "../core/ecosystem";
import { utcDay } from "../core/time";
import type { Env } from "./git";
import {
  addressOf,
  askBucket,
  BucketFailure,
  fetchDatabase,
  isCurrent,
  OSV_BUCKET,
  type BucketObject,
  type BucketOptions,
} from "./osv-bucket";
import { RandomAccessFile } from "./random-access-file";

const DAY_MS = 24 * 60 * 60 * 1000;
/** Days after which a database that nobody compared with its source is worth a word: OSV renews them every hour. */
const OLD_DAYS = 7;

/** A folder with `<Ecosystem>/all.zip`, as the user gave it: nothing is asked of the network. */
export interface FolderOptions {
  readonly folder: string;
  /** Told in words what the report should say of the databases; nothing that changes an answer. */
  readonly notice: (text: string) => void;
  readonly now: Date;
  /** Only for the advice where to fetch what is missing. */
  readonly base?: string;
}

export function folderDatabases(options: FolderOptions): AdvisoryDatabases {
  return {
    where: options.folder,
    open: (ecosystem) => Promise.resolve(openLocal(options, ecosystem)),
  };
}

export interface FetchedOptions extends FolderOptions, BucketOptions {
  /**
   * Whether `folder` was written by us alone: a laptop, a push. In a pull request it is not, for a cache that was restored may hold what
   * the pull request put there; a file in it then counts only if its size and MD5 are what the bucket says now.
   */
  readonly trustCache: boolean;
  /** What earlier runs kept elsewhere; asked only where `trustCache` holds. */
  readonly shared?: SharedCache;
  readonly base?: string;
}

/** A cache of files by name, such as the one of GitHub Actions. Its failures are its own: it never throws. */
export interface SharedCache {
  /** Puts the file at `path`, if it has it. What comes is verified by the caller. */
  restore(key: string, path: string): Promise<void>;
  save(key: string, path: string): Promise<void>;
}

/** Databases of OSV's bucket, kept in `folder` from run to run and compared with the bucket before they are used. */
export function fetchedDatabases(options: FetchedOptions): AdvisoryDatabases {
  return {
    where: options.base ?? OSV_BUCKET,
    async open(ecosystem) {
      let object: BucketObject;
      try {
        object = await askBucket(options, ecosystem);
      } catch (error) {
        return instead(options, ecosystem, error);
      }
      try {
        return await current(options, ecosystem, object);
      } catch (error) {
        return instead(options, ecosystem, error);
      }
    },
  };
}

/** Where a user's databases are kept: `XDG_CACHE_HOME`, else `~/.cache`, on Windows `LOCALAPPDATA`. Absent where none is known. */
export function userDatabaseFolder(env: Env, platform: string = process.platform): string | undefined {
  const home =
    platform === "win32" ? env["LOCALAPPDATA"] : env["XDG_CACHE_HOME"] || join(env["HOME"] || homedir(), ".cache");
  return home ? join(home, "model-assay", "osv-databases") : undefined;
}

/** The database that the bucket names now: from the folder, else from the shared cache, else fetched. */
async function current(options: FetchedOptions, ecosystem: Ecosystem, object: BucketObject): Promise<AdvisoryDatabase> {
  const path = pathOf(options, ecosystem);
  const key = keyOf(ecosystem, object);
  const shared = options.trustCache && key !== undefined ? options.shared : undefined;
  let file = openIfCurrent(path, object);
  if (file === undefined && shared !== undefined) {
    await shared.restore(key!, path);
    file = openIfCurrent(path, object);
  }
  if (file === undefined) {
    await fetchDatabase(options, object, path);
    file = new RandomAccessFile(path);
    if (shared !== undefined) await shared.save(key!, path);
  }
  return database(file, object.modified ?? file.modified);
}

function openIfCurrent(path: string, object: BucketObject): RandomAccessFile | undefined {
  const file = openIfThere(path);
  if (file === undefined || isCurrent(file, object)) return file;
  file.close();
  return undefined;
}

/** Where the bucket could not be asked: what the folder has, if nobody else could have written it. */
function instead(options: FetchedOptions, ecosystem: Ecosystem, error: unknown): AdvisoryDatabase | { failed: string } {
  const reason = error instanceof BucketFailure ? error.message : `${(error as Error).message}`;
  const failed = `no current database for ${ecosystem}: ${reason}`;
  if (!options.trustCache)
    return {
      failed: `${failed}. One that was kept from another run is not used here: a pull request could have written it`,
    };
  const file = openIfThere(pathOf(options, ecosystem));
  if (file === undefined) return { failed };
  options.notice(
    `the OSV database for ${ecosystem} is ${agedWords(file.modified, options.now)} and could not be renewed: ${reason}`,
  );
  return database(file, file.modified);
}

function openLocal(options: FolderOptions, ecosystem: Ecosystem): AdvisoryDatabase | { failed: string } {
  const path = pathOf(options, ecosystem);
  try {
    const file = new RandomAccessFile(path);
    if (options.now.getTime() - file.modified.getTime() > OLD_DAYS * DAY_MS)
      options.notice(
        `the OSV database for ${ecosystem} in ${options.folder} is ${agedWords(file.modified, options.now)}`,
      );
    return database(file, file.modified);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR")
      return {
        failed: `no database for ${ecosystem} in ${options.folder}: fetch ${addressOf(ecosystem, options.base)} to ${path}`,
      };
    return { failed: `the database for ${ecosystem} in ${options.folder} cannot be opened: ${message}` };
  }
}

function openIfThere(path: string): RandomAccessFile | undefined {
  try {
    return new RandomAccessFile(path);
  } catch {
    return undefined;
  }
}

function database(file: RandomAccessFile, modified: Date): AdvisoryDatabase {
  return { bytes: file, dated: utcDay(modified), close: () => file.close() };
}

function pathOf({ folder }: FolderOptions, ecosystem: Ecosystem): string {
  return join(folder, ecosystem, "all.zip");
}

function keyOf(ecosystem: Ecosystem, { md5 }: BucketObject): string | undefined {
  if (md5 === undefined) return undefined;
  return `model-assay-osv-${ecosystem.replaceAll(" ", "-")}-${Buffer.from(md5, "base64").toString("hex").slice(0, 16)}`;
}

/** `of 2026-11-18, 3 days old`. */
function agedWords(modified: Date, now: Date): string {
  const days = Math.max(0, Math.floor((now.getTime() - modified.getTime()) / DAY_MS));
  const old = days === 0 ? "less than a day old" : days === 1 ? "one day old" : `${days} days old`;
  return `of ${utcDay(modified)}, ${old}`;
}
