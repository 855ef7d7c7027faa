import type { FileSelection } from "../core/host";
import type { Comparison } from "./changes";
import { diffCommits, diffWorkTree, dirtyNames, trackedNames, untrackedNames, type Change } from "./diff";
import { Gathering, type SelectOptions } from "./gathering";
import type { Git } from "./git";
import { namedPaths } from "./named-paths";
import { displayPath } from "./path-bytes";
import { walk } from "./walk";
import type { Workspace } from "./workspace";

export type { SelectOptions } from "./gathering";

/** Chooses the files of a run. `comparison` is undefined outside of a repository. */
export function selectFiles(
  workspace: Workspace,
  comparison: Comparison | undefined,
  options: SelectOptions = {},
): FileSelection {
  const changes = readChanges(workspace, comparison);
  const gathering = new Gathering(workspace, comparison, changes, options);
  if (options.paths && options.paths.length > 0) gatherPaths(gathering, workspace, options.paths, changes);
  else if (comparison === undefined) gatherDirectory(gathering, workspace);
  else if (changes) gatherChanges(gathering, workspace, comparison, changes);
  else if (comparison.kind === "tree" && !workspace.git) gatherDirectory(gathering, workspace);
  else if (comparison.kind === "tree" && workspace.git) gatherTree(gathering, workspace.git, workspace.scope);
  return gathering.selection(modeOf(comparison, options), withheld(comparison, options));
}

function modeOf(comparison: Comparison | undefined, options: SelectOptions): FileSelection["mode"] {
  if (options.paths && options.paths.length > 0) return "paths";
  return comparison === undefined || comparison.kind === "tree" ? "tree" : "changes";
}

/** Named files are looked at even where the base is not known; only what is old cannot be told then. */
function withheld(comparison: Comparison | undefined, options: SelectOptions): string | undefined {
  if (comparison?.kind === "wrong-head") return comparison.reason;
  return comparison?.kind === "unknown-base" && !options.paths?.length ? comparison.reason : undefined;
}

function readChanges(workspace: Workspace, comparison: Comparison | undefined): Change[] | undefined {
  if (!workspace.git || !comparison) return undefined;
  if (comparison.kind === "commits") return diffCommits(workspace.git, comparison.base, comparison.head);
  if (comparison.kind !== "work-tree") return undefined;
  const { files, checkouts } = untrackedNames(workspace.git, "");
  const added = (name: Buffer, kind: Change["kind"]): Change => ({ name, kind, sameContent: false });
  return [
    ...diffWorkTree(workspace.git, comparison.base),
    ...files.map((name) => added(name, "file")),
    ...checkouts.map((name) => added(name, "submodule")),
  ];
}

function gatherChanges(
  gathering: Gathering,
  { git, scope }: Workspace,
  comparison: Comparison,
  changes: readonly Change[],
): void {
  const mayBeOld = changes.some((change) => change.sameContent) && comparison.kind === "commits";
  const dirty = new Set(mayBeOld && git ? dirtyNames(git).map(key) : []);
  for (const change of changes) {
    if (!inScope(change.name, scope)) continue;
    if (change.kind === "deleted") gathering.delete(change.name);
    else if (change.kind === "submodule") gathering.submodule(change.name);
    else gathering.add(change.name, { sameAsBase: change.sameContent && !dirty.has(key(change.name)), expected: true });
  }
}

function gatherPaths(
  gathering: Gathering,
  workspace: Workspace,
  paths: readonly string[],
  changes: readonly Change[] | undefined,
): void {
  const names = namedPaths(workspace, paths);
  const unchanged = changes && workspace.git ? unchangedNames(workspace.git, changes) : new Set<string>();
  for (const name of names) gathering.add(name, { sameAsBase: unchanged.has(key(name)), expected: true });
}

/** Tracked files that neither the change nor anything since the checkout has touched. */
function unchangedNames(git: Git, changes: readonly Change[]): Set<string> {
  const names = new Set(trackedNames(git, "").files.map(key));
  for (const change of changes) if (!change.sameContent) names.delete(key(change.name));
  for (const name of dirtyNames(git)) names.delete(key(name));
  return names;
}

function gatherTree(gathering: Gathering, git: Git, scope: string): void {
  const tracked = trackedNames(git, scope);
  for (const name of tracked.submodules) gathering.submodule(name);
  for (const name of tracked.files) gathering.add(name, { sameAsBase: false, expected: false });
  const untracked = untrackedNames(git, scope);
  for (const name of untracked.checkouts) gathering.submodule(name);
  for (const name of untracked.files) gathering.add(name, { sameAsBase: false, expected: false });
}

function gatherDirectory(gathering: Gathering, { root, scope }: Workspace): void {
  for (const name of walk(root, Buffer.from(scope))) gathering.add(name, { sameAsBase: false, expected: false });
}

function inScope(name: Buffer, scope: string): boolean {
  return scope === "" || displayPath(name).startsWith(`${scope}/`);
}

/** Bytes as a key: latin1 keeps every byte apart. */
function key(name: Buffer): string {
  return name.toString("latin1");
}
