import { ConfigurationError } from "../../core/host";
import { compareWithLock } from "../../sources/compare-models-lock";
import { digestOf } from "../../sources/digests";
import { checkCollisions } from "../../sources/listing";
import { SourceFailure, type ModelSource, type SourceFile } from "../../sources/model-source";
import { pathOf, type LockedModel } from "../../sources/models-lock";
import { atRevision, writeSource, type SourceAddress } from "../../sources/source-address";
import { agrees, fetchFile } from "./fetch-file";
import { readLocal, type LocalFile } from "./local-file";
import type { LockRequest } from "./request";
import { usable, type LockSetting } from "./setting";
import type { AddReport, FileLine, Verdict } from "./telling";

/** A file that goes into the manifest. */
type Recorded = LockedModel["files"][number];

/** `lock add SOURCE`: what the source has is compared with what is here, or fetched, and recorded. */
export async function addModel(
  setting: LockSetting,
  text: string,
  request: LockRequest,
  time: string,
): Promise<AddReport> {
  const named = setting.address(text);
  const address = request.revision === undefined ? named : usable(() => atRevision(named, request.revision!));
  const path = setting.inRepositoryRootOr(request.path, defaultPath(address));
  const known = setting.read().models.some((model) => model.path === path);
  if (known && !request.force)
    throw new ConfigurationError(`${path} is in the manifest already. Use: model-assay lock update ${path}`);
  const report = { path, source: writeSource(address) };
  try {
    const source = setting.open(address);
    const { files, revision, notices } = await source.resolve();
    const work = new Adding(setting, source, path, request);
    const lines = request.download ? await work.download(files) : await work.compare(files);
    const recorded = work.recorded;
    const extra = request.download || recorded.length > 0 ? work.extra(recorded) : [];
    const failed = lines.some(({ status }) => status === "differs" || status === "unreadable");
    const incomplete = lines.some(({ status }) => status === "not-fetched");
    const verdict: Verdict = failed ? "fail" : incomplete ? "incomplete" : "pass";
    if (verdict === "pass" && recorded.length === 0)
      throw new ConfigurationError(
        `none of the ${files.length} files of ${report.source} are at ${path}. Fetch them with --download, or name another --path`,
      );
    const entry = { ...report, ...(revision === undefined ? {} : { revision }), fetched: time };
    if (verdict === "pass") await setting.write([{ ...entry, files: recorded }]);
    return { command: "add", verdict, ...entry, notices, files: [...lines, ...extra] };
  } catch (error) {
    if (!(error instanceof SourceFailure)) throw error;
    return { command: "add", verdict: "incomplete", ...report, notices: [], files: [], failure: error.message };
  }
}

/** The last name of the source, below `models`; a local source inside of the repository is where it is. */
function defaultPath(address: SourceAddress): string {
  if (address.kind === "local") {
    if (!address.path.startsWith("..")) return address.path;
    return `models/${address.path.split("/").at(-1)!}`;
  }
  if (address.kind === "hub") return `models/${address.model.split("/")[1]!}`;
  if (address.kind === "s3")
    return `models/${address.prefix.split("/").findLast((part) => part !== "") ?? address.bucket}`;
  const parts = new URL(address.url).pathname.split("/").filter((part) => part !== "");
  const name = address.kind === "git" ? parts.at(-1)!.replace(/\.git$/, "") : (parts.at(-2) ?? parts.at(-1)!);
  return `models/${name}`;
}

/** Whether the content that the source says it has is here already. */
function isHere(file: SourceFile, local: LocalFile): boolean {
  return local.kind === "file" && agrees(file, local) === true;
}

class Adding {
  readonly recorded: Recorded[] = [];

  constructor(
    private readonly setting: LockSetting,
    private readonly source: ModelSource,
    private readonly path: string,
    private readonly request: LockRequest,
  ) {}

