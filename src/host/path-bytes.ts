import { utf8 } from "../core/text";

/** Names on disk and in git are bytes; reports show text. */

/** Text of a name: bytes that are not UTF-8 stand as `\xNN`. */
export function displayPath(name: Uint8Array): string {
  return utf8(name);
}

/** A name as Node's file functions take it: text where that is exact, bytes otherwise. */
export function diskPath(name: Uint8Array): string | Buffer {
  const buffer = Buffer.from(name.buffer, name.byteOffset, name.byteLength);
  const text = buffer.toString("utf8");
  return Buffer.from(text, "utf8").equals(buffer) ? text : buffer;
}

/** What was passed between threads is a plain `Uint8Array`, which the file functions refuse. */
export function openable(path: string | Uint8Array): string | Buffer {
  return typeof path === "string" ? path : Buffer.from(path.buffer, path.byteOffset, path.byteLength);
}

/** Splits the output of a git command with `-z`. */
export function splitNul(output: Buffer): Buffer[] {
  const parts: Buffer[] = [];
  for (let start = 0; start < output.length;) {
    const end = output.indexOf(0, start);
    parts.push(output.subarray(start, end < 0 ? output.length : end));
    start = end < 0 ? output.length : end + 1;
  }
  return parts;
}

/** Joins `/`-separated parts; empty ones are left out. */
export function joinBytes(...parts: readonly (string | Uint8Array)[]): Buffer {
  const present = parts.filter((part) => part.length > 0).map((part) => Buffer.from(part as Uint8Array));
  return Buffer.concat(present.flatMap((part, i) => (i === 0 ? [part] : [SLASH, part])));
}

const SLASH = Buffer.from("/");
