import { ConfigurationError } from "../../core/host";
import { shorten } from "../../core/text";

/** A file of an organisation's repository at a commit, which nobody can change any more. */
export interface PolicyReference {
  readonly owner: string;
  readonly repository: string;
  /** From the root, `/` between its parts. */
  readonly path: string;
  /** 40 lower-case hex digits. */
  readonly commit: string;
}

/** Characters of a reference. CWE-400. */
const MAX_LENGTH = 1024;

const FORM = "write owner/repo/path@commit, with the full commit of 40 hex digits";

/**
 * Reads `owner/repo/path@commit`. Throws `ConfigurationError` for anything else: a branch or a tag can be moved, and then another policy
 * decides than the one that was reviewed (CWE-829).
 */
export function readReference(text: string): PolicyReference {
  const shown = shorten(text, 200);
  const at = text.lastIndexOf("@");
  if (text.length > MAX_LENGTH) throw wrong(`"${shown}" is longer than ${MAX_LENGTH} characters`);
  if (at < 0) throw wrong(isFile(text) ? file(shown) : `"${shown}" names no commit: ${FORM}`);
  if (text.includes("://")) throw wrong(`"${shown}" is an address: ${FORM}`);
  const [owner = "", repository = "", ...parts] = text.slice(0, at).split("/");
  if (!isName(owner) || !isName(repository) || parts.length === 0 || !parts.every(isPart))
    throw wrong(isFile(text) ? file(shown) : `"${shown}" is no file of a repository: ${FORM}`);
  const commit = text.slice(at + 1);
  if (!/^[0-9a-f]{40}$/i.test(commit)) throw wrong(notPinned(commit, `${owner}/${repository}`));
  return { owner, repository, path: parts.join("/"), commit: commit.toLowerCase() };
}

/** The reference as it is written, for messages and reports. */
export function referenceText({ owner, repository, path, commit }: PolicyReference): string {
  return `${owner}/${repository}/${path}@${commit}`;
}

function wrong(words: string): ConfigurationError {
  return new ConfigurationError(`policy: ${words}`);
}

function notPinned(commit: string, repository: string): string {
  const shown = shorten(commit, 100);
  const kind = /^[0-9a-f]{4,39}$/i.test(commit)
    ? "a short name of a commit, or a branch or tag"
    : "a branch, a tag or no commit at all";
  return `"${shown}" is ${kind}, which can come to mean something else: give the full commit of 40 hex digits. To see it: git ls-remote https://github.com/${repository}${/^[\w./-]+$/.test(commit) ? ` ${shown}` : ""}`;
}

function file(shown: string): string {
  return `"${shown}" is a file here, and this is for a policy of another repository, at a commit. For a file: config`;
}

/** What people mean who name a file of their own. */
function isFile(text: string): boolean {
  return /^(\.{0,2}\/|~|\\|[A-Za-z]:\\)/.test(text) || (/\.ya?ml$/i.test(text) && text.split("/").length < 3);
}

function isName(name: string): boolean {
  return /^[\w.-]{1,100}$/.test(name) && !/^\.\.?$/.test(name);
}

/** A part that stays where it is: no `..`, which an address would resolve (CWE-22). */
function isPart(part: string): boolean {
  return part !== "" && !/^\.\.?$/.test(part) && !/[\\\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(part);
}
