import { lstatSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { FileSelection } from "../core/host";
import { dirtyNames, trackedNames } from "./diff";
import { displayPath } from "./path-bytes";
import type { Workspace } from "./workspace";

/** A module of source that is read to look for a class. CWE-400. */
const MAX_MODULE_BYTES = 4 * 1024 ** 2;

/** What of a selection tells which files the change leaves alone. */
export type ChangeFacts = Pick<FileSelection, "changedPaths" | "changesUnknown" | "incomplete">;

/**
 * Whether this repository defines a Python class or function in a file that the change leaves alone:
 * then a reviewed base vouches for what a pickle would call. Answers no wherever that is not certain.
 * `directories` are further places that Python would find modules in, such as a model's own.
 */
export function repositoryClasses(
  workspace: Workspace,
  selection: ChangeFacts,
  directories: Iterable<string> = [],
): (module: string, name: string) => boolean {
  const known = new Map<string, boolean>();
  let vouched: ReadonlySet<string> | undefined;
  const roots = [
    ...new Set(["", "src", ...directories].map((root) => (root === "" || root === "." ? "" : `${root}/`))),
  ];
  return (module, name) => {
    if (!IDENTIFIERS.test(module) || !IDENTIFIERS.test(name)) return false;
    const top = name.split(".")[0] ?? "";
    const key = `${module}:${top}`;
    let answer = known.get(key);
    if (answer === undefined) {
      vouched ??= unchangedModules(workspace, selection);
      answer = candidates(roots, module).some((path) => vouched?.has(path) && defines(join(workspace.root, path), top));
      known.set(key, answer);
    }
    return answer;
  };
}

const IDENTIFIERS = /^[A-Za-z_][A-Za-z0-9_]{0,200}(\.[A-Za-z_][A-Za-z0-9_]{0,200}){0,30}$/;

function candidates(roots: readonly string[], module: string): string[] {
  const path = module.replaceAll(".", "/");
  return roots.flatMap((root) => [`${root}${path}.py`, `${root}${path}/__init__.py`]);
}

/** Python files that git tracks and that are on disk as the base has them. */
function unchangedModules({ git }: Workspace, selection: ChangeFacts): ReadonlySet<string> {
  const paths = new Set<string>();
  if (!git || selection.changesUnknown || selection.incomplete !== undefined) return paths;
  if (git.ask(["rev-parse", "--verify", "--quiet", "HEAD"]) === undefined) return paths;
  for (const name of trackedNames(git, "").files) {
    const path = displayPath(name);
    if (path.endsWith(".py") && !selection.changedPaths.has(path)) paths.add(path);
  }
  for (const name of dirtyNames(git)) paths.delete(displayPath(name));
  return paths;
}

/** A `class` or `def` at the start of a line. What only assigns or imports the name does not count. */
function defines(path: string, name: string): boolean {
  try {
    const entry = lstatSync(path);
    if (!entry.isFile() || entry.size > MAX_MODULE_BYTES) return false;
    const source = readFileSync(path, "utf8");
    return new RegExp(`^(?:class|def|async def) ${name}\\s{0,20}[(:\\[]`, "m").test(source);
  } catch {
    return false;
  }
}
