import { Malformed } from "../core/bytes";

/**
 * What the parts of a text cost in bytes once smol-toml 1.9 has read them, measured with Node 24: two tables and their
 * bookkeeping for each key outside of inline tables, a piece for each escape. A text of 32 MiB made of `a.` would take 7 GB,
 * and 25 s.
 */
const COST = {
  header: 500,
  dot: 450,
  key: 525,
  inlineKey: 60,
  table: 240,
  array: 90,
  comma: 35,
  line: 35,
  escape: 40,
  /** `-` and `:`, of which a date or time has two. */
  time: 60,
};
/** Bytes that one text may cost. A `uv.lock` of 550 kB, with 2,200 files of packages, costs 2 million. CWE-770. */
const MAX_COST = 256 * 1024 ** 2;

export interface TomlSurvey {
  /** Tables of arrays of tables, in order: how the header (or the key before an inline array) spells its key. */
  readonly tables: readonly { readonly key: string; readonly at: number }[];
}

/**
 * A look over a TOML text before it is parsed: what it will cost, and where the tables of arrays begin. It tells strings,
 * comments and brackets apart as the parser does, so it is right wherever the parser takes the text. Linear. Throws `Malformed`
 * with the place where the cost gets too high.
 */
export function surveyToml(text: string): TomlSurvey {
  const surveyor = new Surveyor(text);
  surveyor.run();
  return surveyor;
}

const [TAB, LINE, RETURN, SPACE] = [0x09, 0x0a, 0x0d, 0x20];
const [QUOTE, HASH, APOSTROPHE, COMMA, DASH, DOT, COLON, EQUALS] = [0x22, 0x23, 0x27, 0x2c, 0x2d, 0x2e, 0x3a, 0x3d];
const [OPEN, ESCAPE, CLOSE, OPEN_BRACE, CLOSE_BRACE] = [0x5b, 0x5c, 0x5d, 0x7b, 0x7d];

class Surveyor implements TomlSurvey {
  readonly tables: { key: string; at: number }[] = [];
  private at = 0;
  private cost = 0;
  /** Brackets and braces that are open. */
  private depth = 0;
  /** Nothing but space stands before this place in its line, and no bracket is open. */
  private fresh = true;
  /** Where the statement of this line begins, and its key while no header has been seen. */
  private start = 0;
  private key: string | undefined;
  private inTable = false;

  constructor(private readonly text: string) {}

  run(): void {
    for (; this.at < this.text.length; this.at++) {
      const code = this.text.charCodeAt(this.at);
      if (code === SPACE || code === TAB || code === RETURN) continue;
      if (code === LINE) {
        this.pay(COST.line);
        if (this.depth === 0) this.fresh = true;
        continue;
      }
      if (this.fresh && code !== HASH) {
        this.fresh = false;
        this.start = this.at;
        if (code === OPEN) {
          this.header();
          continue;
        }
      }
      this.part(code);
    }
  }

  private part(code: number): void {
    if (code === QUOTE || code === APOSTROPHE) this.string(code);
    else if (code === HASH) this.toLineEnd();
    else if (code === DOT) this.pay(COST.dot);
    else if (code === COMMA) this.pay(COST.comma);
    else if (code === DASH || code === COLON) this.pay(COST.time);
    else if (code === EQUALS) this.equals();
    else if (code === OPEN || code === OPEN_BRACE) this.open(code);
    else if (code === CLOSE || code === CLOSE_BRACE) this.depth = Math.max(0, this.depth - 1);
  }

  /** From `[`, or `[[`, to the `]` that ends the key. */
  private header(): void {
    this.pay(COST.header);
    this.inTable = true;
    const ofArray = this.text.charCodeAt(this.at + 1) === OPEN;
    const from = this.at + (ofArray ? 2 : 1);
    for (this.at = from; this.at < this.text.length; this.at++) {
      const code = this.text.charCodeAt(this.at);
      if (code === LINE) return void this.at--;
      if (code === CLOSE) break;
      if (code === DOT) this.pay(COST.dot);
      else if (code === QUOTE || code === APOSTROPHE) this.string(code);
    }
    if (!ofArray) return;
    this.tables.push({ key: this.text.slice(from, this.at), at: this.start });
    this.at++;
  }

  private equals(): void {
    this.pay(this.depth === 0 ? COST.key : COST.inlineKey);
    if (this.depth === 0) this.key = this.inTable ? undefined : this.text.slice(this.start, this.at);
  }

  private open(code: number): void {
    this.pay(code === OPEN ? COST.array : COST.table);
    if (code === OPEN_BRACE && this.depth === 1 && this.key !== undefined)
      this.tables.push({ key: this.key, at: this.at });
    this.depth++;
  }

  /** To the last quote of a string. A text that ends before, or a line where it may not, is the parser's to refuse. */
  private string(quote: number): void {
    const long = this.text.charCodeAt(this.at + 1) === quote && this.text.charCodeAt(this.at + 2) === quote;
    for (this.at += long ? 3 : 1; this.at < this.text.length; this.at++) {
      const code = this.text.charCodeAt(this.at);
      if (code === ESCAPE && quote === QUOTE) {
        this.pay(COST.escape);
        this.at++;
      } else if (code === LINE) {
        if (!long) return void this.at--;
        this.pay(COST.line);
      } else if (code === quote) {
        if (!long) return;
        if (this.text.charCodeAt(this.at + 1) === quote && this.text.charCodeAt(this.at + 2) === quote) {
          this.at += 2;
          // Up to two quotes before the three that end it are its own.
          for (let own = 0; own < 2 && this.text.charCodeAt(this.at + 1) === quote; own++) this.at++;
          return;
        }
      }
    }
  }

  private toLineEnd(): void {
    const end = this.text.indexOf("\n", this.at);
    this.at = (end < 0 ? this.text.length : end) - 1;
  }

  private pay(bytes: number): void {
    this.cost += bytes;
    if (this.cost > MAX_COST) throw new Malformed("it is TOML of more tables and values than are read", this.at);
  }
}
