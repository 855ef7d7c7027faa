import { Unsupported } from "../../core/bytes";
import { latin1 } from "../../core/text";

/** PEP 263: in one of the first two lines. */
const COOKIE = /^[ \t\f]*#[^\n]*?coding[:=][ \t]*([-\w.]{1,60})/;
/** Python's names for what `TextDecoder` calls otherwise. */
const LATIN = /^(latin-?1|l1|iso-?8859-?1(-.*)?|cp1252|ascii|us-ascii)$/;
const UTF8 = /^(utf-?8(-sig)?|u8|utf8-unix)$/;

/**
 * Python source as text: the encoding that it declares, else UTF-8, and what is neither byte by byte. Every end of a line
 * becomes `\n`, as Python's tokenizer sees it. Throws `Unsupported` for an encoding that is not read here, for such a
 * one (`utf-7`, `unicode_escape`) can hide what a file does.
 */
export function pythonText(bytes: Uint8Array): string {
  const body = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes;
  const head = latin1(body.subarray(0, 1000)).split(/\r\n?|\n/, 2);
  const cookie = head.map((line) => COOKIE.exec(line)?.[1]).find((name) => name !== undefined);
  return decode(body, (cookie ?? "utf-8").toLowerCase().replaceAll("_", "-")).replace(/\r\n?/g, "\n");
}

function decode(bytes: Uint8Array, encoding: string): string {
  if (LATIN.test(encoding)) return latin1(bytes);
  if (UTF8.test(encoding)) return utf8OrLatin1(bytes);
  try {
    return new TextDecoder(encoding).decode(bytes);
  } catch {
    throw new Unsupported(`Python code in the encoding ${encoding}`);
  }
}

function utf8OrLatin1(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return latin1(bytes);
  }
}
