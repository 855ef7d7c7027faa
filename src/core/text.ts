/**
 * Text out of bytes that nobody vouched for. Nothing here escapes for a surface: that is the reporters' work.
 */

const STRICT = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** One character a byte. */
export function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
}

/** UTF-8; each byte that does not belong to it stands as `\xNN`, so that no two inputs look alike. */
export function utf8(bytes: Uint8Array): string {
  try {
    return STRICT.decode(bytes);
  } catch {
    return lenientUtf8(bytes);
  }
}

function lenientUtf8(bytes: Uint8Array): string {
  let out = "";
  for (let at = 0; at < bytes.length;) {
    const length = sequenceLength(bytes[at]!);
    const part = bytes.subarray(at, at + length);
    const text = part.length === length ? strictOrUndefined(part) : undefined;
    out += text ?? `\\x${bytes[at]!.toString(16).padStart(2, "0")}`;
    at += text === undefined ? 1 : length;
  }
  return out;
}

function strictOrUndefined(bytes: Uint8Array): string | undefined {
  try {
    return STRICT.decode(bytes);
  } catch {
    return undefined;
  }
}

function sequenceLength(first: number): number {
  if (first >= 0xf0) return 4;
  if (first >= 0xe0) return 3;
  return first >= 0xc0 ? 2 : 1;
}

/** Cut to `atMost` characters, with an ellipsis where something was left out. */
export function shorten(text: string, atMost: number): string {
  return text.length <= atMost ? text : `${text.slice(0, atMost - 3)}...`;
}
