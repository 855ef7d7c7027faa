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
    return decodePieces(bytes);
  }
}

/** Longest valid sequences become text, every other byte its number. */
function decodePieces(bytes: Uint8Array): string {
  const out: string[] = [];
  for (let at = 0; at < bytes.length;) {
    const length = sequenceLength(bytes, at);
    out.push(length === 0 ? hexByte(bytes[at]!) : STRICT.decode(bytes.subarray(at, at + length)));
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

/** A byte that is no text: `\xNN`. */
export function hexByte(byte: number): string {
  return `\\x${byte.toString(16).padStart(2, "0")}`;
}

/** Cut to `atMost` characters, with an ellipsis where something was left out. */
export function shorten(text: string, atMost: number): string {
  return text.length <= atMost ? text : `${text.slice(0, atMost - 3)}...`;
}
