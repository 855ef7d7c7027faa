import type { ModelFile } from "../core/attestation";
import { Malformed } from "../core/bytes";
import { byCodePoint } from "../core/order";

/** Version of the JSON form. */
const PINS_VERSION = 1;

/**
 * The SHA-256 of each file of a directory, as `sha256sum -c` takes it from inside the directory: a line a file, in the order of
 * code points. Names with a backslash or a line's end are written as GNU coreutils writes them (its manual, "cksum output
 * modes"): the line begins with a backslash, and the name has `\\`, `\n`, `\r`. BusyBox does not know that form. `./` stands
 * before each name, so that none is taken for an option or, as `-` alone is, for standard input. Throws `Malformed` for a
 * path that leads out of the directory.
 */
export function formatPins(files: readonly ModelFile[]): string {
  return sorted(files)
    .map(({ path, sha256 }) => {
      const escaped = path.replace(/[\\\n\r]/g, (character) => ESCAPES.get(character)!);
      return `${escaped === path ? "" : "\\"}${sha256}  ./${escaped}\n`;
    })
    .join("");
}

/** The same as JSON, with sizes: `{ version, algorithm, files: [{ path, size, sha256 }] }`. */
export function formatPinsJson(files: readonly ModelFile[]): string {
  const listed = sorted(files).map(({ path, size, sha256 }) => ({ path, size, sha256 }));
  return `${JSON.stringify({ version: PINS_VERSION, algorithm: "sha256", files: listed }, null, 2)}\n`;
}

const ESCAPES = new Map([
  ["\\", "\\\\"],
  ["\n", "\\n"],
  ["\r", "\\r"],
]);

function sorted(files: readonly ModelFile[]): readonly ModelFile[] {
  const seen = new Set<string>();
  for (const { path, sha256 } of files) {
    if (path.split("/").some((part) => part === "" || part === "." || part === "..") || path.includes("\0"))
      throw new Malformed("a file to be pinned has a path that is none inside of the directory");
    if (/\p{Cs}/u.test(path)) throw new Malformed("a file to be pinned has a name that is no Unicode text");
    if (!/^[0-9a-f]{64}$/.test(sha256)) throw new Malformed("a file to be pinned has no SHA-256");
    if (seen.has(path)) throw new Malformed("a file to be pinned is listed twice");
    seen.add(path);
  }
  return [...files].sort((a, b) => byCodePoint(a.path, b.path));
}
