import { Refused, type RefusalKind } from "../core/attestation";
import { byCodePoint } from "../core/order";
import { shorten } from "../core/text";

/** Files that a message names; the others are counted. */
const NAMED = 20;

/** One refusal for all files with the same fault, by name; none where there is no file. `one`, `many`: the words behind the names. */
export function namedFiles(kind: RefusalKind, paths: readonly string[], one: string, many: string): readonly Refused[] {
  if (paths.length === 0) return [];
  const names = [...paths]
    .sort(byCodePoint)
    .slice(0, NAMED)
    .map((path) => shorten(path, 200) || "a file without a name");
  if (paths.length === 1) return [new Refused(kind, `${names[0]} ${one}.`)];
  const more = paths.length > NAMED ? `, and ${paths.length - NAMED} more` : "";
  return [new Refused(kind, `${paths.length} files ${many}: ${names.join(", ")}${more}.`)];
}
