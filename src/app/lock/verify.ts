import { compareWithLock, type SeenFile } from "../../sources/compare-models-lock";
import { digestOf } from "../../sources/digests";
import { SourceFailure, type ModelSource, type SourceFile, type SourceListing } from "../../sources/model-source";
import { pathOf, type LockedModel, type LockedModelFile, type ModelsLock } from "../../sources/models-lock";
import { NoSource, parseSource } from "../../sources/source-address";
import type { Progress } from "../counting";
import { readLocal } from "./local-file";
import type { LockRequest } from "./request";
import type { LockSetting } from "./setting";
import type { FileLine, ModelLine, RemoteLine, Verdict, VerifyReport } from "./telling";

/** `lock verify [PATH...] [--remote]`: local files, and with `remote` their sources, against the manifest. */
export async function verifyModels(
  setting: LockSetting,
  paths: readonly string[],
  request: LockRequest,
): Promise<VerifyReport> {
  const lock = setting.read();
  const models: ModelLine[] = [];
  const selected = setting.select(lock, paths);
  const extra = extraFiles(setting, lock, selected);
  const reading = setting.reading(selected.flatMap((model) => model.files.map((file) => pathOf(model, file))));
  for (const model of selected) {
    const { path, source, revision } = model;
    const line = {
      path,
      source,
      ...(revision === undefined ? {} : { revision }),
      files: [...model.files.map((file) => localFile(setting, model, file, reading)), ...extra.get(path)!],
    };
    models.push(request.remote ? { ...line, remote: await remoteState(setting, model, request) } : line);
  }
  return { command: "verify", verdict: verdictOf(models), models };
}

function verdictOf(models: readonly ModelLine[]): Verdict {
  const statuses = new Set(
    models.flatMap(({ files, remote }) => [...files, ...(remote?.files ?? [])].map(({ status }) => status)),
  );
  if (["changed", "missing", "extra", "unreadable"].some((status) => statuses.has(status as FileLine["status"])))
    return "fail";
  const failed = models.some(({ remote }) => remote?.failure !== undefined);
  return failed || statuses.has("not-fetched") || statuses.has("not-asked") ? "incomplete" : "pass";
}

/** Files in the directories of these models that the manifest does not name, by the model's path. */
function extraFiles(
  setting: LockSetting,
  lock: ModelsLock,
  models: readonly LockedModel[],
): ReadonlyMap<string, FileLine[]> {
  const here = new Set<string>();
  for (const model of models)
    if (model.path !== ".") for (const path of setting.files.list(model.path)) here.add(pathOf(model, { path }));
  const wanted = new Map<string, FileLine[]>(models.map(({ path }) => [path, []]));
  const seen = [...here].map((path): SeenFile => ({ path, size: 0 }));
  for (const { path, model } of compareWithLock(lock, seen).unlisted)
    wanted.get(model.path)?.push({ path: path.slice(model.path.length + 1), status: "extra" });
  return wanted;
}

function localFile(setting: LockSetting, model: LockedModel, file: LockedModelFile, reading: Progress): FileLine {
  const local = readLocal(setting.files, pathOf(model, file), reading);
  const { path } = file;
  if (local.kind === "absent") return { path, status: "missing" };
  if (local.kind === "refused") return { path, status: "unreadable", detail: local.detail };
  if (local.size !== file.size)
    return { path, status: "changed", detail: `it has ${local.size} bytes, and had ${file.size}` };
  if (local.sha256 !== file.sha256)
    return { path, status: "changed", detail: `its SHA-256 is ${local.sha256}, and was ${file.sha256}` };
  if (local.kind === "pointer") return { path, status: "not-fetched", detail: "Git LFS has its content: git lfs pull" };
  return { path, status: "unchanged" };
}

/** What the source says now of what was recorded, and whether what it follows has moved. */
async function remoteState(setting: LockSetting, model: LockedModel, request: LockRequest): Promise<RemoteLine> {
  let source: ModelSource;
  try {
    source = setting.open(parseSource(model.source));
  } catch (error) {
    if (error instanceof NoSource) return { files: [], failure: `source: ${error.message}` };
    throw error;
  }
  let files: readonly FileLine[] = [];
  try {
    const listing = await source.resolve(source.keepsRevisions ? model.revision : undefined);
    files = await remoteFiles({ setting, source, again: request.download }, listing, model);
    const unasked = files.find(({ status }) => status === "not-asked");
    if (unasked !== undefined) return { files, failure: unasked.detail ?? "not all of it could be asked" };
    const tip = source.keepsRevisions ? await source.tip() : listing.revision;
    return { files, ...(tip === undefined || tip === model.revision ? {} : { moved: tip }) };
  } catch (error) {
    if (error instanceof SourceFailure) return { files, failure: error.message };
    throw error;
  }
}

interface Remote {
  readonly setting: LockSetting;
  readonly source: ModelSource;
  /** Whether what the source says that it has is fetched all the same. */
  readonly again: boolean;
}

async function remoteFiles(from: Remote, listing: SourceListing, model: LockedModel): Promise<readonly FileLine[]> {
  const known = new Map(listing.files.map((file) => [file.path, file]));
  const lines: FileLine[] = [];
  let failed: string | undefined;
  for (const file of model.files) {
    const remote = known.get(file.path);
    if (failed !== undefined) lines.push({ path: file.path, status: "not-asked", detail: failed });
    else if (remote === undefined) lines.push({ path: file.path, status: "missing" });
    else {
      try {
        lines.push(await remoteFile(from, remote, file));
      } catch (error) {
        if (!(error instanceof SourceFailure)) throw error;
        lines.push({ path: file.path, status: "not-asked", detail: error.message });
        if (error.kind === "unreachable") failed = error.message; // A server that hangs is not waited for again and again.
      }
    }
  }
  return lines;
}

async function remoteFile(
  { setting, source, again }: Remote,
  remote: SourceFile,
  file: LockedModelFile,
): Promise<FileLine> {
  const { path } = file;
  if (remote.size !== undefined && remote.size !== file.size)
    return { path, status: "changed", detail: `the source has ${remote.size} bytes, and had ${file.size}` };
  const said = remote.sha256 !== undefined && (!again || remote.sha256 !== file.sha256);
  const fetching = setting.fetching([file]);
  const fetched = () => digestOf(source.open(remote), (bytes) => fetching.read(path, bytes));
  const sha256 = said ? remote.sha256! : (await fetched()).sha256;
  if (sha256 === file.sha256) return { path, status: "unchanged" };
  return { path, status: "changed", detail: `its SHA-256 at the source is ${sha256}, and was ${file.sha256}` };
}
