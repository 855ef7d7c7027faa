import type { BomChange, ComparedField } from "../core/bom-change";
import { byCodePoint } from "../core/order";
import type { ComparedFile, ComparedModel } from "./compared";
import { counted, sameSet, sorted } from "./counted";
import { canRunCode, weightsFormat } from "./less-safe";

const FIELDS: readonly ComparedField[] = [
  "version",
  "origin",
  "base",
  "dataset",
  "license",
  "architecture",
  "dtype",
  "parameters",
];

/** What headers of weights say. */
const HEADERS: ReadonlySet<ComparedField> = new Set(["dtype", "parameters"]);

/** Whether weights are known by a digest alone: then it is no news that nothing is known of their headers. */
function isUnread({ files }: ComparedModel): boolean {
  return [...files.values()].some(({ role, format }) => role === "weights" && format === undefined);
}

/** Models that came, went, moved, and what is different of those that stayed. In the order of paths. */
export function diffModels(
  base: ReadonlyMap<string, ComparedModel>,
  head: ReadonlyMap<string, ComparedModel>,
): BomChange[] {
  const left = new Map([...base].filter(([path]) => !head.has(path)));
  const gone = byIdentity(left.values());
  const changes: BomChange[] = [];
  for (const model of inOrder(head)) {
    const { path, name } = model;
    const before = base.get(path);
    if (before !== undefined) {
      changes.push(...diffModel(before, model));
      continue;
    }
    const from = gone.get(weightsIdentity(model) ?? "")?.shift();
    if (from === undefined) {
      changes.push({ kind: "model-added", path, name }, ...remoteCode(undefined, model));
      continue;
    }
    left.delete(from.path);
    changes.push({ kind: "model-moved", path, from: from.path, name }, ...diffModel(from, model, true));
  }
  for (const { path, name } of inOrder(left)) changes.push({ kind: "model-removed", path, name });
  return changes;
}

/** Models that are known by their weights; several may have the same ones. */
function byIdentity(models: Iterable<ComparedModel>): Map<string, ComparedModel[]> {
  const found = new Map<string, ComparedModel[]>();
  for (const model of models) {
    const identity = weightsIdentity(model);
    if (identity !== undefined) found.set(identity, [...(found.get(identity) ?? []), model]);
  }
  return found;
}

function inOrder(models: ReadonlyMap<string, ComparedModel>): ComparedModel[] {
  return [...models.values()].sort((a, b) => byCodePoint(a.path, b.path));
}

/** Digests of all weights; nothing where there are none, or one is not known: then nobody can say that it moved. */
function weightsIdentity({ files }: ComparedModel): string | undefined {
  const weights = [...files.values()].filter(({ role }) => role === "weights");
  if (weights.length === 0 || weights.some(({ sha256 }) => sha256 === undefined)) return undefined;
  return weights
    .map(({ sha256 }) => sha256)
    .sort()
    .join();
}

/** `moved`: known by its weights, whose names may differ. */
function* diffModel(base: ComparedModel, head: ComparedModel, moved = false): Generator<BomChange> {
  const { path } = head;
  yield* lessSafeFormat(base, head);
  yield* remoteCode(base, head);
  if (!moved) yield* filesChanged(base, head, "weights");
  for (const field of FIELDS) {
    const [from, to] = [base.fields.get(field), head.fields.get(field)];
    if (HEADERS.has(field) && (isUnread(base) || isUnread(head)) && (from === undefined || to === undefined)) continue;
    if (!sameSet(from, to)) yield { kind: "field-changed", path, field, from: sorted(from), to: sorted(to) };
  }
  yield* filesChanged(base, head, "other");
  const files = [...head.files].filter(([name, file]) => isBlind(base.files.get(name), file)).map(([name]) => name);
  if (files.length > 0) yield { kind: "not-comparable", path, files: counted(files) };
}

/** Both have the file, and of one it is not known what is in it. */
function isBlind(base: ComparedFile | undefined, head: ComparedFile): boolean {
  return base !== undefined && (base.sha256 === undefined || head.sha256 === undefined);
}

/** Files by their path inside of the model, so that a model that moved is compared with itself. */
function* filesChanged(base: ComparedModel, head: ComparedModel, of: "weights" | "other"): Generator<BomChange> {
  const isOf = ({ role }: ComparedFile): boolean => (of === "weights") === (role === "weights") && role !== "card";
  const added: string[] = [];
  const changed: string[] = [];
  for (const [name, file] of head.files) {
    const before = base.files.get(name);
    if (!isOf(file)) continue;
    if (before === undefined) added.push(name);
    else if (before.sha256 !== undefined && file.sha256 !== undefined && before.sha256 !== file.sha256)
      changed.push(name);
  }
  const removed = [...base.files].filter(([name, file]) => isOf(file) && !head.files.has(name)).map(([name]) => name);
  if (added.length + changed.length + removed.length === 0) return;
  const version = [...(head.fields.get("version") ?? [])][0];
  const sameVersion = sameSet(base.fields.get("version"), head.fields.get("version"));
  yield {
    kind: "files-changed",
    path: head.path,
    of,
    changed: counted(changed),
    added: counted(added),
    removed: counted(removed),
    sameVersion,
    ...(sameVersion && version !== undefined ? { version } : {}),
  };
}

function* lessSafeFormat(base: ComparedModel, head: ComparedModel): Generator<BomChange> {
  const [from, to] = [formatsOf(base), formatsOf(head)];
  if (from.size === 0 || [...from].some(canRunCode) || ![...to].some(canRunCode)) return;
  yield { kind: "less-safe-format", path: head.path, from: sorted(from), to: sorted(to) };
}

function formatsOf({ files }: ComparedModel): Set<string> {
  const weights = [...files].filter(([, { role }]) => role === "weights");
  return new Set(weights.map(([path, { format }]) => weightsFormat(path, format)));
}

/** Code that the head has and the base has not: new files, names that `auto_map` binds, and files with other content. */
function* remoteCode(base: ComparedModel | undefined, head: ComparedModel): Generator<BomChange> {
  const files = [...head.files]
    .filter(([name, { role }]) => role === "code" || name.endsWith(".py"))
    .filter(([name]) => base?.files.get(name) === undefined)
    .map(([name]) => name);
  const names = [...head.codeNames].filter((name) => base?.codeNames.has(name) !== true);
  const what = [...files, ...names];
  if (what.length > 0) yield { kind: "remote-code", path: head.path, what: counted(what) };
}
