import { existsSync, realpathSync, statSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { ConfigurationError } from "../core/host";
import { Git, type Env } from "./git";

/** Where a run takes place. */
export interface Workspace {
  /** Root of the git work tree, or the directory given where there is none; absolute, links resolved. */
  readonly root: string;
  /** The directory given, relative to `root`, with `/`; empty where it is the root. */
  readonly scope: string;
  /** Absent outside of a work tree, or where git is not installed. */
  readonly git?: Git;
  readonly notices: readonly string[];
}

/** Finds the repository that a directory is in, by looking upwards for `.git`. */
export function openWorkspace(directory: string, env: Env): Workspace {
  const start = realDirectory(directory);
  const root = findRoot(start);
  if (root === undefined) return { root: start, scope: "", notices: [] };
  const git = new Git(root, env, isRunnerOwned(root, env));
  const scope = relative(root, start).split(sep).join("/");
  const inside = asksGit(git);
  if (inside !== undefined) return { root, scope, notices: [inside] };
  return { root, scope, git, notices: [] };
}

function realDirectory(directory: string): string {
  try {
    const real = realpathSync(resolve(directory));
    if (statSync(real).isDirectory()) return real;
  } catch {
    throw new ConfigurationError(
      `${directory}: no such directory. Give the root of the repository, or a directory in it.`,
    );
  }
  throw new ConfigurationError(
    `${directory} is not a directory. To look at single files, name them with \`paths\` or \`scan\`.`,
  );
}

function findRoot(from: string): string | undefined {
  for (let at = from; ; at = dirname(at)) {
    if (existsSync(join(at, ".git"))) return at;
    if (dirname(at) === at) return undefined;
  }
}

/** On a runner the workspace was made for this job: a container's other user id is no warning. */
function isRunnerOwned(root: string, env: Env): boolean {
  const workspace = env["GITHUB_WORKSPACE"];
  if (env["GITHUB_ACTIONS"] !== "true" || !workspace || !existsSync(workspace)) return false;
  const real = realpathSync(workspace);
  return root === real || root.startsWith(real + sep);
}

/** Undefined where git works here; else why it does not. */
function asksGit(git: Git): string | undefined {
  try {
    git.text(["rev-parse", "--git-dir"]);
    return undefined;
  } catch (error) {
    return `${git.root} looks like a git work tree, but ${(error as Error).message}`;
  }
}
