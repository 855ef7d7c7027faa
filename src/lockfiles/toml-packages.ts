import { Malformed } from "../core/bytes";
import type { LockEntry } from "../core/lockfile";
import type { Location } from "../core/location";
import { Lines } from "../syntax/lines";
import { tomlTable, type TomlDocument, type TomlTable } from "../syntax/toml-places";

/** Tables that could not be read, of one file; a reader of lockfiles stops at as many. CWE-770. */
const MAX_PROBLEMS = 1_000;
/** Characters of a name or version. CWE-770. */
const MAX_TEXT = 256;
/** PEP 508, and wide enough for crates. */
const NAME = /^[A-Za-z0-9_](?:[A-Za-z0-9._-]*[A-Za-z0-9_])?$/;
const CONTROL = /[\u0000-\u001f\u007f]/;

/** A table of a package in a lockfile of TOML. */
export interface LockedTable {
  readonly name: string;
  readonly version?: string;
  readonly table: TomlTable;
  readonly at: Location;
}

export interface LockedTables {
  readonly packages: readonly LockedTable[];
  /** Tables whose name or version cannot be one. */
  readonly problems: readonly LockEntry[];
}

/** The tables of the array `key` at the root, with their lines. Throws `Malformed` where it is no array. */
export function lockedTables(document: TomlDocument, text: string, path: string, key: string): LockedTables {
  const value = document.root[key];
  if (value === undefined) return { packages: [], problems: [] };
  if (!Array.isArray(value)) throw new Malformed(`\`${key}\` is no array of tables`, document.placesOf(key)[0]);
  const lines = new Lines(text);
  const places = document.placesOf(key);
  const packages: LockedTable[] = [];
  const problems: LockEntry[] = [];
  value.forEach((item, i) => {
    const at = { path, inside: [], line: lines.lineOf(places[i] ?? places.at(-1) ?? 0) };
    const read = lockedTable(tomlTable(item), at);
    if (typeof read !== "string") packages.push(read);
    else if (problems.length < MAX_PROBLEMS)
      problems.push({ kind: "unreadable", at, reason: "malformed", detail: read });
  });
  return { packages, problems };
}

/** In words, why it is none. */
function lockedTable(table: TomlTable | undefined, at: Location): LockedTable | string {
  if (table === undefined) return "an entry among the packages is no table";
  const { name, version } = table;
  if (!isPackageName(name)) return "a package has no name that could be one";
  if (version === undefined) return { name, table, at };
  return isVersionText(version) ? { name, version, table, at } : `the version of ${name} is no text that could be one`;
}

/** Whether this may be the name of a package, of PyPI or crates.io. */
export function isPackageName(name: unknown): name is string {
  return typeof name === "string" && name.length <= MAX_TEXT && NAME.test(name);
}

/** Whether a text may be a version of some kind. */
function isVersionText(version: unknown): version is string {
  return typeof version === "string" && version !== "" && version.length <= MAX_TEXT && !CONTROL.test(version);
}

/** A word where the file's version is one whose meaning is not known; what is known of it is read all the same. */
export function* unknownVersion(given: unknown, known: RegExp, path: string): Generator<LockEntry> {
  const text = typeof given === "string" || typeof given === "number" ? String(given).slice(0, MAX_TEXT) : undefined;
  if (given === undefined || (text !== undefined && known.test(text))) return;
  const detail = `it is of version ${text ?? "?"} of its format, which is not known; it was read as one that is`;
  yield { kind: "unreadable", at: { path, inside: [], line: 1 }, reason: "unsupported", detail };
}
