/**
 * Paths as models write them, by their words alone: they may be from another system, so a backslash is a separator and a
 * drive is absolute.
 */
export type PathKind = "remote" | "absolute" | "leaves" | "inside";

/** A scheme of two letters and more: one letter is a drive. */
const REMOTE = /^[A-Za-z][A-Za-z0-9+.-]+:\/\//;
const ABSOLUTE = /^([/\\~]|[A-Za-z]:)/;

/** Where a path leads, seen from the directory of the model that names it. */
export function pathKind(path: string): PathKind {
  if (REMOTE.test(path)) return "remote";
  if (ABSOLUTE.test(path)) return "absolute";
  let depth = 0;
  for (const part of path.split(/[/\\]/)) {
    if (part === "..") depth--;
    else if (part !== "" && part !== ".") depth++;
    if (depth < 0) return "leaves";
  }
  return "inside";
}
