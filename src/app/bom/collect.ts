import { resolve } from "node:path";
import type { FileOnDisk, FileSelection, SelectedFile } from "../../core/host";
import type { Inventory, InventorySubject } from "../../core/inventory";
import type { LockedPackage } from "../../core/package-facts";
import type { ScannedFile } from "../../gate";
import { selectFiles } from "../../host/select";
import { leftOutOf } from "../../host/left-out";
import { pointerOf } from "../../host/tree-content";
import type { Workspace } from "../../host/workspace";
import { buildInventory, type OriginEntry, type TreeFile } from "../../inventory";
import type { LockfileContent } from "../../lockfiles/read";
import { readLockfiles } from "../../lockfiles/read-all";
import { pathOf } from "../../sources/models-lock";
import { displayed, lockfilesOf } from "../audit/find-lockfiles";
import { readFiles, type Scan } from "./read-files";

export interface CollectInput {
  readonly workspace: Workspace;
  readonly subject: InventorySubject;
  /** What this run has scanned already: nothing is read twice. */
  readonly scanned: readonly ScannedFile[];
  /** Files that were named, which git may ignore: what the job has just made. */
  readonly named: readonly SelectedFile[];
  /** Lockfiles that this run has read already, and inventories and environments that it was given. */
  readonly read: readonly LockfileContent[];
  /** Files of inventories (SBOMs) that were given. Others in the tree speak of something else, or are an earlier bill of this one. */
  readonly sboms: readonly string[];
  /** Whether those of the tree are read: not where an installed environment stands in their place. */
  readonly lockfiles: boolean;
  /** Scans what it has not; findings are not wanted. */
  readonly scan: Scan;
  readonly ignored: (path: string) => boolean;
  /** Beside those of lockfiles. */
  readonly packages: readonly LockedPackage[];
  readonly origins: readonly OriginEntry[];
}

/** The inventory, and what it was made of: the base's has most of it too. */
export interface Collected {
  readonly inventory: Inventory;
  readonly files: readonly TreeFile[];
  /** The same, where they are. */
  readonly places: readonly FileOnDisk[];
  /** What the scan said of each file that is here. */
  readonly scanned: readonly ScannedFile[];
  readonly locks: readonly LockfileContent[];
}

/** The inventory of the whole tree, whatever the change is: what it does not touch is delivered too. */
export async function collectInventory(input: CollectInput): Promise<Collected> {
  const { workspace, subject, origins } = input;
  const tree = treeOf(input);
  const recorded = recordedPaths(origins);
  const read = await readFiles(tree.files, { ...input, recorded });
  const files = [...read.files, ...pointers(tree, workspace)];
  const known = new Set(input.read.map(({ path }) => path));
  const others = input.lockfiles ? tree.files.filter(({ path }) => !known.has(path)) : [];
  const given = new Set(input.sboms.map((file) => displayed(resolve(file), workspace.root)));
  const joins = ({ path, syntax }: Pick<LockfileContent, "path" | "syntax">) =>
    !syntax.id.endsWith("-sbom") || given.has(path);
  const found = lockfilesOf(workspace, others, new Set()).filter(joins);
  const locks = [...input.read.filter(joins), ...readLockfiles(found)];
  const inventory = buildInventory({
    subject,
    files,
    packages: [...locks.flatMap(({ packages }) => packages), ...input.packages],
    origins,
    missing: [
      ...tree.missing.map(({ path, detail }) => ({ path, detail })),
      ...read.unread,
      ...locks.flatMap(unreadOf),
    ],
    leftOut: leftOut(input, recorded),
  });
  return { inventory, files, places: tree.files, scanned: read.scanned, locks };
}

/** Parts of lockfiles that were not read: what they lock is not in the bill. */
function unreadOf({ subjects }: LockfileContent): { path: string; detail: string }[] {
  return subjects.flatMap((subject) => {
    if (subject.kind !== "lockfile" || subject.lockfile.kind !== "unreadable") return [];
    return [{ path: subject.at.path, detail: `not read in full, so packages are missing: ${subject.lockfile.detail}` }];
  });
}

/** Paths of all files that `models.lock.yaml` records. */
export function recordedPaths(origins: readonly OriginEntry[]): ReadonlySet<string> {
  return new Set(origins.flatMap((model) => model.files.map((file) => pathOf(model, file))));
}

/** Whether a recorded file is left out of the tree on purpose: by the policy, by git, or because another directory was asked for. */
export function leftOut(
  { workspace, ignored }: Pick<CollectInput, "workspace" | "ignored">,
  recorded: ReadonlySet<string>,
): (path: string) => boolean {
  const byGit = leftOutOf(workspace, [...recorded]);
  return (path) => ignored(path) || byGit(path);
}

/** Everything that is tracked, or untracked and not ignored, or was named. Nothing is fetched for it. */
function treeOf({ workspace, ignored, named }: CollectInput): FileSelection {
  const all = selectFiles(workspace, { kind: "tree", notices: [] }, { lfsMaxBytes: 0, ignored });
  return {
    ...all,
    files: withNamed(
      all.files.filter(({ path }) => !ignored(path)),
      named,
    ),
    missing: all.missing.filter(({ path }) => !ignored(path)),
  };
}

function withNamed(files: readonly SelectedFile[], named: readonly SelectedFile[]): SelectedFile[] {
  const here = new Set(files.map(({ path }) => path));
  return [...files, ...named.filter(({ path }) => !here.has(path))];
}

/** What Git LFS keeps elsewhere is known by the digest that its pointer says. */
function pointers({ missing }: FileSelection, { root }: Workspace): TreeFile[] {
  return missing.flatMap(({ path, reason }): TreeFile[] => {
    const pointer = reason === "not-fetched" ? pointerOf(root, path) : undefined;
    return pointer === undefined ? [] : [{ path, size: pointer.size, sha256: pointer.oid, digestFrom: "git-lfs" }];
  });
}