  /** What is here of the source's files. */
  async compare(files: readonly SourceFile[]): Promise<readonly FileLine[]> {
    const lines: FileLine[] = [];
    const reading = this.setting.reading(files.map((file) => this.at(file)));
    for (const file of files) {
      const local = readLocal(this.setting.files, this.at(file), reading);
      lines.push({ path: file.path, ...(await this.state(file, local)) });
    }
    return lines;
  }

  /** Fetches what is not here. Nothing is fetched where a file with other content would be in the way. */
  async download(files: readonly SourceFile[]): Promise<readonly FileLine[]> {
    checkCollisions("the source", files);
    const reading = this.setting.reading(files.map((file) => this.at(file)));
    const planned = files.map((file) => ({ file, local: readLocal(this.setting.files, this.at(file), reading) }));
    const inTheWay = planned.flatMap(({ file, local }) => this.objection(file, local));
    if (inTheWay.length > 0) return inTheWay;
    const lines: FileLine[] = [];
    const wanted = planned.filter(({ file, local }) => !isHere(file, local));
    const fetching = this.setting.fetching(wanted.map(({ file }) => file));
    for (const { file, local } of planned) {
      if (local.kind === "file" && isHere(file, local)) {
        this.record(file.path, local);
        lines.push({ path: file.path, status: "kept" });
        continue;
      }
      const sha256 = local.kind === "file" ? { sha256: local.sha256 } : {};
      const to = { path: this.at(file), force: this.request.force, ...sha256 };
      const got = await fetchFile(this.setting.files, this.source, file, to, fetching);
      if (got.kind !== "differs") this.record(file.path, got);
      lines.push({ path: file.path, status: got.kind });
    }
    return lines;
  }

  /** Files of the directory that are not the source's. */
  extra(recorded: readonly Recorded[]): readonly FileLine[] {
    const model = { path: this.path, files: recorded, source: "", fetched: "", line: 0 };
    const here = this.setting.files.list(this.path).map((path) => ({ path: pathOf(model, { path }), size: 0 }));
    const others = this.setting.read().models.filter(({ path }) => path !== this.path);
    const { unlisted } = compareWithLock({ models: [model, ...others] }, here);
    return unlisted
      .filter((each) => each.model.path === this.path)
      .map(({ path }) => ({ path: this.path === "." ? path : path.slice(this.path.length + 1), status: "extra" }));
  }

  private objection(file: SourceFile, local: LocalFile): readonly FileLine[] {
    const refused = this.setting.files.refusal(this.at(file));
    if (refused !== undefined) return [{ path: file.path, status: "unreadable", detail: refused }];
    if (local.kind === "refused") return [{ path: file.path, status: "unreadable", detail: local.detail }];
    if (local.kind !== "file" || this.request.force || agrees(file, local) !== false) return [];
    return [{ path: file.path, status: "differs", detail: "other content is here; --force replaces it" }];
  }

  private async state(file: SourceFile, local: LocalFile): Promise<Omit<FileLine, "path">> {
    if (local.kind === "absent") return { status: "not-here" };
    if (local.kind === "refused") return { status: "unreadable", detail: local.detail };
    if (local.kind === "pointer") return { status: "not-fetched", detail: "Git LFS has its content: git lfs pull" };
    let same = agrees(file, local);
    if (same === undefined) same = (await this.remoteDigest(file)) === local.sha256;
    if (!same) return { status: "differs", detail: "the source has other content" };
    this.record(file.path, local);
    return { status: "recorded" };
  }

  private async remoteDigest(file: SourceFile): Promise<string> {
    const fetching = this.setting.fetching([file]);
    return (await digestOf(this.source.open(file), (bytes) => fetching.read(file.path, bytes))).sha256;
  }

  private record(path: string, { size, sha256 }: { readonly size: number; readonly sha256: string }): void {
    this.recorded.push({ path, size, sha256, line: 0 });
  }

  private at(file: SourceFile): string {
    return pathOf({ path: this.path }, file);
  }
}
