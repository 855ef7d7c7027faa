import type { FileSelection, MissingFile, SelectedFile } from "../core/host";
import type { Comparison } from "./changes";
import type { FetchCredentials } from "./commits";
import type { Change } from "./diff";
import { Disk } from "./disk";
import { dvcOutputs } from "./dvc";
import { isDvcFile, MAX_DVC_BYTES } from "./dvc-file";
import { openFile } from "./file-source";
import { DEFAULT_LFS_MAX_BYTES, LfsStore } from "./lfs";
import { MAX_POINTER_BYTES, parsePointer, type LfsPointer } from "./lfs-pointer";
import { diskPath, displayPath } from "./path-bytes";
import { walk } from "./walk";
import type { Workspace } from "./workspace";

export interface SelectOptions {
  /** Exact files, directories or patterns; then they alone are selected. */
  readonly paths?: readonly string[];
  /** Bytes that may be fetched by Git LFS, all objects together. */
  readonly lfsMaxBytes?: number;
  readonly credentials?: FetchCredentials;
  /** Paths that the policy ignores: listed as they are, but nothing is fetched for them. */
  readonly ignored?: (path: string) => boolean;
  /** Whether a file of this name is a model's: one that lies in a repository inside this one is missed. */
  readonly isModel?: (path: string) => boolean;
}

/** Models in one repository inside this one that are named. CWE-770. */
const MAX_INSIDE = 100;

interface Manner {
  readonly sameAsBase: boolean;
  /** True where the file must be on disk: the change brings it, or the user named it. */
  readonly expected: boolean;
  /** True for what a DVC file named: a DVC file among those is data. */
  readonly output?: boolean;
}

/** Collects a selection: each name is looked up on disk, and pointers are replaced by what they stand for. */
export class Gathering {
  private readonly disk: Disk;
  private readonly lfs: LfsStore;
  private readonly files = new Map<string, SelectedFile>();
  private readonly missing: MissingFile[] = [];
  private readonly deleted: string[] = [];
  private readonly notices: string[];
  private readonly changedPaths: ReadonlySet<string>;
  private readonly submodules: string[] = [];
  private absent = 0;

  constructor(
    private readonly workspace: Workspace,
    private readonly comparison: Comparison | undefined,
    changes: readonly Change[] | undefined,
    private readonly options: SelectOptions,
  ) {
    this.disk = new Disk(workspace.root);
    this.changedPaths = touched(changes ?? []);
    this.notices = [...workspace.notices, ...(comparison?.notices ?? [])];
    if (comparison?.kind === "unknown-base" && options.paths?.length) this.notices.push(comparison.reason);
    this.lfs = new LfsStore({
      git: workspace.git,
      maxBytes: options.lfsMaxBytes ?? DEFAULT_LFS_MAX_BYTES,
      refuse: this.refusesLfs(),
      credentials: options.credentials,
    });
  }

  add(name: Buffer, manner: Manner): void {
    const path = displayPath(name);
    const entry = this.disk.locate(name);
    if (entry.kind === "missing") this.missing.push({ path, reason: entry.reason, detail: entry.detail });
    else if (entry.kind === "absent") this.notHere(path, manner);
    else if (entry.kind === "directory") this.directory(path, entry.link, manner);
    else this.file(name, path, entry, manner);
  }

  delete(name: Buffer): void {
    this.deleted.push(displayPath(name));
  }

  /** It has a gate of its own; but models of it that lie here would be loaded from here, and nobody has looked at them. */
  submodule(name: Buffer): void {
    const path = displayPath(name);
    this.submodules.push(path);
    const { isModel, ignored } = this.options;
    const entry = this.disk.locate(name);
    if (isModel === undefined || entry.kind !== "directory" || entry.link) return;
    const models = walk(this.workspace.root, name)
      .map(displayPath)
      .filter((each) => isModel(each) && ignored?.(each) !== true);
    const detail = `it lies in a repository of its own, ${path}, which is not looked at from here. Run the gate there, or name it in \`paths\``;
    for (const model of models.slice(0, MAX_INSIDE)) this.missing.push({ path: model, reason: "outside", detail });
  }

