import { lstatSync, realpathSync, type Stats } from "node:fs";
import { basename, resolve } from "node:path";
import type { ModelFile } from "../../core/attestation";
import { ConfigurationError, type FileOnDisk } from "../../core/host";
import { directoryContent } from "../../host/directory-content";
import { openFile } from "../../host/file-source";
import { counting, type OnProgress } from "../counting";
import { digestFiles } from "../digest-files";
import type { Place } from "./bundles";

/** What is at a path now, hashed. */
export interface Content {
  readonly place: Place;
  /** Symbolic links, and what else is no file. */
  readonly links: readonly string[];
  /** Where the bytes are; paths as in `place.files`. */
  readonly disk: readonly FileOnDisk[];
  /** Only for a single file. */
  readonly single?: FileOnDisk;
}

/** Throws `ConfigurationError` for what is neither a file nor a directory, or cannot be read. `command`: for messages. */
export async function contentOf(path: string, command = "verify", onProgress?: OnProgress): Promise<Content> {
  const stats = lstatOf(path, command);
  if (stats.isDirectory()) {
    const root = realpathSync(path);
    const { files, links } = directoryContent(root);
    return {
      place: { path, isDirectory: true, files: await digested(files, command, onProgress) },
      links,
      disk: files,
    };
  }
  if (stats.isSymbolicLink())
    throw new ConfigurationError(`${command}: ${path} is a symbolic link. Name the file or directory that it leads to`);
  if (!stats.isFile()) throw new ConfigurationError(`${command}: ${path} is neither a file nor a directory`);
  const single = { path: basename(path), absolute: resolve(path), size: stats.size };
  return {
    place: { path, isDirectory: false, files: await digested([single], command, onProgress) },
    links: [],
    disk: [single],
    single,
  };
}

function lstatOf(path: string, command: string): Stats {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (stats === undefined) throw new ConfigurationError(`${command}: there is no file or directory ${path}`);
  return stats;
}

async function digested(
  files: readonly FileOnDisk[],
  command: string,
  onProgress: OnProgress | undefined,
): Promise<ModelFile[]> {
  const seen = new Set<string>();
  const twice = files.find(({ path }) => seen.size === seen.add(path).size);
  // Digests are kept by name: one file would pass for the other.
  if (twice !== undefined)
    throw new ConfigurationError(
      `${command}: two names look alike, ${twice.path}: bytes that are no UTF-8, and their text`,
    );
  const digests = await digestFiles(files, undefined, counting(files, onProgress));
  return files.map(({ path }) => {
    const found = digests.get(path);
    if (found === undefined || "failed" in found)
      throw new ConfigurationError(`${command}: ${path} cannot be read (${found?.failed ?? "no digest"})`);
    return found;
  });
}

function* chunksOfFile(file: FileOnDisk): Generator<Uint8Array> {
  const source = openFile(file.absolute);
  try {
    for (let at = 0; at < source.size; at += CHUNK_BYTES) yield Buffer.from(source.window(at, CHUNK_BYTES));
  } finally {
    source.close();
  }
}

const CHUNK_BYTES = 1024 ** 2;

/** The bytes of a file that a bare signature is of. */
export async function* chunksOf(file: FileOnDisk): AsyncIterable<Uint8Array> {
  yield* chunksOfFile(file);
}
