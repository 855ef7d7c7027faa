/**
 * The part of Python's literals that numpy writes into array headers, and nothing else: `ast.literal_eval`
 * takes more, but a header that needs more is not numpy's. Bounded in depth; errors are values.
 */
export type Literal =
  string | bigint | boolean | null | LiteralTuple | readonly Literal[] | ReadonlyMap<string, Literal>;

/** A tuple, apart from a list: numpy means different things by them. */
export interface LiteralTuple {
  readonly tuple: readonly Literal[];
}

/** Nesting of structured types; real ones have two or three levels. CWE-674. */
const MAX_DEPTH = 32;

export class NotALiteral extends Error {
  override readonly name = "NotALiteral";
}

/** Reads one literal that fills the text but for white space; throws `NotALiteral`. */
export function parseLiteral(text: string): Literal {
  const parser = new Parser(text);
  const value = parser.value(0);
  parser.end();
  return value;
}

export function isTuple(value: Literal): value is LiteralTuple {
  return typeof value === "object" && value !== null && "tuple" in value;
}

export function isList(value: Literal): value is readonly Literal[] {
  return Array.isArray(value);
}

const SPACE = /[ \t\r\n\f]*/y;
/** Python 2 wrote long integers with an `L`. */
const INTEGER = /[+-]?(?:0|[1-9][0-9]*)[lL]?(?![0-9A-Za-z_.])/y;
const WORD = /(?:True|False|None)(?![0-9A-Za-z_])/y;
const STRING = /[uUbB]?(?:'((?:[^'\\\n]|\\[^])*)'|"((?:[^"\\\n]|\\[^])*)")/y;
const ESCAPE = /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([^]))/g;
const ESCAPED = new Map(Object.entries({ n: "\n", t: "\t", r: "\r", "\\": "\\", "'": "'", '"': '"', "0": "\0" }));
const WORDS = new Map<string, boolean | null>(Object.entries({ True: true, False: false, None: null }));

class Parser {
  private at = 0;

  constructor(private readonly text: string) {}

  value(depth: number): Literal {
    if (depth > MAX_DEPTH) throw this.fail("is nested too deep");
    if (this.take("{")) return this.dict(depth);
    if (this.take("[")) return this.items("]", depth).values;
    if (this.take("(")) return this.tuple(depth);
    const word = this.match(WORD);
    if (word !== undefined) return WORDS.get(word[0])!;
    const integer = this.match(INTEGER);
    if (integer !== undefined) return BigInt(integer[0].replace(/^\+|[lL]$/g, ""));
    return this.string();
  }

  end(): void {
    this.match(SPACE);
    if (this.at < this.text.length) throw this.fail("goes on after its end");
  }

  private string(): string {
    const match = this.match(STRING);
    if (match === undefined) throw this.fail("is not a Python literal");
    return (match[1] ?? match[2] ?? "").replace(ESCAPE, (whole, x, u, long, one: string | undefined) => {
      if (one === undefined) return this.character(Number.parseInt(x ?? u ?? long, 16));
      const char = ESCAPED.get(one);
      if (char === undefined) throw this.fail(`has the escape ${whole}`);
      return char;
    });
  }

  private character(code: number): string {
    if (code > 0x10ffff) throw this.fail("has an escape beyond Unicode");
    return String.fromCodePoint(code);
  }

  private tuple(depth: number): Literal {
    const { values, comma } = this.items(")", depth);
    // Parentheses around one value are no tuple.
    return values.length === 1 && !comma ? values[0]! : { tuple: values };
  }

  private items(close: string, depth: number): { values: Literal[]; comma: boolean } {
    const values: Literal[] = [];
    let comma = true;
    while (!this.take(close)) {
      if (!comma) throw this.fail("misses a comma");
      values.push(this.value(depth + 1));
      comma = this.take(",");
    }
    return { values, comma };
  }

  private dict(depth: number): Literal {
    const map = new Map<string, Literal>();
    let comma = true;
    while (!this.take("}")) {
      if (!comma) throw this.fail("misses a comma");
      this.match(SPACE);
      const key = this.string();
      if (map.has(key)) throw this.fail(`says ${key} twice`);
      if (!this.take(":")) throw this.fail("misses a colon");
      map.set(key, this.value(depth + 1));
      comma = this.take(",");
    }
    return map;
  }

  private take(char: string): boolean {
    this.skipSpace();
    if (this.text[this.at] !== char) return false;
    this.at += char.length;
    return true;
  }

  private match(pattern: RegExp): RegExpExecArray | undefined {
    if (pattern !== SPACE) this.skipSpace();
    pattern.lastIndex = this.at;
    const match = pattern.exec(this.text);
    if (match === null) return undefined;
    this.at = pattern.lastIndex;
    return match;
  }

  private skipSpace(): void {
    this.match(SPACE);
  }

  private fail(what: string): NotALiteral {
    return new NotALiteral(`the header ${what} at character ${this.at}`);
  }
}
