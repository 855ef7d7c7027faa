import { randomBytes } from "node:crypto";
import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  type Stats,
} from "node:fs";
import { dirname, join } from "node:path";
import type { DatabaseIndexStore } from "../core/database-index-store";
import type { Env } from "./git";
import { userDatabaseFolder } from "./osv-database";

/** Bytes of one index: npm's has some 3 MB (CWE-770). */
export const MAX_STORED_INDEX_BYTES = 32 * 1024 ** 2;
/** Indexes that are kept: OSV renews its databases every hour, and a run reads a few of them. */
const MAX_KEPT = 24;
const KEY = /^[0-9a-f]{64}$/;
/** An index, or what a run that was ended while it wrote left behind. */
const OURS = /^[0-9a-f]{64}\.idx(?:\.[0-9a-f]{12})?$/;
/** Group or others may write. */
const SHARED_WRITE = 0o022;

/** The directory for indexes, beside that for databases; absent where no home is known. */
export function indexDirectory(env: Env, platform: string = process.platform): string | undefined {
  const databases = userDatabaseFolder(env, platform);
  return databases === undefined ? undefined : join(dirname(databases), "osv-index");
}

/**
 * Indexes as `<key>.idx` in a directory of the user's own. Who can write an index can hide advisories, so it is read and
 * written only where the directory and the file are no links, belong to this user, and nobody else may write them. The
 * directory above is looked at likewise, as it could put another in its place; those further up are the home of the user.
 * On Windows, where there are no such owners and modes, the place below the user's own profile has to do.
 */
export function openIndexStore(directory: string, user: number | undefined = process.getuid?.()): DatabaseIndexStore {
  const path = (key: string) => join(directory, `${key}.idx`);
  return {
    get(key) {
      try {
        return KEY.test(key) && isPrivate(directory, user) ? read(path(key), user) : undefined;
      } catch {
        return undefined;
      }
    },
    put(key, bytes) {
      if (!KEY.test(key) || bytes.length > MAX_STORED_INDEX_BYTES) return;
      try {
        mkdirSync(directory, { recursive: true, mode: 0o700 });
        if (!isPrivate(directory, user)) return;
        write(path(key), bytes);
        removeOldest(directory);
      } catch {
        // An index that cannot be written (a full or read-only disk) costs time and no answer.
      }
    },
  };
}

function isPrivate(directory: string, user: number | undefined): boolean {
  return [directory, dirname(directory)].every((each) => {
    const found = lstatSync(each);
    return found.isDirectory() && belongsTo(found, user);
  });
}

function belongsTo({ uid, mode }: Stats, user: number | undefined): boolean {
  return user === undefined || (uid === user && (mode & SHARED_WRITE) === 0);
}

function read(path: string, user: number | undefined): Uint8Array | undefined {
  // Not through a link, and not waiting for a pipe's other end.
  const fd = openSync(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
  try {
    const found = fstatSync(fd);
    if (!found.isFile() || !belongsTo(found, user) || found.size > MAX_STORED_INDEX_BYTES) return undefined;
    const bytes = Buffer.allocUnsafeSlow(found.size);
    for (let done = 0; done < bytes.length;) {
      const got = readSync(fd, bytes, done, bytes.length - done, done);
      if (got === 0) return undefined;
      done += got;
    }
    return bytes;
  } finally {
    closeSync(fd);
  }
}

function write(path: string, bytes: Uint8Array): void {
  const temporary = `${path}.${randomBytes(6).toString("hex")}`;
  try {
    writeFileSync(temporary, bytes, { mode: 0o600, flag: "wx" });
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

/** All but the latest. Files that are none of ours stay. */
function removeOldest(directory: string): void {
  const kept = readdirSync(directory).filter((name) => OURS.test(name));
  if (kept.length <= MAX_KEPT) return;
  const aged = kept.map((name) => ({ path: join(directory, name), time: statSync(join(directory, name)).mtimeMs }));
  aged.sort((a, b) => b.time - a.time);
  for (const { path } of aged.slice(MAX_KEPT)) rmSync(path, { force: true });
}
