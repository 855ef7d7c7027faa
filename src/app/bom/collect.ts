import { posix } from "node:path";
import type { FileSelection, SelectedFile } from "../../core/host";
import { MAX_CARD_BYTES } from "../../core/card-reader";
import type { InventorySubject } from "../../core/inventory";
import type { LockedPackage } from "../../core/package-facts";
import type { ScannedFile } from "../../gate";
import { digestOf, pointerOf, textOf } from "../../host/tree-content";
import { selectFiles } from "../../host/select";
import type { Workspace } from "../../host/workspace";
import { buildInventory, wantsText, type OriginEntry, type TreeFile } from "../../inventory";
import type { Inventory } from "../../core/inventory";
import { readLockfiles } from "../../lockfiles/read-all";
import { lockfilesOf } from "../audit/find-lockfiles";

export interface CollectInput {
  readonly workspace: Workspace;
  readonly subject: InventorySubject;
  /** What this run has scanned already: nothing is read twice. */
  readonly scanned: readonly ScannedFile[];
  /** Scans what it has not; findings are not wanted. */
  readonly scan: (files: readonly SelectedFile[]) => Promise<readonly ScannedFile[]>;
  readonly ignored: (path: string) => boolean;
  /** Of installed environments, beside those of lockfiles. */
  readonly packages: readonly LockedPackage[];
  readonly origins: readonly OriginEntry[];
}

/** The inventory of the whole tree, whatever the change is: what it does not touch is delivered too. */
export async function collectInventory(input: CollectInput): Promise<Inventory> {
  const { workspace, subject, origins } = input;
  const tree = treeOf(input);
  const known = new Map(input.scanned.map((file) => [file.path, file]));
  const rest = tree.files.filter(({ path }) => !known.has(path));
  for (const file of await input.scan(rest)) known.set(file.path, file);
  const files = [...describe(tree.files, known), ...pointers(tree, workspace)];
  return buildInventory({
    subject,
    files,
    packages: [...packagesOf(workspace, tree), ...input.packages],
    origins,
    missing: tree.missing.map(({ path, detail }) => ({ path, detail })),
  });
}

/** Everything that is tracked, or untracked and not ignored. Nothing is fetched for it. */
function treeOf({ workspace, ignored }: CollectInput): FileSelection {
  const all = selectFiles(workspace, { kind: "tree", notices: [] }, { lfsMaxBytes: 0, ignored });
  return {
    ...all,
    files: all.files.filter(({ path }) => !ignored(path)),
    missing: all.missing.filter(({ path }) => !ignored(path)),
  };
}

/** Files that stand beside a model belong to it, whatever they are: they get a digest too. */
function describe(files: readonly SelectedFile[], known: ReadonlyMap<string, ScannedFile>): TreeFile[] {
  const places = new Set(
    files.filter(({ path }) => known.get(path)?.format !== undefined).map(({ path }) => posix.dirname(path)),
  );
  return files.map((file): TreeFile => {
    const { path, size, absolute } = file;
    const scanned = known.get(path);
    const sha256 = scanned?.sha256 ?? (places.has(posix.dirname(path)) ? digestOf(absolute) : undefined);
    const text = wantsText(path) && size <= MAX_CARD_BYTES ? textOf(absolute) : undefined;
    return {
      path,
      size,
      ...(sha256 === undefined ? {} : { sha256 }),
      ...(scanned?.format === undefined ? {} : { format: scanned.format }),
      ...(scanned?.card === undefined ? {} : { card: scanned.card }),
      ...(text === undefined ? {} : { text }),
    };
  });
}

/** What Git LFS keeps elsewhere is known by the digest that its pointer says. */
function pointers({ missing }: FileSelection, { root }: Workspace): TreeFile[] {
  return missing.flatMap(({ path, reason }): TreeFile[] => {
    const pointer = reason === "not-fetched" ? pointerOf(root, path) : undefined;
    return pointer === undefined ? [] : [{ path, size: pointer.size, sha256: pointer.oid, digestFrom: "git-lfs" }];
  });
}

function packagesOf(workspace: Workspace, { files }: FileSelection): LockedPackage[] {
  return readLockfiles(lockfilesOf(workspace, files, new Set())).flatMap(({ packages }) => packages);
}
