import { existsSync, readFileSync, realpathSync, statSync } from "node:fs";
import { basename, dirname, join, posix, relative, resolve, sep } from "node:path";
import { ConfigurationError } from "../../core/host";
import type { Env } from "../../host/git";
import { createHttpClient, type OnAsking } from "../../host/http";
import { ModelFiles } from "../../host/model-files";
import { RemoteGitRepository } from "../../host/remote-git";
import { openWorkspace } from "../../host/workspace";
import { openSource, type SourceHost } from "../../sources";
import type { LocalDirectory } from "../../sources/local";
import { SourceFailure, type ModelSource } from "../../sources/model-source";
import { withModels, type NewModel } from "../../sources/edit-models-lock";
import {
  InvalidModelsLock,
  MODELS_LOCK,
  parseModelsLock,
  type LockedModel,
  type ModelsLock,
} from "../../sources/models-lock";
import { refusedName } from "../../sources/file-names";
import { NoSource, parseSource, type SourceAddress } from "../../sources/source-address";
import { counting, NO_PROGRESS, type Counted, type OnProgress, type Progress } from "../counting";
import type { LockRequest } from "./request";

/** Bytes of a manifest that are read: the reader's own limit counts characters. CWE-770. */
const MAX_MANIFEST_BYTES = 32 * 1024 ** 2;

/** Hear how far reading and fetching are, and whom anything asks. */
export interface LockWatch {
  readonly onProgress?: OnProgress;
  readonly onAsking?: OnAsking;
}

/** Where a `lock` command works, and with what. */
export class LockSetting {
  readonly root: string;
  readonly files: ModelFiles;
  private readonly scope: string;
  private readonly http;
  private readonly opened: ModelSource[] = [];

  constructor(
    directory: string,
    private readonly env: Env,
    private readonly request: LockRequest,
    private readonly watch: LockWatch = {},
  ) {
    const { root, scope } = openWorkspace(directory, env);
    this.root = root;
    this.scope = scope;
    this.files = new ModelFiles(root);
    this.http = createHttpClient({ env, onAsking: watch.onAsking });
  }

  /** The manifest, empty where there is none. Throws `ConfigurationError` with line and column. */
  read(): ModelsLock {
    const text = this.text();
    return text === undefined ? { models: [] } : parsed(text);
  }

  /** Writes entries; a manifest that is a link is not written through. */
  async write(models: readonly NewModel[]): Promise<void> {
    const after = await withModels(this.text(), models);
    parsed(after); // What could not be read again is not written: too many files, most likely.
    const refused = this.files.refusal(MODELS_LOCK);
    if (refused !== undefined) throw new ConfigurationError(refused);
    const file = this.files.begin(MODELS_LOCK);
    file.write(Buffer.from(after));
    file.commit();
  }

  /** The entries at or below these paths, all where none is named. Throws `ConfigurationError` where one is not there. */
  select(lock: ModelsLock, paths: readonly string[]): readonly LockedModel[] {
    if (lock.models.length === 0)
      throw new ConfigurationError(`${MODELS_LOCK} names no model. Begin with: model-assay lock add`);
    if (paths.length === 0) return lock.models;
    const wanted = paths.map((path) => this.inRepository(path));
    for (const [i, path] of wanted.entries())
      if (!lock.models.some((model) => isBelow(model.path, path)))
        throw new ConfigurationError(`${paths[i]} is not in ${MODELS_LOCK}`);
    return lock.models.filter((model) => wanted.some((path) => isBelow(model.path, path)));
  }

  /** A path as the user wrote it, relative to the repository root. Throws `ConfigurationError` where it leads out. */
  inRepository(path: string): string {
    const absolute = resolve(this.root, this.scope, path);
    return this.checked(relative(this.root, absolute), path);
  }

  private checked(relativePath: string, path: string): string {
    const inside = relativePath.split(sep).join("/");
    const refused = inside === "" ? undefined : refusedName(inside);
    if (refused !== undefined) throw new ConfigurationError(`${path} is no path inside of the repository: ${refused}`);
    return inside === "" ? "." : inside;
  }

  /** As `inRepository` where the user named a path; else `otherwise`, which is relative to the root already. */
  inRepositoryRootOr(path: string | undefined, otherwise: string): string {
    return path === undefined
      ? this.checked(relative(this.root, resolve(this.root, otherwise)), otherwise)
      : this.inRepository(path);
  }

