import { compileGlob, isGlob } from "../core/glob";
import { collision, refusedName } from "./file-names";
import { MAX_FILE_SIZE } from "./models-lock";
import { MAX_SOURCE_FILES, SourceFailure, type SourceFile, type SourceListing } from "./model-source";

/**
 * What a source lists, looked through: no path that leaves the model's directory, no file twice, sizes and digests that can
 * be, not too many. Throws `SourceFailure` where one of them is not so: such a source is not half believed.
 */
export function checkedListing(
  server: string,
  files: readonly SourceFile[],
  rest: Omit<SourceListing, "files">,
): SourceListing {
  const seen = new Set<string>();
  if (files.length > MAX_SOURCE_FILES) throw tooMany(server);
  for (const { path, size } of files) {
    const refused = refusedName(path);
    if (refused !== undefined)
      throw new SourceFailure(
        `${server} names a file whose path is not used: ${refused} (${JSON.stringify(path.slice(0, 100))})`,
        "lies",
      );
    if (seen.has(path)) throw new SourceFailure(`${server} names ${path} twice`, "lies");
    seen.add(path);
    if (size !== undefined && !(Number.isSafeInteger(size) && size >= 0 && size <= MAX_FILE_SIZE))
      throw new SourceFailure(`${server} gives ${path} a size that cannot be`, "lies");
  }
  return { ...rest, files: [...files].sort((a, b) => (a.path < b.path ? -1 : 1)) };
}

export function tooMany(server: string): SourceFailure {
  return new SourceFailure(
    `${server} has more than ${MAX_SOURCE_FILES.toLocaleString("en-US")} files there: name a directory or a pattern`,
    "lies",
  );
}

/**
 * The files that `only` means. A directory is the model then, and its files are named from it; so is the directory of a single
 * file. A pattern keeps whole paths. Throws `SourceFailure` where there is none.
 */
export function narrowed(
  server: string,
  files: readonly SourceFile[],
  only: string | undefined,
): readonly SourceFile[] {
  if (only === undefined || only === "") return files;
  const found = isGlob(only) ? matching(files, only) : below(files, only);
  if (found.length === 0) throw new SourceFailure(`${server} has no ${only} there`, "gone");
  return found;
}

function matching(files: readonly SourceFile[], pattern: string): readonly SourceFile[] {
  try {
    const matches = compileGlob(pattern);
    return files.filter(({ path }) => matches(path));
  } catch (error) {
    if (error instanceof RangeError)
      throw new SourceFailure(`the pattern of the source is ${error.message}`, "refused");
    throw error;
  }
}

function below(files: readonly SourceFile[], name: string): readonly SourceFile[] {
  const single = files.find(({ path }) => path === name);
  if (single !== undefined) return [{ ...single, path: name.slice(name.lastIndexOf("/") + 1) }];
  return files
    .filter(({ path }) => path.startsWith(`${name}/`))
    .map((file) => ({ ...file, path: file.path.slice(name.length + 1) }));
}

/** Throws `SourceFailure` where these files cannot all be written into one directory. */
export function checkCollisions(server: string, files: readonly { readonly path: string }[]): void {
  const words = collision(files.map(({ path }) => path));
  if (words !== undefined) throw new SourceFailure(`${server}: ${words}`, "lies");
}
