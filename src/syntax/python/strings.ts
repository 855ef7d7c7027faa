/** Characters of one string literal that are decoded; longer ones are data, whose text tells nothing. CWE-770. */
const MAX_LITERAL = 64 * 1024;

const START = /^([a-zA-Z]{0,2})("""|'''|"|')/;
const ESCAPE = /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|N\{([^}]{1,100})\}|([0-7]{1,3})|([^]))/g;
const SIMPLE = new Map(
  Object.entries({
    n: "\n",
    t: "\t",
    r: "\r",
    a: "\x07",
    b: "\b",
    f: "\f",
    v: "\v",
    "\n": "",
    "\\": "\\",
    "'": "'",
    '"': '"',
  }),
);

/** Where the content of a string literal stands in its source, and whether its escapes mean something. */
export interface LiteralShape {
  readonly start: number;
  readonly end: number;
  readonly raw: boolean;
}

/** `undefined` for what is no whole string literal (an error in the source) or too long. */
export function literalShape(source: string): LiteralShape | undefined {
  const match = START.exec(source);
  if (match === null || source.length > MAX_LITERAL) return undefined;
  const [whole, prefix = "", quote = ""] = match;
  if (source.length < whole.length + quote.length || !source.endsWith(quote)) return undefined;
  return { start: whole.length, end: source.length - quote.length, raw: /r/i.test(prefix) };
}

/** The characters that a piece of a literal stands for. Bytes become the characters of the same numbers. */
export function unescape(piece: string, raw: boolean): string {
  if (raw || !piece.includes("\\")) return piece;
  return piece.replace(ESCAPE, (whole, x, u, long, _name, octal, one: string | undefined) => {
    if (one !== undefined) return SIMPLE.get(one) ?? whole;
    const code = octal === undefined ? Number.parseInt(x ?? u ?? long, 16) : Number.parseInt(octal, 8);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
