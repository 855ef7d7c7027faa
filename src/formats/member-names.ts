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
 * The text of a name's bytes: UTF-8, and `\xNN` for each byte that is not part of it. Pass `utf8` false
 * where the archive says that the name is in some other encoding: then only ASCII is text. Two names may
 * have the same text, so compare bytes where sameness matters.
 */
export function decodeName(bytes: Uint8Array, utf8 = true): string {
  if (utf8) {
    try {
      return STRICT.decode(bytes);
    } catch {
      return decodePieces(bytes);
    }
  }
  return Array.from(bytes, (byte) => (byte < 0x80 ? String.fromCharCode(byte) : hex(byte))).join("");
}

/** `ignoreBOM` keeps a byte order mark as a character: it is part of the name. */
const STRICT = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Longest valid sequences become text, every other byte its number. */
function decodePieces(bytes: Uint8Array): string {
  const out: string[] = [];
  for (let at = 0; at < bytes.length;) {
    const length = sequenceLength(bytes, at);
    out.push(length === 0 ? hex(bytes[at]!) : STRICT.decode(bytes.subarray(at, at + length)));
    at += Math.max(1, length);
  }
  return out.join("");
}

/** Bytes of the UTF-8 sequence at `at`, 0 where there is none (Unicode 15, table 3-7). */
function sequenceLength(bytes: Uint8Array, at: number): number {
  const lead = bytes[at]!;
  if (lead < 0x80) return 1;
  const length = lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0;
  if (length === 0 || at + length > bytes.length) return 0;
  const second = bytes[at + 1]!;
  const low = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
  const high = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
  if (second < low || second > high) return 0;
  for (let i = 2; i < length; i++) if ((bytes[at + i]! & 0xc0) !== 0x80) return 0;
  return length;
}

function hex(byte: number): string {
  return `\\x${byte.toString(16).padStart(2, "0")}`;
}
