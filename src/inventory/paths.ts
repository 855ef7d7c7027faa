import { pathKind } from "../core/model-paths";

export const ROOT = ".";

export function directoryOf(path: string): string {
  const slash = path.lastIndexOf("/");
  return slash < 0 ? ROOT : path.slice(0, slash);
}

export function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** The directory of a model whose path may be a file's. */
export function homeOf({
  path,
  files,
}: {
  readonly path: string;
  readonly files: readonly { readonly path: string }[];
}): string {
  return files.some((file) => file.path === path) ? directoryOf(path) : path;
}

/** Whether `path` is `directory` or lies in it. */
export function isWithin(path: string, directory: string): boolean {
  return directory === ROOT || path === directory || path.startsWith(`${directory}/`);
}

/** The path that `written` means in `directory`, without `.` and `..`; `undefined` where it leads out of the tree. */
export function resolveIn(directory: string, written: string): string | undefined {
  if (pathKind(written) === "remote" || pathKind(written) === "absolute") return undefined;
  const parts = directory === ROOT ? [] : directory.split("/");
  for (const part of written.replaceAll("\\", "/").split("/"))
    if (part === "..") {
      if (parts.pop() === undefined) return undefined;
    } else if (part !== "" && part !== ".") parts.push(part);
  return parts.length === 0 ? ROOT : parts.join("/");
}
