import type { PackageSource } from "../core/package-facts";
import { withoutCredentials } from "./address";
import { pypiName } from "../core/package-name";
import { isVersion } from "./pep508";

/** Where a Python package comes from that no index serves: an archive, a repository, a folder. */
export interface PythonAddress {
  readonly source: PackageSource;
  /** From `#egg=` or the name of a wheel. */
  readonly name?: string;
  /** From the name of a wheel, which pip compares with what is inside. */
  readonly version?: string;
  /** Whether it can only ever be one content: a hash, a full commit, a folder of this tree. */
  readonly exact: boolean;
  /** `sha256:<hex>` from the fragment. */
  readonly hashes: readonly string[];
}

/** Characters of a fragment that are looked at. CWE-400. */
const MAX_FRAGMENT = 2048;
/** Characters of a name that is only a guess. CWE-400. */
const MAX_GUESS = 100;
const SCHEME = /^([A-Za-z][A-Za-z0-9+.-]*):/;
const WEB = new Set(["http", "https", "ftp", "file"]);
const REPOSITORIES = new Set(["git", "hg", "bzr", "svn", "ssh", "sftp"]);
const ARCHIVE = /\.(?:whl|zip|tar\.(?:gz|bz2|xz|lz|lzma)|tgz|tbz|txz|tlz|tar)$/i;
const FULL_COMMIT = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/i;

/** The scheme of what pip takes for an address; undefined for names and paths. */
export function schemeOf(text: string): string | undefined {
  const scheme = SCHEME.exec(text.slice(0, 40))?.[1]?.toLowerCase();
  if (scheme === undefined) return undefined;
  return WEB.has(scheme) || REPOSITORIES.has(scheme.split("+", 1)[0]!) ? scheme : undefined;
}

/** Whether pip takes a line for a path: a slash, a dot in front, or the name of an archive. */
export function looksLikePath(text: string): boolean {
  return text.startsWith(".") || text.includes("/") || ARCHIVE.test(text.slice(-20));
}

/** Reads an address or a path; never fails, since anything may be a path. */
export function readAddress(text: string): PythonAddress {
  const [location, fragment] = cut(text, "#");
  const scheme = schemeOf(text);
  const hashes = [
    ...fragment.slice(0, MAX_FRAGMENT).matchAll(/\b(sha256|sha384|sha512)[=:]([0-9a-f]{64,128})\b/gi),
  ].map(([, algorithm, hex]) => `${algorithm!.toLowerCase()}:${hex!.toLowerCase()}`);
  const egg = /(?:^|&)egg=([A-Za-z0-9][A-Za-z0-9._-]{0,200})/.exec(fragment)?.[1];
  const wheel = wheelOf(cut(location, "?")[0]);
  const known = { ...(egg === undefined ? {} : { name: egg }), ...wheel, hashes };
  const where = withoutCredentials(location.trim());
  if (scheme === undefined || scheme === "file") return { ...known, source: { kind: "local", where }, exact: true };
  if (REPOSITORIES.has(scheme.split("+", 1)[0]!))
    return { ...known, source: { kind: "vcs", where }, exact: isOneCommit(scheme, location) };
  return { ...known, source: { kind: "url", where }, exact: hashes.length > 0 };
}

/** Whether the address names a revision that nobody can move. */
function isOneCommit(scheme: string, location: string): boolean {
  const path = location.slice(location.indexOf("://") + 3).replace(/^[^/]*/, "");
  const at = path.lastIndexOf("@");
  if (at < 0) return false;
  const revision = path.slice(at + 1);
  return scheme.startsWith("svn") ? /^\d+$/.test(revision) : FULL_COMMIT.test(revision);
}

/** The name and version in a wheel's file name (https://packaging.python.org/en/latest/specifications/binary-distribution-format/). */
function wheelOf(location: string): { name?: string; version?: string } {
  const file = fileOf(location);
  if (!file.toLowerCase().endsWith(".whl")) return {};
  const parts = file.slice(0, -4).split("-");
  const version = parts[1]?.replaceAll("_", "-");
  if ((parts.length !== 5 && parts.length !== 6) || !/^[\w.]+$/.test(parts[0]!) || !isVersion(version!)) return {};
  return { name: parts[0]!, version: version! };
}

/** The version in the name of an archive of a package whose name is known: `foo-1.2.tar.gz`. */
export function archiveVersion(where: string, name: string): string | undefined {
  const file = fileOf(where);
  const ending = ARCHIVE.exec(file.slice(-20))?.[0];
  if (ending === undefined || pypiName(file.slice(0, name.length)) !== pypiName(name)) return undefined;
  const rest = file.slice(name.length, -ending.length);
  return rest.startsWith("-") && isVersion(rest.slice(1)) ? rest.slice(1) : undefined;
}

/** What to call a package that says no name: the last part of its address, without revision and endings. */
export function nameFromAddress(where: string): string {
  const path = where.indexOf("/", where.indexOf("://") + 3);
  const revision = where.includes("://") ? where.lastIndexOf("@") : -1;
  const bare = (path >= 0 && revision > path ? where.slice(0, revision) : where).replace(/[\\/]{1,9}$/, "");
  return (
    fileOf(bare)
      .replace(/\.git$/, "")
      .slice(0, MAX_GUESS) ||
    where.slice(0, MAX_GUESS) ||
    "."
  );
}

function fileOf(location: string): string {
  const file = location.slice(location.lastIndexOf("/") + 1).slice(0, 512);
  try {
    return decodeURIComponent(file);
  } catch {
    return file;
  }
}

/** Before and behind the first `mark`. */
function cut(text: string, mark: string): readonly [string, string] {
  const at = text.indexOf(mark);
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
}
