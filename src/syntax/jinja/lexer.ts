import { TemplateProblem } from "./problem";
import { SPACE, afterSpace, normalised, withoutTrailingSpace } from "./source";
import { decodeLiteral } from "./text-literal";

/** Tokens as Jinja 3.1 has them (lexer.py); operators are their own type. Comments and white space are none. */
export type TokenType =
  | "data"
  | "block-begin"
  | "block-end"
  | "variable-begin"
  | "variable-end"
  | "name"
  | "string"
  | "integer"
  | "float"
  | "operator"
  | "end";

export interface Token {
  readonly type: TokenType;
  /** A name, an operator, the data, or a string's content. */
  readonly text: string;
  /** The value of a number. */
  readonly number?: number;
  /** A string that is written with escapes. */
  readonly escaped?: boolean;
  /** Characters from the start of the normalised source. */
  readonly at: number;
  readonly end: number;
}

export interface Lexed {
  readonly source: string;
  readonly tokens: readonly Token[];
  /** Why there are no more of them. */
  readonly problem?: TemplateProblem;
}

/** Characters of a template. The longest real ones have some 100,000. CWE-770. */
export const MAX_TEMPLATE = 4 * 1024 * 1024;
/** Tokens of a template: real ones have at most some 10,000. CWE-770. */
const MAX_TOKENS = 500_000;
/** Digits of a decimal number: Python refuses more. */
const MAX_DIGITS = 4300;

/** Tokens up to the end, or up to what Jinja would refuse. Never throws for what the text holds. */
export function lex(text: string): Lexed {
  const source = normalised(text.length > MAX_TEMPLATE ? text.slice(0, MAX_TEMPLATE) : text);
  const lexer = new Lexer(source);
  try {
    lexer.root();
    if (text.length > MAX_TEMPLATE)
      throw new TemplateProblem("limit", `more than ${MAX_TEMPLATE.toLocaleString("en-US")} characters`, source.length);
  } catch (error) {
    if (!(error instanceof TemplateProblem)) throw error;
    return { source, tokens: lexer.tokens, problem: error };
  }
  return { source, tokens: lexer.tokens };
}

