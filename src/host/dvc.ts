import { createHash } from "node:crypto";
import { closeSync, constants, openSync, readSync } from "node:fs";
import { posix } from "node:path";
import type { MissingFile } from "../core/host";
import type { Disk, OnDisk } from "./disk";
import { MAX_DVC_BYTES, parseDvcFile, type DvcOutput } from "./dvc-file";
import { openFile } from "./file-source";
import { diskPath, displayPath } from "./path-bytes";
import { walk } from "./walk";

export interface DvcResult {
  /** Outputs that are on disk, or the files in them; relative to the root. */
  readonly names: readonly Buffer[];
  readonly missing: readonly MissingFile[];
}

export interface DvcContext {
  readonly root: string;
  readonly disk: Disk;
  /** The file as the base has it, where there is one: outputs that it names alike did not change. */
  readonly base?: Buffer | undefined;
  readonly ignored?: ((path: string) => boolean) | undefined;
}

/** What a changed `.dvc` or `dvc.lock` brings: its outputs, where they are here and are what it names. */
export function dvcOutputs(name: Uint8Array, absolute: Uint8Array, context: DvcContext): DvcResult {
  const path = displayPath(name);
  let outputs: DvcOutput[];
  try {
    outputs = changedOutputs(readText(absolute), context.base?.toString("utf8"));
  } catch (error) {
    const detail = `its outputs are not known: ${(error as Error).message}. Repair it, or let DVC write it again.`;
    return { names: [], missing: [{ path, reason: "not-fetched", detail }] };
  }
  const names: Buffer[] = [];
  const missing: MissingFile[] = [];
  for (const output of outputs) {
    const found = locate(path, output, context);
    if (Array.isArray(found)) names.push(...found);
    else missing.push(found);
  }
  return { names, missing };
}

function changedOutputs(text: string, base: string | undefined): DvcOutput[] {
  const outputs = parseDvcFile(text);
  if (base === undefined) return outputs;
  let before: DvcOutput[];
  try {
    before = parseDvcFile(base);
  } catch {
    return outputs; // what the base had cannot be told, so all of it is looked at
  }
  const known = new Set(before.filter((output) => output.digest !== undefined).map(identity));
  return outputs.filter((output) => !known.has(identity(output)));
}

function identity(output: DvcOutput): string {
  return JSON.stringify([output.path, output.digest]);
}

function locate(file: string, output: DvcOutput, { root, disk, ignored }: DvcContext): Buffer[] | MissingFile {
  const missing = (reason: MissingFile["reason"], detail: string): MissingFile => ({
    path: file,
    reason,
    detail: `output ${output.path}: ${detail}`,
    line: output.line,
  });
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(output.path))
    return missing("outside", "it is kept outside of the workspace and was not looked at");
  const path = posix.normalize(posix.join(posix.dirname(file), output.path)).replace(/\/$/, "");
  if (posix.isAbsolute(output.path) || path === ".." || path.startsWith("../"))
    return missing("outside", "it leads out of the workspace and was not looked at");
  if (ignored?.(path)) return [];
  const pull = `Run \`dvc pull ${file}\` before this step.`;
  const entry = disk.locate(Buffer.from(path));
  if (entry.kind === "absent") return missing("not-fetched", `it is not on disk. ${pull}`);
  if (entry.kind === "missing") return missing(entry.reason, entry.detail);
  const names =
    entry.kind === "file" ? [Buffer.from(path)] : walk(root, disk.relative(entry.absolute) ?? Buffer.from(path));
  const stale = entry.kind === "file" ? isOtherFile(entry, output) : isOtherDirectory(disk, names, output);
  return stale ? missing("not-fetched", `what is on disk is another version. ${pull}`) : names;
}

/** A file of the same name from another time is not what the change brings. */
function isOtherFile(entry: Extract<OnDisk, { kind: "file" }>, output: DvcOutput): boolean {
  if (output.size !== undefined && output.size !== entry.size) return true;
  return output.plainMd5 && md5(entry.absolute) !== output.digest;
}

/** The digest of a directory is that of a list which DVC keeps elsewhere; its total size is in the file. */
function isOtherDirectory(disk: Disk, names: readonly Buffer[], output: DvcOutput): boolean {
  if (output.size === undefined) return false;
  let total = 0;
  for (const name of names) {
    const entry = disk.locate(name);
    if (entry.kind === "file") total += entry.size;
  }
  return total !== output.size;
}

/** DVC names content by md5; here it only tells versions apart. */
function md5(path: Uint8Array): string {
  const hash = createHash("md5");
  const buffer = Buffer.allocUnsafe(1024 * 1024);
  const fd = openSync(diskPath(path), constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
  try {
    for (let got = readSync(fd, buffer); got > 0; got = readSync(fd, buffer)) hash.update(buffer.subarray(0, got));
    return hash.digest("hex");
  } finally {
    closeSync(fd);
  }
}

function readText(absolute: Uint8Array): string {
  const source = openFile(absolute);
  try {
    if (source.size > MAX_DVC_BYTES) throw new Error(`it has more than ${MAX_DVC_BYTES} bytes`);
    return Buffer.from(source.read(0, source.size)).toString("utf8");
  } finally {
    source.close();
  }
}
