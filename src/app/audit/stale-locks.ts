import { posix } from "node:path";
import type { FileSelection } from "../../core/host";
import { contextOnDisk, decodeText, MAX_LOCKFILE_BYTES, readLockfileText } from "../../host/lockfile-text";
import type { Workspace } from "../../host/workspace";
import { dependencyPartOf, locksOf } from "../../lockfiles/manifests";
import type { AuditSubject } from "../../lockfiles/read";

/** Manifests whose dependencies this change touches, while the lock beside them stays as it was. */
export function staleLocks({ git, root }: Workspace, { base, files, changedPaths }: FileSelection): AuditSubject[] {
  if (git === undefined || base === undefined) return [];
  return files.flatMap(({ path, absolute, size, sameAsBase }): AuditSubject[] => {
    if (sameAsBase || locksOf(path, []).length === 0) return [];
    const beside = contextOnDisk(root, path).siblings();
    const directory = posix.dirname(path);
    const locks = locksOf(path, beside);
    const unchanged = locks.filter((lock) => !changedPaths.has(posix.join(directory, lock)));
    if (unchanged.length === 0 || unchanged.length < locks.length) return [];
    const now = readLockfileText(absolute, size);
    const before = git.show(base, path, MAX_LOCKFILE_BYTES);
    if (!("text" in now) || before === undefined) return [];
    if (dependencyPartOf(path, now.text) === dependencyPartOf(path, decodeText(before))) return [];
    const at = { path, inside: [], line: 1 };
    return [{ kind: "lockfile", at, lockfile: { kind: "stale", lockfile: posix.join(directory, unchanged[0]!) } }];
  });
}
