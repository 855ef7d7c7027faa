/** Names on disk and in git are bytes; reports show text. */

/** Text of a name: bytes that are not UTF-8 stand as `\xNN`. */
export function displayPath(name: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(name);
  } catch {
    return displayBroken(name);
  }
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

/** The longest valid sequences are kept, byte by byte where none begins. */
function displayBroken(name: Uint8Array): string {
  let out = "";
  for (let i = 0; i < name.length;) {
    const length = sequenceLength(name, i);
    if (length === 0) out += `\\x${(name[i] ?? 0).toString(16).padStart(2, "0")}`;
    else out += Buffer.from(name.subarray(i, i + length)).toString("utf8");
    i += Math.max(1, length);
  }
  return out;
}

/** Length of the valid UTF-8 sequence at `at`, 0 where there is none. */
function sequenceLength(bytes: Uint8Array, at: number): number {
  const first = bytes[at] ?? 0;
  const length = first < 0x80 ? 1 : first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;
  if (length < 2) return length;
  const part = Buffer.from(bytes.subarray(at, at + length));
  return part.length === length && Buffer.from(part.toString("utf8"), "utf8").equals(part) ? length : 0;
}
