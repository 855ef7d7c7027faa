import { TemplateProblem } from "./problem";
import type { Lexed, Token } from "./lexer";

/**
 * Tags and expressions inside each other, each with the calls that Jinja needs for it: Python's limit is 1,000 of
 * them. Deeper input is there to exhaust. CWE-674.
 */
const MAX_CALLS = 1000;

/** The tokens of a template, one by one, with the depth of what is being parsed. */
export class TokenStream {
  private next = 0;
  private depth = 0;
  private readonly last: Token;

  constructor(private readonly lexed: Lexed) {
    const at = lexed.source.length;
    this.last = { type: "end", text: "", at, end: at };
  }

  get current(): Token {
    return this.lexed.tokens[this.next] ?? this.theEnd();
  }

  /** The token behind the current one. */
  get ahead(): Token {
    return this.lexed.tokens[this.next + 1] ?? this.last;
  }

  /** Where the last token that was taken ends. */
  get taken(): number {
    return this.lexed.tokens[this.next - 1]?.end ?? 0;
  }

  take(): Token {
    const { current } = this;
    this.next++;
    return current;
  }

  is(type: Token["type"], text?: string): boolean {
    const { current } = this;
    return current.type === type && (text === undefined || current.text === text);
  }

  operator(text: string): boolean {
    return this.is("operator", text);
  }

  word(text: string): boolean {
    return this.is("name", text);
  }

  skip(type: Token["type"], text?: string): boolean {
    if (!this.is(type, text)) return false;
    this.next++;
    return true;
  }

  expect(type: Token["type"], text?: string): Token {
    if (!this.is(type, text)) this.fail(`${text ?? type} is missing`);
    return this.take();
  }

  /** Runs `parse` deeper by as many calls as Jinja makes for it. */
  deeper<T>(calls: number, parse: () => T): T {
    this.depth += calls;
    if (this.depth > MAX_CALLS)
      throw new TemplateProblem(
        "limit",
        "more expressions or blocks inside each other than Python reads",
        this.current.at,
      );
    const result = parse();
    this.depth -= calls;
    return result;
  }

  /** Tries `parse`; where it fails, the stream stands where it stood. */
  attempt<T>(parse: () => T): T | undefined {
    const [next, depth] = [this.next, this.depth];
    try {
      return parse();
    } catch (error) {
      if (!(error instanceof TemplateProblem) || error.reason === "limit") throw error;
      [this.next, this.depth] = [next, depth];
      return undefined;
    }
  }

  fail(what: string, at = this.current.at): never {
    throw new TemplateProblem("malformed", what, at);
  }

  private theEnd(): Token {
    if (this.lexed.problem !== undefined) throw this.lexed.problem;
    return this.last;
  }
}
