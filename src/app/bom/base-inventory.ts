import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { FileSelection, SelectedFile } from "../../core/host";
import type { Inventory } from "../../core/inventory";
import type { LockfileSyntax } from "../../core/lockfile";
import { filesOfCommit, ScratchFiles, type CommittedFile } from "../../host/base-tree";
import { MAX_POINTER_BYTES, parsePointer } from "../../host/lfs-pointer";
import { contextInCommit } from "../../host/lockfile-text";
import type { Git } from "../../host/git";
import type { Workspace } from "../../host/workspace";
import { buildInventory, type OriginEntry, type TreeFile } from "../../inventory";
import { readLockfiles } from "../../lockfiles/read-all";
import { InvalidModelsLock, MODELS_LOCK, parseModelsLock } from "../../sources/models-lock";
import { lockfilesOf } from "../audit/find-lockfiles";
import { leftOut, recordedPaths, type Collected } from "./collect";
import { readFiles, type ReadOptions, type Scan } from "./read-files";

export interface BaseInput {
  readonly workspace: Workspace;
  readonly selection: FileSelection;
  readonly head: Collected;
  readonly scan: Scan;
  readonly ignored: (path: string) => boolean;
}

/**
 * The inventory of the base: what the change does not touch is the head's, and the rest is taken out of git and read as any
 * file is. Undefined where there is no base. Throws `GitError` where the base's content cannot be had.
 */
export async function baseInventory(input: BaseInput): Promise<Inventory | undefined> {
  const { workspace, selection, ignored } = input;
  const { git, scope } = workspace;
  const { base, mode } = selection;
  if (git === undefined || base === undefined || mode !== "changes") return undefined;
  const tree = filesOfCommit(git, base);
  const wanted = ({ path }: { readonly path: string }) =>
    (scope === "" || path.startsWith(`${scope}/`)) && !ignored(path);
  const all = tree.files.filter(wanted);
  const leaving = tree.leaving.filter(wanted);
  const { changedPaths } = selection;
  const touched = ({ path, through }: Pick<CommittedFile, "path" | "through">) =>
    changedPaths.has(path) || through.some((each) => changedPaths.has(each));
  const head = new Map(input.head.files.map((file) => [file.path, file]));
  // What the change leaves alone and is not here, as in a sparse checkout, is in neither inventory.
  const same = new Map(
    [...all, ...leaving].flatMap((file) => {
      const here = touched(file) ? undefined : head.get(file.path);
      return here === undefined ? [] : [[file.path, here] as const];
    }),
  );
  const others = all.filter(touched);
  const origins = originsIn(git, base);
  const recorded = recordedPaths(origins);
  const scratch = new ScratchFiles(git, others);
  try {
    const taken = others.flatMap((file): SelectedFile[] => {
      const absolute = scratch.placeOf(file);
      return absolute === undefined ? [] : [{ path: file.path, absolute, size: file.size, sameAsBase: false }];
    });
    return buildInventory({
      subject: { ...input.head.inventory.subject, commit: base, dirty: false },
      files: [
        ...same.values(),
        // What a link led to outside of the commit is not known: nobody can say whether that changed.
        ...leaving.flatMap(({ path }) => (same.has(path) || !head.has(path) ? [] : [{ path, size: 0 }])),
        ...others.filter((file) => scratch.placeOf(file) === undefined).map(({ path, size }) => ({ path, size })),
        ...(await readTaken(taken, { ...input, scanned: [], recorded, besides: [...same.values()] })),
      ],
      packages: packagesOf({ git, base, all, same, taken }, input),
      origins,
      missing: [],
      leftOut: leftOut(input, recorded),
    });
  } finally {
    scratch.remove();
  }
}

/** What Git LFS keeps is known by its pointer: the base's objects are not fetched for a comparison. */
async function readTaken(taken: readonly SelectedFile[], options: ReadOptions): Promise<TreeFile[]> {
  const pointed = taken.flatMap(({ path, absolute, size }): TreeFile[] => {
    const pointer = size < MAX_POINTER_BYTES ? parsePointer(readFileSync(absolute as string)) : undefined;
    return pointer === undefined ? [] : [{ path, size: pointer.size, sha256: pointer.oid, digestFrom: "git-lfs" }];
  });
  const known = new Set(pointed.map(({ path }) => path));
  const here = taken.filter(({ path }) => !known.has(path));
  const { files } = await readFiles(here, options);
  return [...pointed, ...files];
}

interface BaseFiles {
  readonly git: Git;
  readonly base: string;
  readonly all: readonly CommittedFile[];
  readonly same: ReadonlyMap<string, TreeFile>;
  readonly taken: readonly SelectedFile[];
}

/** A lockfile that the change leaves alone locks the same, but for one that reads others. */
function packagesOf({ git, base, all, same, taken }: BaseFiles, { head, workspace, selection }: BaseInput) {
  // What is included may have any name.
  const mayDiffer = ({ includes }: LockfileSyntax) => includes === true && taken.length > 0;
  const kept = head.locks.filter(({ path, syntax }) => same.has(path) && !mayDiffer(syntax));
  // What was given beside the tree is no part of the change.
  const here = new Set([...all.map(({ path }) => path), ...selection.changedPaths]);
  const given = head.locks.filter(({ path }) => !here.has(path));
  const known = new Set(kept.map(({ path }) => path));
  const again = all.filter(({ path }) => same.has(path) && !known.has(path));
  const anew = [...taken, ...again.map(({ path, size }) => onDisk(workspace, path, size))];
  const context = (path: string) => contextInCommit(git, base, path);
  const found = lockfilesOf(workspace, anew, new Set(), context).filter(({ syntax }) => !syntax.id.endsWith("-sbom"));
  const contents = [...kept, ...given, ...readLockfiles(found)];
  return contents.flatMap(({ packages }) => packages);
}

/** What the change leaves alone is on disk as the base has it. */
function onDisk({ root }: Workspace, path: string, size: number): SelectedFile {
  return { path, absolute: join(root, path), size, sameAsBase: true };
}

/** A manifest of the base that cannot be read says nothing about this change. */
function originsIn(git: Git, base: string): OriginEntry[] {
  const content = git.show(base, MODELS_LOCK, MAX_MANIFEST_BYTES);
  try {
    return content === undefined ? [] : [...parseModelsLock(content.toString("utf8")).models];
  } catch (error) {
    if (error instanceof InvalidModelsLock) return [];
    throw error;
  }
}

/** Bytes. That of 10,000 models has some 10 MB. CWE-770. */
const MAX_MANIFEST_BYTES = 64 * 1024 ** 2;
