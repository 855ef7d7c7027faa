import { latin1, utf8 } from "../core/text";
import type { Input } from "./input";
import { OPCODE_OF, type LiteralKind, type Opcode } from "./opcodes";

/** Where a constant's own bytes stand in the stream. */
export interface LiteralSpan {
  readonly opcode: Opcode;
  readonly kind: LiteralKind;
  readonly start: number;
  readonly length: number;
}

/**
 * Bytes of a line (protocol 0 text) that are searched for its end, unless the caller wants more: a
 * constant can be named a million times, and each time its line is measured again. CWE-407.
 */
const MAX_LINE = 8192;

/**
 * Reads the head of the constant whose opcode stands at `offset`; a line counts as no longer than
 * `longestLine`. Total: anything else is `undefined`.
 */
export function literalSpan(input: Input, offset: number, longestLine = MAX_LINE): LiteralSpan | undefined {
  const head = input.peek(offset, 9);
  const opcode = OPCODE_OF[head[0] ?? -1];
  if (opcode?.literal === undefined) return undefined;
  const span = (skip: number, length: number) => ({ opcode, kind: opcode.literal!, start: offset + skip, length });
  switch (opcode.argument) {
    case "1+bytes":
      return span(2, head[1] ?? 0);
    case "4+bytes":
    case "i4+bytes":
      return span(5, little(head, 4));
    case "8+bytes":
      return span(9, little(head, 8));
    case "line":
      return span(1, lineLength(input, offset + 1, longestLine));
    default:
      return span(1, { none: 0, u1: 1, u2: 2, i4: 4, u4: 4, u8: 8, f8: 8, "two-lines": 0 }[opcode.argument]);
  }
}

/** The text of a `str` constant, cut at `atMost` bytes; `undefined` where the constant is no text. */
export function literalText(input: Input, offset: number, atMost: number): string | undefined {
  const span = literalSpan(input, offset, atMost);
  if (span?.kind !== "str") return undefined;
  const bytes = input.peek(span.start, Math.min(span.length, atMost));
  switch (span.opcode.name) {
    case "STRING":
      return unescapeBytes(unquote(latin1(bytes)));
    case "UNICODE":
      return rawUnicodeEscape(latin1(bytes));
    case "BINSTRING":
    case "SHORT_BINSTRING":
      return isAscii(bytes) ? latin1(bytes) : utf8(bytes);
    default:
      return utf8(bytes);
  }
}

/** An `int` constant, or `undefined` where it is none or does not fit. */
export function literalInteger(input: Input, offset: number): bigint | undefined {
  const span = literalSpan(input, offset);
  if (span?.kind !== "int" || span.length > 4096) return undefined;
  const bytes = input.peek(span.start, span.length);
  if (span.opcode.argument === "line") return textInteger(latin1(bytes));
  const signed = span.opcode.name === "BININT" || span.opcode.name.startsWith("LONG");
  let value = 0n;
  for (let i = bytes.length - 1; i >= 0; i--) value = value * 256n + BigInt(bytes[i]!);
  const top = bytes[bytes.length - 1] ?? 0;
  return signed && top >= 0x80 ? value - (1n << BigInt(8 * bytes.length)) : value;
}

/** `True` and `False`, in every way they are written. */
export function literalBoolean(input: Input, offset: number): boolean | undefined {
  const span = literalSpan(input, offset);
  if (span?.opcode.name === "NEWTRUE") return true;
  if (span?.opcode.name === "NEWFALSE") return false;
  if (span?.opcode.name !== "INT" || span.length !== 2) return undefined;
  const text = latin1(input.peek(span.start, 2));
  return text === "01" ? true : text === "00" ? false : undefined;
}

function textInteger(text: string): bigint | undefined {
  const body = text
    .replace(/\0[\s\S]*$/, "")
    .trim()
    .replaceAll("_", "")
    .replace(/L$/, "")
    .trimEnd();
  const negative = body.startsWith("-");
  try {
    const value = BigInt(body.replace(/^[+-]/, ""));
    return negative ? -value : value;
  } catch {
    return undefined; // a number only some readers take: no value, but still a constant
  }
}

function lineLength(input: Input, offset: number, longest: number): number {
  for (let length = 0; length <= longest; length += LINE_STEP) {
    const step = Math.min(LINE_STEP, longest - length + 1);
    const part = input.peek(offset + length, step);
    const end = part.indexOf(0x0a);
    if (end >= 0) return length + end;
    if (part.length < step) return Math.max(0, length + part.length - 1);
  }
  return longest;
}

const LINE_STEP = 4096;

function little(bytes: Uint8Array, size: number): number {
  let value = 0;
  for (let i = size; i >= 1; i--) value = value * 256 + (bytes[i] ?? 0);
  return value;
}

function isAscii(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte < 0x80);
}

/** Cuts the quotes of a STRING argument off; CPython strips trailing blanks first. */
function unquote(text: string): string {
  return text.trimEnd().slice(1, -1);
}

const SIMPLE: Readonly<Record<string, string>> = {
  a: "\x07", b: "\b", f: "\f", n: "\n", r: "\r", t: "\t", v: "\v", "\\": "\\", "'": "'", '"': '"', "\n": "",
}; // prettier-ignore

/** Python's `codecs.escape_decode`: hexadecimal, octal and single-letter escapes. */
function unescapeBytes(text: string): string {
  return text.replace(/\\(?:x([0-9a-fA-F]{2})|([0-7]{1,3})|([\s\S]))/g, (whole, hex, octal, letter: string) => {
    if (hex !== undefined) return String.fromCharCode(parseInt(hex, 16));
    if (octal !== undefined) return String.fromCharCode(parseInt(octal, 8) & 0xff);
    return SIMPLE[letter] ?? whole;
  });
}

/**
 * Python's `raw-unicode-escape`: only `\uXXXX` and `\UXXXXXXXX` after an odd number of backslashes. Each
 * run of backslashes is taken whole, because a pattern that tries its parts is quadratic in its length.
 */
function rawUnicodeEscape(text: string): string {
  return text.replace(/(?<!\\)(?:\\\\)*\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8}))/g, (whole, short, long) => {
    const code = parseInt(short ?? long, 16);
    const slashes = whole.length - (short === undefined ? 10 : 6);
    return code > 0x10ffff ? whole : whole.slice(0, slashes) + String.fromCodePoint(code);
  });
}
