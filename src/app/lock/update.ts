import { ConfigurationError } from "../../core/host";
import { digestOf } from "../../sources/digests";
import type { NewModel } from "../../sources/edit-models-lock";
import { checkCollisions } from "../../sources/listing";
import { SourceFailure, type ModelSource, type SourceFile, type SourceListing } from "../../sources/model-source";
import { pathOf, type LockedModel } from "../../sources/models-lock";
import { atRevision, parseSource, writeSource, type SourceAddress } from "../../sources/source-address";
import { agrees, fetchFile } from "./fetch-file";
import type { Progress } from "../counting";
import { readLocal } from "./local-file";
import type { LockRequest } from "./request";
import { usable, type LockSetting } from "./setting";
import type { UpdateLine, UpdateReport, UpdatedFile } from "./telling";

/** `lock update [PATH...]`: what the sources have now, shown as a diff and written; nothing is where one cannot be asked. */
export async function updateModels(
  setting: LockSetting,
  paths: readonly string[],
  request: LockRequest,
  time: string,
): Promise<UpdateReport> {
  const selected = setting.select(setting.read(), paths);
  if (request.revision !== undefined && selected.length > 1)
    throw new ConfigurationError("--revision is for one model: name its path");
  const models: UpdateLine[] = [];
  const entries: NewModel[] = [];
  for (const model of selected) {
    const address = usable(() => parseSource(model.source));
    const wanted = request.revision === undefined ? address : usable(() => atRevision(address, request.revision!));
    const { line, entry } = await updated(setting, model, wanted, request);
    models.push(line);
    if (entry !== undefined) entries.push({ ...entry, fetched: time });
  }
  const failed = models.some(({ failure }) => failure !== undefined);
  const refused = models.some(({ files }) => files.some(({ status }) => status === "differs"));
  if (!failed && !refused && entries.length > 0) await setting.write(entries);
  return {
    command: "update",
    verdict: refused ? "fail" : failed ? "incomplete" : "pass",
    written: !failed && !refused && entries.length > 0,
    models,
  };
}

interface Updated {
  readonly line: UpdateLine;
  /** Absent where nothing changed. */
  readonly entry?: NewModel;
}

async function updated(
  setting: LockSetting,
  model: LockedModel,
  address: SourceAddress,
  request: LockRequest,
): Promise<Updated> {
  const before = model.revision === undefined ? {} : { from: model.revision };
  const line = { path: model.path, source: writeSource(address), ...before };
  try {
    const source = setting.open(address);
    const listing = await source.resolve();
    const work = new Updating(setting, source, model, request);
    const { files, entries, unlisted } = await work.run(listing);
    const { revision } = listing;
    const told = { ...line, ...(revision === undefined ? {} : { to: revision }), files, unlisted };
    if (files.length === 0 && revision === model.revision && line.source === model.source) return { line: told };
    const entry = {
      path: model.path,
      source: line.source,
      ...(revision === undefined ? {} : { revision }),
      fetched: "",
    };
    return { line: told, entry: { ...entry, files: entries } };
  } catch (error) {
    if (error instanceof SourceFailure) return { line: { ...line, files: [], unlisted: 0, failure: error.message } };
    throw error;
  }
}

class Updating {
  private readonly locked: ReadonlyMap<string, LockedModel["files"][number]>;

  constructor(
    private readonly setting: LockSetting,
    private readonly source: ModelSource,
    private readonly model: LockedModel,
    private readonly request: LockRequest,
  ) {
    this.locked = new Map(model.files.map((file) => [file.path, file]));
  }

  async run(listing: SourceListing) {
    const { locked } = this;
    const fresh = await this.freshPaths(listing);
    const wanted = listing.files.filter(({ path }) => locked.has(path) || fresh(path));
    if (this.request.download) checkCollisions("the source", wanted);
    const files: UpdatedFile[] = [];
    const entries: NewModel["files"][number][] = [];
    const reading = this.setting.reading(wanted.map((file) => pathOf(this.model, file)));
    for (const file of wanted) {
      const before = locked.get(file.path);
      const now = await this.content(file, reading);
      if (now === undefined) {
        files.push({ path: file.path, status: "differs" });
        continue;
      }
      entries.push({ path: file.path, ...now });
      if (before === undefined) files.push({ path: file.path, status: "added", to: now.sha256 });
      else if (before.sha256 !== now.sha256 || before.size !== now.size)
        files.push({ path: file.path, status: "changed", from: before.sha256, to: now.sha256 });
    }
    const there = new Set(listing.files.map(({ path }) => path));
    for (const { path, sha256 } of this.model.files)
      if (!there.has(path)) files.push({ path, status: "removed", from: sha256 });
    return { files, entries, unlisted: listing.files.length - wanted.length };
  }

  /**
   * What the source has and the manifest has not is new where the source did not have it before, or where it is here by now; what
   * was left out when the model was added stays out.
   */
  private async freshPaths(listing: SourceListing): Promise<(path: string) => boolean> {
    const here = (path: string) => this.setting.files.look(pathOf(this.model, { path })).kind === "file";
    const { revision } = this.model;
    if (!this.source.keepsRevisions || revision === undefined || revision === listing.revision) return here;
    try {
      const before = new Set((await this.source.resolve(revision)).files.map(({ path }) => path));
      return (path) => !before.has(path) || here(path);
    } catch (error) {
      if (error instanceof SourceFailure && error.kind === "gone") return here;
      throw error;
    }
  }

  /** Size and digest of what the source has; undefined where a file with other content is in the way of the download. */
  private async content(
    file: SourceFile,
    reading: Progress,
  ): Promise<{ readonly size: number; readonly sha256: string } | undefined> {
    const path = pathOf(this.model, file);
    const locked = this.locked.get(file.path);
    const local = readLocal(this.setting.files, path, reading);
    if (local.kind === "file" && agrees(file, local) === true) return { size: local.size, sha256: local.sha256 };
    const fetching = this.setting.fetching([file]);
    if (!this.request.download) {
      if (file.sha256 !== undefined && file.size !== undefined) return { size: file.size, sha256: file.sha256 };
      return digestOf(this.source.open(file), (bytes) => fetching.read(file.path, bytes));
    }
    // What is as it was recorded may be replaced: that is what an update is for.
    const own = local.kind === "file" && local.sha256 === locked?.sha256;
    const known = local.kind === "file" ? { sha256: local.sha256 } : {};
    const to = { path, force: this.request.force || own, ...known };
    const got = await fetchFile(this.setting.files, this.source, file, to, fetching);
    return got.kind === "differs" ? undefined : { size: got.size, sha256: got.sha256 };
  }
}
