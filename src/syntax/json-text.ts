import { utf8 } from "../core/text";

/**
 * JSON as text. Python's `json` tells from the first bytes whether they are UTF-8, UTF-16 or UTF-32, with or without a
 * byte order mark (`json.detect_encoding`), so what it would read has to be read here.
 */
export function jsonText(bytes: Uint8Array): string {
  const encoding = encodingOf(bytes);
  if (encoding === "utf-8") return utf8(bytes);
  if (encoding.startsWith("utf-16")) return new TextDecoder(encoding).decode(bytes);
  return utf32(bytes, encoding === "utf-32le");
}

/** Whether the bytes are JSON in another encoding than UTF-8. */
export function isWide(bytes: Uint8Array): boolean {
  return encodingOf(bytes) !== "utf-8";
}

type Encoding = "utf-8" | "utf-16le" | "utf-16be" | "utf-32le" | "utf-32be";

function encodingOf([a = 0x20, b = 0x20, c = 0x20, d = 0x20]: Uint8Array): Encoding {
  if (a === 0xff && b === 0xfe) return c === 0 && d === 0 ? "utf-32le" : "utf-16le";
  if (a === 0xfe && b === 0xff) return "utf-16be";
  if (a === 0) return b !== 0 ? "utf-16be" : "utf-32be";
  if (b === 0) return c !== 0 || d !== 0 ? "utf-16le" : "utf-32le";
  return "utf-8";
}

/** Characters of four bytes each; what is none stands as U+FFFD, and a last piece of fewer bytes is dropped. */
function utf32(bytes: Uint8Array, little: boolean): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const parts: string[] = [];
  for (let at = 0; at + 4 <= bytes.length; at += 4) {
    const code = view.getUint32(at, little);
    parts.push(code <= 0x10ffff ? String.fromCodePoint(code) : "\ufffd");
  }
  return parts.join("").replace(/^\ufeff/, "");
}
