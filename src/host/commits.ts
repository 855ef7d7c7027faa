import { SHA } from "./event";
import { GitError, type Git } from "./git";

const FETCH_TIMEOUT_MS = 600_000;

/** Lets `fetch` in where the checkout kept no credentials; scoped to one server by its address. */
export interface FetchCredentials {
  readonly serverUrl: string;
  readonly token: string;
}

/** The commit a name stands for, if it is here. */
export function resolveCommit(git: Git, name: string): string | undefined {
  const answer = git.ask(["rev-parse", "--verify", "--quiet", "--end-of-options", `${name}^{commit}`]);
  return answer !== undefined && SHA.test(answer) ? answer : undefined;
}

/**
 * Parents as the commit itself names them. `HEAD^1` would follow the shallow boundary, which hides them,
 * though their names are still in the commit.
 */
export function parentsOf(git: Git, commit: string): string[] {
  const header = git.bytes(["cat-file", "commit", commit]).toString("latin1").split("\n\n", 1)[0] ?? "";
  return [...header.matchAll(/^parent ([0-9a-f]{40,64})$/gm)].map((match) => String(match[1]));
}

export function isShallow(git: Git): boolean {
  return git.ask(["rev-parse", "--is-shallow-repository"]) === "true";
}

/**
 * Makes a commit present, fetching it alone where it is not. In a full clone no depth is asked for: it
 * would cut the history that other steps rely on. Returns why it could not be had.
 */
export function ensureCommit(git: Git, commit: string, credentials?: FetchCredentials): string | undefined {
  if (resolveCommit(git, commit) !== undefined) return undefined;
  const problem = fetch(git, commit, () => resolveCommit(git, commit) !== undefined, credentials);
  return resolveCommit(git, commit) === undefined ? (problem ?? "the remote did not send it") : undefined;
}

/** Fetches the tip of a branch to where a clone keeps it. Returns why it could not. */
export function fetchBranch(git: Git, name: string, credentials?: FetchCredentials): string | undefined {
  const target = `refs/remotes/origin/${name}`;
  if (git.ask(["check-ref-format", target]) === undefined) return "that is no name of a branch";
  return fetch(git, `+refs/heads/${name}:${target}`, () => resolveCommit(git, target) !== undefined, credentials);
}

/** First as the checkout left it, then with the action's own token. */
function fetch(git: Git, what: string, isHere: () => boolean, credentials?: FetchCredentials): string | undefined {
  const remote = remoteOf(git);
  if (remote === undefined) return "it is not in this clone, and the clone has no remote to fetch it from";
  const depth = isShallow(git) ? ["--depth=1"] : [];
  const args = ["fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--no-recurse-submodules", ...depth];
  args.push("--end-of-options", remote, what);
  const problem = tryFetch(git, args);
  return isHere() || !credentials ? problem : tryFetch(git, args, authorization(credentials));
}

/** The best common ancestor that this clone knows; none in a clone too shallow to have it. */
export function mergeBase(git: Git, a: string, b: string): string | undefined {
  const answer = git.ask(["merge-base", a, b]);
  return answer !== undefined && SHA.test(answer) ? answer : undefined;
}

function remoteOf(git: Git): string | undefined {
  const remotes = (git.ask(["remote"]) ?? "").split("\n").filter((name) => name !== "");
  return remotes.includes("origin") ? "origin" : remotes[0];
}

function tryFetch(
  git: Git,
  args: readonly string[],
  config?: readonly (readonly [string, string])[],
): string | undefined {
  try {
    git.bytes(args, { timeout: FETCH_TIMEOUT_MS, ...(config ? { config } : {}) });
    return undefined;
  } catch (error) {
    if (error instanceof GitError) return error.said;
    throw error;
  }
}

export function authorization({ serverUrl, token }: FetchCredentials): readonly (readonly [string, string])[] {
  const basic = Buffer.from(`x-access-token:${token}`).toString("base64");
  return [[`http.${new URL(serverUrl).origin}/.extraheader`, `AUTHORIZATION: basic ${basic}`]];
}
