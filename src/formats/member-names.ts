import { hexByte, utf8 } from "../core/text";
import type { ArchiveFact } from "../core/archive-facts";

/**
 * Names of archive members. They are an attacker's text, and readers disagree about them: Windows takes
 * `\` for a separator, `C:` for a drive and drops spaces at a component's end; C readers stop at a NUL.
 * A name is odd if any of them would leave the directory it is unpacked into. CWE-22.
 */
export function nameOddity(name: string): (Pick<ArchiveFact, "detail"> & { oddity: "path-traversal" }) | undefined {
  const nul = name.indexOf("\0");
  const readings = nul < 0 ? [name] : [name, name.slice(0, nul)];
  for (const reading of readings) {
    const detail = leavesDirectory(reading);
    if (detail !== undefined) return { oddity: "path-traversal", detail };
  }
  return undefined;
}

function leavesDirectory(name: string): string | undefined {
  if (name.startsWith("/")) return "the name is an absolute path";
  if (name.startsWith("\\")) return "the name is an absolute path on Windows";
  // A letter and a colon alone is not enough: variables of TensorFlow are named `w:0`.
  const drive = /^[A-Za-z]:(?=[/\\]|\.\.)/.exec(name);
  if (drive !== null) return `the name has the drive ${drive[0]}`;
  for (const part of name.split(/[/\\]/))
    if (part.startsWith("..") && part.slice(2).trim() === "") return "the name has a `..` component";
  return undefined;
}

/**
 * The text of a name's bytes: UTF-8, and `\xNN` for each byte that is not part of it. Pass `isUtf8` false
 * where the archive says that the name is in some other encoding: then only ASCII is text. Two names may
 * have the same text, so compare bytes where sameness matters.
 */
export function decodeName(bytes: Uint8Array, isUtf8 = true): string {
  if (isUtf8) return utf8(bytes);
  return Array.from(bytes, (byte) => (byte < 0x80 ? String.fromCharCode(byte) : hexByte(byte))).join("");
}
