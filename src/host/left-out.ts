import { trackedNames } from "./diff";
import { GitError, type Git } from "./git";
import { displayPath, splitNul } from "./path-bytes";
import type { Workspace } from "./workspace";

/**
 * Whether a file that was not selected is left out of the tree on purpose: it lies outside of the directory that was asked for, in a
 * submodule, in what a sparse checkout does not have, or among what git ignores. `paths`: those that may be asked; git is asked
 * once, and only when the first of them is.
 */
export function leftOutOf({ git, scope }: Workspace, paths: readonly string[]): (path: string) => boolean {
  if (git === undefined) return () => false;
  let known: ReadonlySet<string> | undefined;
  return (path) => (scope !== "" && !path.startsWith(`${scope}/`)) || (known ??= askGit(git, paths)).has(path);
}

function askGit(git: Git, paths: readonly string[]): Set<string> {
  const submodules = new Set(trackedNames(git, "").submodules.map(displayPath));
  const inSubmodules = paths.filter((path) => directoriesOf(path).some((each) => submodules.has(each)));
  // Of a path in a submodule `check-ignore` answers with an error for all of them.
  const others = new Set(paths);
  for (const path of inSubmodules) others.delete(path);
  return new Set([...inSubmodules, ...sparse(git), ...ignored(git, [...others])]);
}

/** The directories above a path, the nearest first. */
function directoriesOf(path: string): string[] {
  const found: string[] = [];
  for (let slash = path.lastIndexOf("/"); slash > 0; slash = path.lastIndexOf("/", slash - 1))
    found.push(path.slice(0, slash));
  return found;
}

/** Tracked files that the index says are not to be on disk (`skip-worktree`). */
function sparse(git: Git): string[] {
  const listed = git.names(["ls-files", "-z", "-t"]).map(displayPath);
  return listed.filter((line) => line.startsWith("S ")).map((line) => line.slice(2));
}

/** Paths that git ignores, whether they are on disk or not; tracked ones are never among them. */
function ignored(git: Git, paths: readonly string[]): string[] {
  if (paths.length === 0) return [];
  try {
    // The command refuses to take its paths literally. Behind `./` a leading `:` has no meaning, and globs never have one here.
    const input = Buffer.from(paths.map((path) => `./${path}\0`).join(""));
    const answer = git.bytes(["--no-literal-pathspecs", "check-ignore", "-z", "--stdin"], { input });
    return splitNul(answer).map((path) => displayPath(path).slice(2));
  } catch (error) {
    // It ends with 1 where none of them is ignored. Where it cannot tell, none counts as ignored.
    if (error instanceof GitError) return [];
    throw error;
  }
}
