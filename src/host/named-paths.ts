import { isAbsolute, relative, resolve, sep } from "node:path";
import { ConfigurationError } from "../core/host";
import { compileGlob, isGlob, literalPrefix, type GlobMatcher } from "../core/glob";
import { Disk } from "./disk";
import { displayPath } from "./path-bytes";
import { walk } from "./walk";
import type { Workspace } from "./workspace";

/**
 * What the user named: exact files, directories and patterns, on disk, whether git tracks, ignores or
 * never saw them. Relative to the directory given. One that matches nothing is a mistake, and a gate
 * that passed on it would have looked at nothing.
 */
export function namedPaths(workspace: Workspace, paths: readonly string[]): Buffer[] {
  const disk = new Disk(workspace.root);
  const found = new Map<string, Buffer>();
  for (const path of paths)
    for (const name of resolveOne(workspace, disk, path)) found.set(name.toString("latin1"), name);
  return [...found.values()].sort(Buffer.compare);
}

/** The lines of the input `paths`. */
export function splitPaths(input: string): string[] {
  return input
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "");
}

function resolveOne(workspace: Workspace, disk: Disk, path: string): Buffer[] {
  const name = insideWorkspace(workspace, path);
  if (name !== "") {
    const entry = disk.locate(Buffer.from(name));
    if (entry.kind !== "absent" && entry.kind !== "directory") return [Buffer.from(name)];
    if (entry.kind === "directory") return below(workspace, path, linkTarget(disk, name, entry.absolute));
    if (!isGlob(path)) throw nothing(path);
  } else return below(workspace, path, Buffer.alloc(0));
  return matching(workspace, disk, path, path.endsWith("/") ? `${name}/` : name);
}

/** A directory that is a link inside of the workspace is walked where it leads. */
function linkTarget(disk: Disk, name: string, absolute: Buffer): Buffer {
  return disk.relative(absolute) ?? Buffer.from(name);
}

function below(workspace: Workspace, path: string, start: Buffer): Buffer[] {
  const names = walk(workspace.root, start);
  if (names.length === 0) throw nothing(path);
  return names;
}

function matching(workspace: Workspace, disk: Disk, path: string, pattern: string): Buffer[] {
  let matches: GlobMatcher;
  try {
    matches = compileGlob(pattern);
  } catch (error) {
    throw new ConfigurationError(`paths: ${path.slice(0, 200)}: ${(error as Error).message}`);
  }
  const start = literalPrefix(pattern).replace(/\/$/, "");
  const directory = start === "" ? undefined : disk.locate(Buffer.from(start));
  if (directory !== undefined && directory.kind !== "directory") throw nothing(path);
  const names = walk(workspace.root, Buffer.from(start)).filter((name) => matches(displayPath(name)));
  if (names.length === 0) throw nothing(path);
  return names;
}

/** Relative to the root, `/` between names, no dots. */
function insideWorkspace({ root, scope }: Workspace, path: string): string {
  const absolute = isAbsolute(path) ? resolve(path) : resolve(root, scope, path);
  const name = relative(root, absolute);
  if (name === ".." || name.startsWith(`..${sep}`) || isAbsolute(name))
    throw new ConfigurationError(
      `paths: ${path} is outside of the workspace (${root}). Only files in it are looked at.`,
    );
  return name.split(sep).join("/");
}

function nothing(path: string): ConfigurationError {
  return new ConfigurationError(
    `paths: ${path} matches no file on disk. Is it spelled as on disk, and was it made before this step?`,
  );
}