  selection(mode: FileSelection["mode"], incomplete: string | undefined): FileSelection {
    const { comparison } = this;
    if (this.submodules.length > 0)
      this.notices.push(
        `Submodules and other checkouts inside this one are repositories of their own and were not looked at: ${list(this.submodules)}. Run the gate there, or name them in \`paths\`.`,
      );
    if (this.absent > 0)
      this.notices.push(
        `${this.absent} tracked ${this.absent === 1 ? "file is" : "files are"} not on disk (a sparse checkout, or deleted) and not looked at.`,
      );
    return {
      mode,
      ...(comparison && "base" in comparison ? { base: comparison.base } : {}),
      ...(comparison?.head === undefined ? {} : { head: comparison.head }),
      files: [...this.files.values()].sort((a, b) => compare(a.path, b.path)),
      missing: [...this.missing].sort((a, b) => compare(a.path, b.path) || (a.line ?? 0) - (b.line ?? 0)),
      deleted: [...this.deleted].sort(compare),
      changedPaths: this.changedPaths,
      ...(this.changesUnknown() ? { changesUnknown: true } : {}),
      notices: this.notices,
      ...(incomplete === undefined ? {} : { incomplete }),
    };
  }

  private file(name: Buffer, path: string, entry: { absolute: Buffer; size: number }, manner: Manner): void {
    const wanted = !this.options.ignored?.(path);
    const pointer = wanted ? readPointer(entry) : undefined;
    if (pointer) return this.pointer(name, path, pointer, manner);
    this.keep(name, path, entry, manner.sameAsBase);
    if (wanted && !manner.output && isDvcFile(path)) this.dvc(name, entry.absolute);
  }

  private pointer(name: Buffer, path: string, pointer: LfsPointer, manner: Manner): void {
    const content = this.lfs.content(pointer);
    if (content.kind === "file") this.keep(name, path, content, manner.sameAsBase);
    else this.missing.push({ path, reason: "not-fetched", detail: content.detail, line: 1 });
  }

  private keep(
    name: Buffer,
    path: string,
    { absolute, size }: { absolute: Buffer; size: number },
    sameAsBase: boolean,
  ): void {
    const key = name.toString("latin1");
    if (!this.files.has(key)) this.files.set(key, { path, absolute: diskPath(absolute), size, sameAsBase });
  }

  private dvc(name: Buffer, absolute: Buffer): void {
    const { git, root } = this.workspace;
    const base =
      git && this.comparison && "base" in this.comparison
        ? git.show(this.comparison.base, name, MAX_DVC_BYTES)
        : undefined;
    const found = dvcOutputs(name, absolute, { root, disk: this.disk, base, ignored: this.options.ignored });
    for (const output of found.names) this.add(output, { sameAsBase: false, expected: true, output: true });
    this.missing.push(...found.missing);
  }

  private notHere(path: string, manner: Manner): void {
    if (!manner.expected) this.absent++;
    else
      this.missing.push({
        path,
        reason: "not-fetched",
        detail: "it is not on disk. Is it left out by a sparse checkout, or was it removed by a step before?",
      });
  }

  private directory(path: string, link: boolean, manner: Manner): void {
    if (link)
      this.notices.push(`${path} is a link to a directory of the workspace; its files are looked at where they are.`);
    else if (manner.expected)
      this.missing.push({
        path,
        reason: "not-fetched",
        detail: "a directory stands on disk where the change has a file",
      });
  }

  /** A change that says where objects come from could send git-lfs, and what it knows, anywhere. */
  private refusesLfs(): string | undefined {
    if (this.changedPaths.has(".lfsconfig"))
      return "this change also touches .lfsconfig, which says where objects are fetched from, so nothing is fetched by it. Change it on its own first";
    return this.changesUnknown()
      ? "it is not known whether this change touches .lfsconfig, so nothing is fetched"
      : undefined;
  }

  private changesUnknown(): boolean {
    return this.comparison?.kind === "unknown-base" || this.comparison?.kind === "wrong-head";
  }
}

function readPointer(entry: { absolute: Buffer; size: number }): LfsPointer | undefined {
  if (entry.size === 0 || entry.size >= MAX_POINTER_BYTES) return undefined;
  try {
    const source = openFile(entry.absolute);
    try {
      return parsePointer(source.read(0, source.size));
    } finally {
      source.close();
    }
  } catch {
    return undefined; // the scan opens it again, and says then what is wrong
  }
}

function touched(changes: readonly Change[]): ReadonlySet<string> {
  const paths = new Set<string>();
  for (const change of changes) {
    paths.add(displayPath(change.name));
    if (change.oldName) paths.add(displayPath(change.oldName));
  }
  return paths;
}

function list(paths: readonly string[]): string {
  return paths.length <= 5 ? paths.join(", ") : `${paths.slice(0, 5).join(", ")} and ${paths.length - 5} more`;
}

/** By code units: the same on every machine. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
