import type { Finding } from "../../core/finding";
import { checkOf } from "./checks";
import { rowKey, type RowSubject } from "./model-rows";

/** Where something stands in the matrix, by the index of the row. */
export interface RowFinder {
  /** Whose file it is, else the innermost model's directory around it, else the last. */
  readonly ofPath: (path: string) => number;
  /** The row of a lockfile, else the last. */
  readonly ofLockfile: (lockfile: string) => number;
  /** What is found about packages belongs to each lockfile that has the file, also where that lies in a model's directory. */
  readonly ofFinding: (finding: Pick<Finding, "rule" | "location">) => readonly number[];
}

/** `subjects`: the last one is what belongs to no other. */
export function rowFinder(subjects: readonly RowSubject[]): RowFinder {
  const last = subjects.length - 1;
  const lockfiles = new Map<string, number>();
  const reading = new Map<string, number[]>();
  for (const [index, { kind, path, files }] of subjects.entries()) {
    if (kind !== "lockfile") continue;
    lockfiles.set(path, index);
    for (const file of files) reading.set(file, [...(reading.get(file) ?? []), index]);
  }
  const ofPath = pathFinder(subjects);
  return {
    ofPath,
    ofLockfile: (lockfile) => lockfiles.get(lockfile) ?? last,
    ofFinding: ({ rule, location: { path } }) =>
      (checkOf(rule) === "dependencies" ? reading.get(path) : undefined) ?? [ofPath(path)],
  };
}

function pathFinder(subjects: readonly RowSubject[]): RowFinder["ofPath"] {
  const byFile = new Map<string, number>();
  const byDirectory = new Map<string, number>();
  for (const [index, { kind, path, files }] of subjects.entries()) {
    for (const file of [...files].map(rowKey)) if (!byFile.has(file)) byFile.set(file, index);
    const key = rowKey(path);
    if (kind === "model" && !byDirectory.has(key)) byDirectory.set(key, index);
  }
  return (given) => {
    const path = rowKey(given);
    const own = byFile.get(path) ?? byDirectory.get(path);
    if (own !== undefined) return own;
    for (let end = path.lastIndexOf("/"); end > 0; end = path.lastIndexOf("/", end - 1)) {
      const around = byDirectory.get(path.slice(0, end));
      if (around !== undefined) return around;
    }
    return subjects.length - 1;
  };
}
