import { join } from "node:path";
import type { FileSelection, SelectedFile } from "../../core/host";
import { trackedNames } from "../../host/diff";
import { displayPath } from "../../host/path-bytes";
import type { Workspace } from "../../host/workspace";
import { LOCKFILES } from "../../lockfiles";
import type { Lockfile } from "../../lockfiles/read";
import { lockfilesOf } from "./find-lockfiles";

/** What a text has that includes another: an option of pip, a parent. */
const INCLUDES = /^[ \t]*(?:-[ \t]+)?["']?-[-rc]|<(?:\w+:)?parent[\s>]/m;
/** Lockfiles that are looked at whether they include what changes. The largest monorepos have some thousand. CWE-770. */
const MAX_LOOKED_AT = 5_000;

/**
 * Lockfiles that the change does not touch, but that include a file which it touches: what they install changes with it.
 * `selected`: those that are audited anyway.
 */
export function includingLockfiles(
  workspace: Workspace,
  { mode, base, files, changedPaths }: FileSelection,
  selected: readonly Lockfile[],
): Lockfile[] {
  if (workspace.git === undefined || base === undefined || mode !== "changes") return [];
  const audited = new Map(selected.map(({ path, syntax }) => [path, syntax.id]));
  const taken = new Set(files.map(({ path }) => path));
  const candidates = trackedNames(workspace.git, workspace.scope)
    .files.map((name) => displayPath(name))
    .filter((path) => !taken.has(path) && LOCKFILES.some((syntax) => syntax.includes === true && syntax.claims(path)))
    .slice(0, MAX_LOOKED_AT)
    .map((path): SelectedFile => ({ path, absolute: join(workspace.root, path), size: 0, sameAsBase: true }));
  // A list that is audited itself says what is in it; a POM does not say what its properties are for.
  const counts = (path: string): boolean => changedPaths.has(path) && audited.get(path) !== "requirements";
  return lockfilesOf(workspace, candidates, new Set())
    .filter(({ syntax }) => syntax.includes === true)
    .filter((lockfile) => includes(lockfile, counts));
}

function includes({ syntax, text: given, context }: Lockfile, counts: (path: string) => boolean): boolean {
  const text = typeof given === "function" ? given() : given;
  if (typeof text !== "string" || !INCLUDES.test(text)) return false;
  let found = false;
  const watched: typeof context = {
    ...context,
    include(relative) {
      const included = context.include(relative);
      found ||= counts(included.path);
      return included;
    },
  };
  try {
    for (const entry of syntax.parse(text, watched)) if (found || entry === undefined) break;
  } catch {
    // Unreadable as it was; the change did not make it so.
  }
  return found;
}
