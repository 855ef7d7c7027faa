import type { Random } from "./random";

/** Module and name pairs: imports of every judgement, Python 2 names that are mapped, and names no one can import. */
const NAMES: readonly (readonly [string, string])[] = [
  ["os", "system"], ["builtins", "eval"], ["__builtin__", "eval"], ["copy_reg", "_reconstructor"],
  ["collections", "OrderedDict"], ["numpy", "dtype"], ["torch", "FloatStorage"], ["cPickle", "loads"],
  ["os", "path.join"], ["UserDict", "IterableUserDict"], ["itertools", "izip"], ["", "x"], ["a.b", ""],
  ["m\u00f6d", "n\u00e4me"], ["exceptions", "ValueError"], ["constructor", "__proto__"], ["a b", "c d"],
  ["joblib.numpy_pickle", "NumpyArrayWrapper"],
]; // prettier-ignore

export function nameOf(random: Random): readonly [string, string] {
  return random.pick(NAMES);
}

/** Integers as text: what one reader or the other takes, and now and then what none does. */
export function integerText(random: Random): string {
  const value = random.int(300);
  return random.pick([
    `${value}`, `${value}`, "00", "01", "0x10", "0X1f", "0o17", "0b101", "1_0", "0x_1f", " 7", "7 ", "+3", "-3", "010",
    "\t8\v", "0_0", "1L", "3\0four", "--1", "", "0x", "1__0", "9".repeat(40), "-0x10", "+0b1", "08", "1e3", "\x0c5\r",
  ]); // prettier-ignore
}

export function longText(random: Random): string {
  return random.pick([`${integerText(random)}L`, integerText(random), "L", "10 L", "0x1_0L", "5LL", "-1L", "1\0L"]);
}

export function floatText(random: Random): string {
  return random.pick([
    "1.5", "1", ".5", "5.", "1e5", "-1E-3", "inf", "-Infinity", "nan", "+nan", "1_0.0_1", " 2.5 ", "1.5\0x", "0x1p3",
    "1.2.3", "", "1e", "1e400", "infinit",
  ]); // prettier-ignore
}

/** A memo index as text, in forms that `int` and `strtol` take. */
export function indexText(random: Random, index: number): string {
  return random.pick([
    `${index}`, `${index}`, `${index}`, `+${index}`, ` ${index}`, `${index} `, `0${index}`, `${"0".repeat(30)}${index}`,
    `${index}\0tail`, `\t${index}\r`, `-${index}`, `${index}x`, "", `1_${index}`, `0_${index}`, "1" + "0".repeat(17) + index,
    `0x${index}`,
  ]); // prettier-ignore
}

/** The text as a STRING line: quotes of both kinds, escapes of every kind. */
export function quotedLine(random: Random, text: string): string {
  const quote = random.pick(["'", '"']);
  const body = [...Buffer.from(text, "utf8")].map((byte) => escapedByte(random, byte)).join("");
  const end = random.chance(4) ? random.pick(["", " ", "'", '"', "\\"]) : quote;
  return `${quote}${body}${end}${random.chance(4) ? " " : ""}`;
}

function escapedByte(random: Random, byte: number): string {
  const char = String.fromCharCode(byte);
  if (!random.chance(20) && byte !== 0x5c && byte !== 0x0a) return char;
  const hex = byte.toString(16).padStart(2, "0");
  return random.pick([
    `\\x${hex}`,
    `\\${byte.toString(8).padStart(3, "0")}`,
    `\\x${hex.toUpperCase()}`,
    escapedLetter(char),
  ]);
}

function escapedLetter(char: string): string {
  return "abfnrtvx01234567".includes(char)
    ? `\\x${char.charCodeAt(0).toString(16).padStart(2, "0")}`
    : `\\${char === "\n" ? "n" : char}`;
}

/** The text as a UNICODE line: raw-unicode-escapes, with backslashes that escape nothing. */
export function unicodeLine(random: Random, text: string): Uint8Array {
  const parts = [...text].map((char) => {
    const code = char.codePointAt(0)!;
    if (code > 0xff || char === "\n" || char === "\\" || random.chance(20))
      return random.chance(30) ? `\\U${hexOf(code, 8)}` : `\\u${hexOf(code, 4)}`;
    return char;
  });
  const odd = random.chance(8)
    ? random.pick(["\\", "\\\\", "\\\\u0041", "\\\\\\u0041", "\\ud800", "\\n", "\\U00110000", "\\u12"])
    : "";
  return Buffer.from(parts.join("") + odd, "latin1");
}

function hexOf(code: number, digits: number): string {
  return code.toString(16).padStart(digits, "0");
}

/** UTF-8 of the text, sometimes with bytes that no UTF-8 has: surrogates, overlong forms, stray bytes. */
export function utf8Of(random: Random, text: string): Uint8Array {
  const bytes = Buffer.from(text, "utf8");
  if (!random.chance(5)) return bytes;
  const odd = random.pick([
    [0xed, 0xa0, 0x80],
    [0xff],
    [0xc0, 0xaf],
    [0xed, 0xb2, 0x80],
    [0xf4, 0x90, 0x80, 0x80],
    [0xe2],
  ]);
  const at = random.int(bytes.length + 1);
  return Buffer.concat([bytes.subarray(0, at), Uint8Array.from(odd), bytes.subarray(at)]);
}