const TAG = /\{[{%#]/g;
const RAW = new RegExp(`\\{%[-+]?[${SPACE}]*raw[${SPACE}]*(-%\\}[${SPACE}]*|%\\})`, "y");
const END_RAW = new RegExp(`\\{%([-+]?)[${SPACE}]*endraw[${SPACE}]*(?:\\+%\\}|-%\\}[${SPACE}]*|%\\}\\n?)`, "g");
const FLOAT =
  /(?<!\.)(?:\p{Nd}+_)*\p{Nd}+(?:(?:\.(?:\p{Nd}+_)*\p{Nd}+)?e[+-]?(?:\p{Nd}+_)*\p{Nd}+|\.(?:\p{Nd}+_)*\p{Nd}+)/iuy;
const INTEGER = /0b(?:_?[01])+|0o(?:_?[0-7])+|0x(?:_?[\p{Nd}a-f])+|[1-9](?:_?\p{Nd})*|0(?:_?0)*/iuy;
const NAME = /[\p{XIDS}_]\p{XIDC}*/uy;
const OPERATOR = /\/\/|\*\*|[=!<>]=|[-+/*%~[\](){}<>=.:|,;]/y;
const CLOSING: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}" };

class Lexer {
  readonly tokens: Token[] = [];
  private at = 0;
  /** Whether the tag before ended with its line, so that the next begins one (`lstrip_blocks`). */
  private lineStarting = true;

  constructor(private readonly source: string) {}

  /** Text and tags in turn, up to the end. */
  root(): void {
    for (;;) {
      TAG.lastIndex = this.at;
      const found = TAG.exec(this.source);
      if (found === null) {
        this.data(this.source.slice(this.at));
        this.at = this.source.length;
        return;
      }
      this.tag(found.index, found[0]);
    }
  }

  private tag(start: number, opening: string): void {
    const raw = opening === "{%" ? match(RAW, this.source, start) : undefined;
    const sign = this.source[start + 2] ?? "";
    this.data(this.before(this.source.slice(this.at, start), sign, opening !== "{{"));
    if (raw !== undefined) {
      this.leave(start + raw.length);
      return this.raw();
    }
    this.at = start + (sign === "-" || sign === "+" ? 3 : 2);
    if (opening === "{#") this.comment();
    else if (opening === "{{") this.inside("variable-begin", start, this.at);
    else this.inside("block-begin", start, this.at);
  }

  /** The text before a tag, as `trim_blocks` and `lstrip_blocks` (both on, as transformers has them) and signs leave it. */
  private before(text: string, sign: string, strips: boolean): string {
    if (sign === "-") return withoutTrailingSpace(text);
    if (sign === "+" || !strips) return text;
    const line = text.lastIndexOf("\n") + 1;
    if (line === 0 && !this.lineStarting) return text;
    return afterSpace(text, line) === text.length ? text.slice(0, line) : text;
  }

  private data(text: string): void {
    if (text !== "") this.push({ type: "data", text, at: this.at, end: this.at + text.length });
  }

  private raw(): void {
    END_RAW.lastIndex = this.at;
    const end = END_RAW.exec(this.source);
    if (end === null) {
      if (this.at < this.source.length) this.fail("a raw block is not closed");
      return;
    }
    this.data(this.before(this.source.slice(this.at, end.index), end[1]!, true));
    this.leave(END_RAW.lastIndex);
  }

  private comment(): void {
    const end = this.source.indexOf("#}", this.at);
    if (end < 0) {
      if (this.at < this.source.length) this.fail("a comment is not closed");
      this.at = this.source.length;
      return;
    }
    this.leave(this.afterTag(end + 2, end > this.at ? this.source[end - 1] : "", true));
  }

  /** Where the text goes on behind a tag: `-` takes all white space, `trim_blocks` one line end. */
  private afterTag(end: number, sign: string | undefined, trims: boolean): number {
    if (sign === "-") return afterSpace(this.source, end);
    return trims && sign !== "+" && this.source[end] === "\n" ? end + 1 : end;
  }

  private leave(end: number): void {
    this.at = end;
    this.lineStarting = this.source[end - 1] === "\n";
  }

  /** The tokens of a tag. One that is not closed ends with the source, as for Jinja; the parser will miss its end. */
  private inside(type: "variable-begin" | "block-begin", start: number, from: number): void {
    this.push({ type, text: this.source.slice(start, from), at: start, end: from });
    const open: string[] = [];
    const variable = type === "variable-begin";
    for (;;) {
      if (open.length === 0 && this.closes(variable)) return;
      this.at = afterSpace(this.source, this.at);
      if (this.at >= this.source.length) return;
      if (open.length === 0 && this.closes(variable)) return;
      this.token(open);
    }
  }

  private closes(variable: boolean): boolean {
    const { source, at } = this;
    const sign = source[at] === "-" || (!variable && source[at] === "+") ? source[at]! : "";
    const from = at + sign.length;
    if (!source.startsWith(variable ? "}}" : "%}", from)) return false;
    const end = from + 2;
    this.push({ type: variable ? "variable-end" : "block-end", text: source.slice(at, end), at, end });
    this.leave(this.afterTag(end, sign, !variable));
    return true;
  }

  private token(open: string[]): void {
    const { source, at } = this;
    const quote = source[at];
    if (quote === "'" || quote === '"') return this.string(quote);
    const float = match(FLOAT, source, at);
    if (float !== undefined) return this.float(float);
    const integer = match(INTEGER, source, at);
    if (integer !== undefined) return this.integer(integer);
    const name = match(NAME, source, at);
    if (name !== undefined) return this.take("name", name);
    const operator = match(OPERATOR, source, at);
    if (operator === undefined) this.fail("a character that no expression has");
    const closing = CLOSING[operator];
    if (closing !== undefined) open.push(closing);
    else if (")]}".includes(operator) && open.pop() !== operator) this.fail(`an unexpected ${operator}`);
    this.take("operator", operator);
  }

  private string(quote: string): void {
    let end = this.at + 1;
    while (end < this.source.length && this.source[end] !== quote) end += this.source[end] === "\\" ? 2 : 1;
    if (end >= this.source.length) this.fail("a string is not closed");
    const raw = this.source.slice(this.at + 1, end);
    let text;
    try {
      text = decodeLiteral(raw);
    } catch (error) {
      this.fail((error as Error).message);
    }
    this.push({ type: "string", text, escaped: raw.includes("\\"), at: this.at, end: end + 1 });
    this.at = end + 1;
  }

  private float(text: string): void {
    if (/[^\0-\x7f]/.test(text)) this.fail("a number with digits that Python does not read");
    this.take("float", text, Number(text.replaceAll("_", "")));
  }

  private integer(text: string): void {
    const digits = text.replaceAll("_", "");
    const decimal = !/^0[box]/i.test(digits);
    if (decimal && digits.length > MAX_DIGITS) this.fail(`a number of more than ${MAX_DIGITS} digits`);
    this.take("integer", text, Number(digits));
  }

  private take(type: TokenType, text: string, number?: number): void {
    const end = this.at + text.length;
    this.push({ type, text, at: this.at, end, ...(number === undefined ? {} : { number }) });
    this.at = end;
  }

  private push(token: Token): void {
    if (this.tokens.length >= MAX_TOKENS)
      throw new TemplateProblem("limit", `more than ${MAX_TOKENS.toLocaleString("en-US")} tokens`, this.at);
    this.tokens.push(token);
  }

  private fail(what: string): never {
    throw new TemplateProblem("malformed", what, this.at);
  }
}

function match(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}
