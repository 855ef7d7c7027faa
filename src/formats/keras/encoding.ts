import { utf8 } from "../../core/text";

/**
 * The text of JSON bytes as Python's `json.loads` takes them: it looks at zeros and byte order marks (`detect_encoding`
 * of CPython's Lib/json), so a configuration in UTF-16 loads as well. UTF-32 is left as it is, which is no JSON then.
 */
export function jsonText(bytes: Uint8Array): string {
  const [first, second] = bytes;
  const isBig = (first === 0xfe && second === 0xff) || (first === 0 && second !== 0);
  const isLittle = (first === 0xff && second === 0xfe) || (second === 0 && first !== 0);
  if (bytes.length < 2 || (!isBig && !isLittle)) return utf8(bytes);
  return new TextDecoder(isBig ? "utf-16be" : "utf-16le").decode(bytes);
}
