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
  /** Another row may have the same name, or a file of that name: nobody can say which of them something was found in. */
  readonly mistakable?: true;
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
  const all = [...withMistakable(models), ...lockfileSubjects(report)];
  const rest: RowSubject = { kind: "repository", path: "", files: new Set() };
  return { subjects: [...all.slice(0, MAX_ROWS), rest], leftOut: Math.max(0, all.length - MAX_ROWS) };
}

/** Each lockfile, with the files that it only includes. */
function lockfileSubjects({ packages }: RunReport): RowSubject[] {
  const found = new Map<string, Set<string>>();
  for (const { lockfile, file } of packages) {
    const files = found.get(lockfile) ?? new Set([lockfile]);
    found.set(lockfile, file === undefined ? files : files.add(file));
  }
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([path, files]) => ({ kind: "lockfile", path, files }));
}

/** Says of models that have a name or a file in common, as far as rows are found by it, that they are mistakable. */
function withMistakable(models: readonly RowSubject[]): RowSubject[] {
  const owners = new Map<string, number>();
  const mistakable = new Set<number>();
  for (const [index, { path, files }] of models.entries())
    for (const key of new Set([path, ...files].map(rowKey))) {
      const other = owners.get(key);
      if (other === undefined) owners.set(key, index);
      else mistakable.add(other).add(index);
    }
  return models.map((model, index) => (mistakable.has(index) ? { ...model, mistakable: true } : model));
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
