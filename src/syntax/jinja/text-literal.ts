/**
 * A string literal's content as Jinja makes it: what is not ASCII becomes an escape (`backslashreplace`), then Python's
 * `unicode-escape` decodes all of them, so a backslash before such a character escapes the escape's own backslash.
 * Throws a plain `Error` in words where Python refuses an escape.
 */
export function decodeLiteral(raw: string): string {
  if (!raw.includes("\\")) return raw;
  const ascii = raw.replace(/[^\0-\x7f]/gu, asEscape);
  return ascii.replace(ESCAPE, decodeEscape);
}

function asEscape(character: string): string {
  const code = character.codePointAt(0)!;
  if (code <= 0xff) return `\\x${code.toString(16).padStart(2, "0")}`;
  return code <= 0xffff ? `\\u${code.toString(16).padStart(4, "0")}` : `\\U${code.toString(16).padStart(8, "0")}`;
}

/** A backslash with what belongs to it; each alternative is bounded, or ends at its brace. */
const ESCAPE = /\\(?:([0-7]{1,3})|x([\da-fA-F]{0,2})|u([\da-fA-F]{0,4})|U([\da-fA-F]{0,8})|N(\{[^}]*\}?)?|([^]?))/g;

const SIMPLE: Readonly<Record<string, string>> = {
  "\n": "",
  "\\": "\\",
  "'": "'",
  '"': '"',
  a: "\x07",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
};

function decodeEscape(
  whole: string,
  octal?: string,
  x?: string,
  u?: string,
  long?: string,
  named?: string,
  simple?: string,
): string {
  if (octal !== undefined) return String.fromCharCode(parseInt(octal, 8));
  for (const [digits, length] of [[x, 2] as const, [u, 4] as const, [long, 8] as const])
    if (digits !== undefined) return character(digits, length);
  if (whole.startsWith("\\N")) return characterNamed(named);
  if (simple === undefined || simple === "") throw new Error("a string ends inside an escape");
  return SIMPLE[simple] ?? whole;
}

function character(digits: string, length: number): string {
  const code = parseInt(digits, 16);
  if (digits.length !== length || code > 0x10ffff) throw new Error("a string has an escape of too few or wrong digits");
  return String.fromCodePoint(code);
}

const DIGITS = ["ZERO", "ONE", "TWO", "THREE", "FOUR", "FIVE", "SIX", "SEVEN", "EIGHT", "NINE"];
const SIGNS: Readonly<Record<string, string>> = {
  "LOW LINE": "_",
  "FULL STOP": ".",
  SPACE: " ",
  COMMA: ",",
  "HYPHEN-MINUS": "-",
  "LEFT CURLY BRACKET": "{",
  "RIGHT CURLY BRACKET": "}",
  "LEFT SQUARE BRACKET": "[",
  "RIGHT SQUARE BRACKET": "]",
  "LEFT PARENTHESIS": "(",
  "RIGHT PARENTHESIS": ")",
  "PERCENT SIGN": "%",
  SOLIDUS: "/",
};
/** Stands for a character whose name is not known here: none that a name of Python's internals has. */
const OTHER = "\ufffd";

function characterNamed(braced: string | undefined): string {
  if (braced === undefined || !braced.endsWith("}") || braced.length < 3)
    throw new Error("a string has a \\N without a name");
  const name = braced.slice(1, -1).toUpperCase();
  const letter = /^LATIN (SMALL|CAPITAL) LETTER ([A-Z])$/.exec(name);
  if (letter !== null) return letter[1] === "SMALL" ? letter[2]!.toLowerCase() : letter[2]!;
  const digit = name.startsWith("DIGIT ") ? DIGITS.indexOf(name.slice(6)) : -1;
  return digit >= 0 ? String(digit) : (SIGNS[name] ?? OTHER);
}
