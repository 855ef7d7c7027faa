import { resolve } from "node:path";
import type { SuppliedInventory } from "../../core/inventory";
import { digestOf } from "../../host/tree-content";
import type { Workspace } from "../../host/workspace";
import type { LockfileContent } from "../../lockfiles/read";
import { displayed, namedInventory } from "../audit/find-lockfiles";
import type { Lockfile } from "../../lockfiles/read";

/** Inventories (SBOMs) by their files, as lockfiles. Throws `ConfigurationError` for what is none. */
export function suppliedLockfiles(files: readonly string[], workspace: Workspace): Lockfile[] {
  return files.map((file) => namedInventory(file, workspace));
}

/** The files themselves, for the bill of materials that has their packages; `contents`: what was read of them. */
export function suppliedInventories(
  files: readonly string[],
  { root }: Workspace,
  contents: readonly LockfileContent[],
): SuppliedInventory[] {
  return files.map((file) => {
    const path = displayed(resolve(file), root);
    const sha256 = digestOf(file);
    const gaps = contents
      .filter((content) => content.path === path)
      .flatMap(({ subjects }) => subjects)
      .flatMap((subject) =>
        subject.kind === "lockfile" && subject.lockfile.kind === "unreadable" ? [subject.lockfile.detail] : [],
      );
    return { path, ...(sha256 === undefined ? {} : { sha256 }), gaps };
  });
}
