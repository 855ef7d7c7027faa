import type { RunReport } from "../../core/report";
import { propertyOf, type BomComponent, type BomDocument } from "../bom-document";

/** What a row of the matrix is about: a model, a lockfile, or what belongs to neither. */
export interface RowSubject {
  readonly kind: "model" | "lockfile" | "repository";
  /** A model's directory or file, or the lockfile. */
  readonly path: string;
  /** Files of a model that the bill of materials lists. */
  readonly files: ReadonlySet<string>;
  /** The model in the bill of materials. */
  readonly component?: BomComponent;
}

/** Rows of the matrix; the rest are counted. */
const MAX_ROWS = 2000;

/** The models as the bill of materials has them, else the files that were looked at; then the lockfiles, then the rest. */
export function rowSubjects(
  report: RunReport,
  bom: BomDocument | undefined,
): { readonly subjects: readonly RowSubject[]; readonly leftOut: number } {
  const models: RowSubject[] =
    bom === undefined
      ? report.artifacts.map(({ path }) => ({ kind: "model", path, files: new Set([path]) }))
      : bom.components.flatMap((component) => modelSubject(component));
  const lockfiles = [...new Set(report.packages.map(({ lockfile }) => lockfile))].sort();
  const all: RowSubject[] = [
    ...models,
    ...lockfiles.map((path): RowSubject => ({ kind: "lockfile", path, files: new Set([path]) })),
  ];
  const rest: RowSubject = { kind: "repository", path: "", files: new Set() };
  return { subjects: [...all.slice(0, MAX_ROWS), rest], leftOut: Math.max(0, all.length - MAX_ROWS) };
}

function modelSubject(component: BomComponent): RowSubject[] {
  const path = propertyOf(component, "path");
  if (component.type !== "machine-learning-model" || path === undefined) return [];
  const files = component.components.filter(({ type }) => type === "file").map(({ name }) => name);
  return [{ kind: "model", path, files: new Set(files), component }];
}

/** Characters of a path that the bill of materials keeps in any case. */
const KEPT = 400;
/** What it puts U+FFFD for, and that itself. */
const ODD = /[\p{Cc}\p{Cs}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffd]/gu;

/** Paths as most are, of which nothing is written otherwise: the long way takes ten times as long. */
const PLAIN = /^[!-~]*$/;

/**
 * A path by which rows are found. The bill of materials writes odd characters as U+FFFD and cuts what is too long; a model with such
 * a name must not lose its findings to another row.
 */
export function rowKey(path: string): string {
  if (PLAIN.test(path)) return path.slice(0, KEPT);
  return path.replace(/\s+/g, " ").trim().replace(ODD, "\ufffd").slice(0, KEPT);
}

/** Whether other paths may have the same key, so that nobody can say which of them a row is about. */
export function isAmbiguous(path: string): boolean {
  const key = rowKey(path);
  return key.length >= KEPT || key.includes("\ufffd") || key !== path;
}

/** Index of the row that a path belongs to: whose file it is, else the innermost model's directory around it, else the last. */
export function rowFinder(subjects: readonly RowSubject[]): (path: string) => number {
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
