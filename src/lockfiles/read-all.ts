import { readLockfile, type Lockfile, type LockfileContent } from "./read";

/** Packages of one run, in all its lockfiles. The largest monorepos lock some 50,000 in some hundred files. CWE-770. */
const MAX_PACKAGES = 200_000;
/** What is worth a word beside them. Real repositories have some hundred. CWE-770. */
const MAX_SUBJECTS = 20_000;

/**
 * The lockfiles of a run, one after the other: a text is only asked for when its turn comes. Those behind a limit are not read, which
 * each of them says.
 */
export function readLockfiles(
  lockfiles: readonly Lockfile[],
  limits: { readonly packages: number; readonly subjects: number } = { packages: MAX_PACKAGES, subjects: MAX_SUBJECTS },
): LockfileContent[] {
  let [packages, subjects] = [0, 0];
  return lockfiles.map((lockfile) => {
    const full = packages >= limits.packages || subjects >= limits.subjects;
    const content = full ? unread(lockfile, limits) : readLockfile(lockfile);
    packages += content.packages.length;
    subjects += content.subjects.length;
    return content;
  });
}

function unread(
  { path, syntax }: Lockfile,
  limits: { readonly packages: number; readonly subjects: number },
): LockfileContent {
  const detail = `the lockfiles before it have more than ${limits.packages} packages or ${limits.subjects} findings, so it was not read`;
  const lockfile = { kind: "unreadable", reason: "limit", detail } as const;
  return { path, syntax, packages: [], subjects: [{ kind: "lockfile", at: { path, inside: [], line: 1 }, lockfile }] };
}
