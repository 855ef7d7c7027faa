import type { NotScanned } from "../core/report";

/** Why nobody looked into a file, and what its owner can do: the same words on every surface. */
const WORDS: Readonly<Record<NotScanned["reason"], { why: string; fix: string }>> = {
  "not-fetched": {
    why: "Its content is not here",
    fix: "Fetch it before this step: `lfs: true` in actions/checkout, `git lfs pull` or `dvc pull`. A larger lfs-max-size lets this step fetch more.",
  },
  unsupported: {
    why: "This format is not read yet",
    fix: "Nothing is wrong with it, and nothing is vouched for. Load it only from a source that you trust.",
  },
  unreadable: {
    why: "It could not be read",
    fix: "Check that it is a regular, complete file, or make it anew.",
  },
  empty: { why: "It is empty", fix: "Commit the real file, or remove it." },
  outside: {
    why: "It lies outside of this repository",
    fix: "Run the gate where it lies, or put the file itself in its place. Links out of the workspace are not followed.",
  },
};

export function notScannedWhy(notScanned: NotScanned): string {
  return WORDS[notScanned.reason].why;
}

export function notScannedFix(notScanned: NotScanned): string {
  return WORDS[notScanned.reason].fix;
}
