/** Characters of one path. Linux opens none longer than 4,096 bytes. CWE-770. */
export const MAX_PATH_CHARACTERS = 1024;

/** Control characters of C0 and C1, and halves of surrogate pairs, which are no text. */

const NOT_WRITTEN = /[\u0000-\u001f\u007f-\u009f]|\p{Cs}/u;

/**
 * Why a path that a source or a manifest gives is not used, in words; undefined where it is plain: relative, with `/`, without
 * `.` and `..`, below its directory on every system, and not among git's own files (CWE-22, CWE-73).
 */
export function refusedName(path: string): string | undefined {
  if (path === "") return "it is empty";
  if (path.length > MAX_PATH_CHARACTERS) return `it has more than ${MAX_PATH_CHARACTERS} characters`;
  if (NOT_WRITTEN.test(path)) return "it has control characters";
  if (path.includes("\\")) return "it has a backslash";
  if (/^(\/|[A-Za-z]:)/.test(path)) return "it is absolute";
  const parts = path.split("/");
  if (parts.includes("..")) return "it leads out of its directory";
  if (parts.includes("") || parts.includes(".")) return "it has an empty part";
  // Trailing dots and spaces, and streams behind a colon, do not count on Windows: `.git.` is `.git` there.
  if (parts.some((part) => /^(\.git|git~\d)[. ]*(:|$)/i.test(part))) return "it lies among git's own files";
  return undefined;
}

/** The form in which two names are one for a file system that does not tell case or Unicode's compositions apart. */
function folded(path: string): string {
  return path.normalize("NFC").toLowerCase();
}

/**
 * Why these files cannot all be written into one directory, in words: two are one where case does not count, or one is a
 * directory of another (CWE-178).
 */
export function collision(paths: readonly string[]): string | undefined {
  const files = new Map<string, string>();
  for (const path of paths) {
    const other = files.get(folded(path));
    if (other !== undefined) return `${other} and ${path} are one file on systems where case does not count`;
    files.set(folded(path), path);
  }
  for (const path of paths) {
    const name = folded(path);
    for (let at = name.indexOf("/"); at >= 0; at = name.indexOf("/", at + 1)) {
      const other = files.get(name.slice(0, at));
      if (other !== undefined) return `${other} is a file and a directory of ${path}`;
    }
  }
  return undefined;
}