  /** A source as the user wrote it; a local one is kept relative to the repository root. Throws `ConfigurationError`. */
  address(text: string): SourceAddress {
    const source = usable(() => parseSource(text));
    if (source.kind !== "local") return source;
    const absolute = resolve(this.root, this.scope, source.path);
    const path = relative(this.root, absolute).split(sep).join("/") || ".";
    return { kind: "local", path: path.startsWith(".") ? path : `./${path}` };
  }

  /** Throws `ConfigurationError` where the environment is in the way. `close` ends what was opened. */
  open(source: SourceAddress): ModelSource {
    const host: SourceHost = {
      http: this.http,
      env: this.env,
      git: () => new RemoteGitRepository(this.env, (words) => new SourceFailure(words), this.request.timeoutMs),
      local: (path) => localDirectory(resolve(this.root, path)),
      ...(this.request.timeoutMs === undefined ? {} : { timeoutMs: this.request.timeoutMs }),
    };
    const opened = usable(() => openSource(source, host));
    this.opened.push(opened);
    return opened;
  }

  /** Counts the hashing of what is at these paths of the repository. */
  reading(paths: readonly string[]): Progress {
    const { onProgress } = this.watch;
    // Each is looked at on the disk, which nobody pays for who does not look.
    if (onProgress === undefined) return NO_PROGRESS;
    const sizes = paths.map((path) => {
      const found = this.files.look(path);
      return { path, size: found.kind === "file" ? found.size : 0 };
    });
    return counting(sizes, onProgress);
  }

  /** Counts what of these files of a source is fetched. */
  fetching(files: readonly Counted[]): Progress {
    return counting(files, this.watch.onProgress);
  }

  async close(): Promise<void> {
    for (const each of this.opened) each.close?.();
    await this.http.close();
  }

  private text(): string | undefined {
    const found = this.files.look(MODELS_LOCK);
    if (found.kind === "absent") return undefined;
    if (found.kind !== "file" || found.size > MAX_MANIFEST_BYTES)
      throw new ConfigurationError(`${MODELS_LOCK} is no file of a size that is read`);
    return readFileSync(join(this.root, MODELS_LOCK), "utf8");
  }
}

function parsed(text: string): ModelsLock {
  try {
    return parseModelsLock(text);
  } catch (error) {
    throw error instanceof InvalidModelsLock ? new ConfigurationError(error.message) : error;
  }
}

/** What `NoSource` says is wrong usage. */
export function usable<T>(what: () => T): T {
  try {
    return what();
  } catch (error) {
    throw error instanceof NoSource ? new ConfigurationError(`source: ${error.message}`) : error;
  }
}

/** RFC 3339 in UTC, to the second; of `SOURCE_DATE_EPOCH` where that is set, so that two runs write the same. */
export function timeOf(env: Env, now: () => number): string {
  const epoch = env["SOURCE_DATE_EPOCH"];
  if (epoch !== undefined && epoch !== "" && !/^\d{1,11}$/.test(epoch))
    throw new ConfigurationError("SOURCE_DATE_EPOCH is no number of seconds");
  return new Date(epoch ? Number(epoch) * 1000 : now()).toISOString().replace(/\.\d{3}Z$/, "Z");
}

function isBelow(path: string, directory: string): boolean {
  return directory === "." || path === directory || path.startsWith(`${directory}/`);
}

/** A directory, or the directory of one file, as a source. */
function localDirectory(absolute: string): LocalDirectory {
  const failed = () => new SourceFailure(`there is nothing to read at ${basename(absolute)}`, "gone");
  if (!existsSync(absolute)) return { list: () => { throw failed(); }, read: () => { throw failed(); } }; // prettier-ignore
  const real = realpathSync(absolute);
  const single = statSync(real).isFile();
  const files = new ModelFiles(single ? dirname(real) : real);
  return {
    list() {
      const notices: string[] = [];
      const names = single ? [basename(real)] : files.list(".");
      const found = names.flatMap((path) => {
        const file = files.look(path);
        if (file.kind === "file") return [{ path: posix.normalize(path), size: file.size }];
        const why = file.kind === "refused" ? file.detail : "its content is not here";
        notices.push(`${path} was left out: ${why}`);
        return [];
      });
      return { files: found, notices };
    },
    *read(path) {
      try {
        yield* files.read(path);
      } catch (error) {
        throw new SourceFailure((error as Error).message);
      }
    },
  };
}
