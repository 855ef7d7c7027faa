import { lstatSync, readFileSync, realpathSync, statSync } from "node:fs";
import { basename, dirname, isAbsolute, join, relative, resolve } from "node:path";
import { ConfigurationError } from "../core/host";
import { GitError, type Git } from "../host/git";
import { POLICY_FILE } from "../policy/file";

/** Beyond this a policy file is refused unread; `parsePolicy` has its own, lower limit. */
const MAX_READ_BYTES = 4 * 1024 * 1024;

/** Where the policy file is. */
export interface PolicyPath {
  /** Relative to the root where it is inside, else as given. */
  readonly path: string;
  readonly absolute: string;
  readonly inside: boolean;
}

/** `root`: of the repository, links resolved. `config`: `--config`, relative to the working directory. */
export function policyPath(root: string, config: string | undefined): PolicyPath {
  if (config === undefined) return { path: POLICY_FILE, absolute: join(root, POLICY_FILE), inside: true };
  const absolute = resolve(config);
  const path = pathInside(root, absolute);
  return path === undefined ? { path: config, absolute, inside: false } : { path, absolute, inside: true };
}

/**
 * The path of a file from the root, `/` between its parts; undefined where it is no file of the repository. A way through a link
 * that lies outside, such as a runner's work directory may be, leads into the repository all the same: its files are the change's own.
 */
export function pathInside(root: string, absolute: string): string | undefined {
  return below(root, absolute) ?? below(root, withoutLinks(absolute));
}

function below(root: string, absolute: string): string | undefined {
  const path = relative(root, absolute);
  return path === "" || /^\.\.([/\\]|$)/.test(path) || isAbsolute(path) ? undefined : path.replaceAll("\\", "/");
}

/** Links resolved as far as the way exists: a change may take away the file that its base has. */
function withoutLinks(absolute: string): string {
  try {
    return realpathSync(absolute);
  } catch {
    const above = dirname(absolute);
    return above === absolute ? absolute : join(withoutLinks(above), basename(absolute));
  }
}

/** The text on disk; undefined where nothing has that name. Throws `ConfigurationError` for what has it and cannot be read as a policy. */
export function policyOnDisk({ path, absolute }: Pick<PolicyPath, "path" | "absolute">): string | undefined {
  try {
    if (lstatSync(absolute, { throwIfNoEntry: false }) === undefined) return undefined;
    const { size } = onlyFile(statSync(absolute), path);
    if (size > MAX_READ_BYTES) throw tooLarge(path);
    return decoded(readFileSync(absolute), path);
  } catch (error) {
    if (error instanceof ConfigurationError) throw error;
    const code = (error as NodeJS.ErrnoException).code ?? "unknown";
    throw new ConfigurationError(`${path}: the policy cannot be read (${code}). Is it a link to what is not there?`);
  }
}

function onlyFile<T extends { isFile(): boolean }>(found: T, path: string): T {
  if (found.isFile()) return found;
  throw new ConfigurationError(`${path}: the policy must be a file, and this is none`);
}

/**
 * The text as a commit has it; undefined where the commit has nothing of that name. What is there and cannot be read is never taken for nothing:
 * the defaults would decide in its place, also in a clone that leaves contents out and does not get them now. Throws `ConfigurationError`.
 */
export function policyAtCommit(git: Git, commit: string, path: string): string | undefined {
  const called = `${path} of the base (${commit.slice(0, 12)})`;
  const entry = entryOf(git, commit, path);
  if (entry === undefined) {
    refuseLinkAbove(git, commit, path, called);
    return undefined;
  }
  if (!entry.startsWith("100"))
    throw new ConfigurationError(
      `${called} is ${KINDS[entry.slice(0, 6)] ?? "no file"}. Commit the policy itself under that name on the base branch`,
    );
  const blob = /^\d+ blob ([0-9a-f]+)\t/.exec(entry)?.[1] ?? "";
  try {
    return decoded(git.bytes(["cat-file", "blob", blob], { maxBytes: MAX_READ_BYTES }), called);
  } catch (error) {
    if (!(error instanceof GitError)) throw error;
    if (error.said === "more output than is taken") throw tooLarge(called);
    throw new ConfigurationError(
      `${called} cannot be read, and nothing is decided without it: ${error.said.split("\n", 1)[0]}. ` +
        "Does the checkout leave contents out (`filter`) without credentials to get them later?",
    );
  }
}

/** Modes of git's trees that are no files. */
const KINDS: Readonly<Record<string, string>> = {
  "120000": "a link",
  "160000": "a submodule",
  "040000": "a directory",
};

/** A directory of the way that is a link or a submodule: on disk the file would be found there, in the commit it is nowhere. */
function refuseLinkAbove(git: Git, commit: string, path: string, called: string): void {
  const parts = path.split("/");
  for (let many = 1; many < parts.length; many++) {
    const above = parts.slice(0, many).join("/");
    const entry = entryOf(git, commit, above);
    if (entry === undefined) return;
    if (/^1[26]0000 /.test(entry))
      throw new ConfigurationError(
        `${called}: ${above} is a link or a submodule there. Name the file where it really is`,
      );
  }
}

/** The line of git's tree: mode, kind, id, name. Throws `GitError` where the commit is not here. */
function entryOf(git: Git, commit: string, path: string): string | undefined {
  const listed = git.text(["ls-tree", "-z", "--full-tree", commit, "--", path]);
  return listed === "" ? undefined : listed;
}

function decoded(bytes: Uint8Array, path: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new ConfigurationError(`${path} is not UTF-8. Save it as UTF-8`);
  }
}

function tooLarge(path: string): ConfigurationError {
  return new ConfigurationError(`${path}: the policy has more than ${MAX_READ_BYTES} bytes`);
}
