import type { Budget } from "../core/budget";
import { Malformed } from "../core/bytes";

/**
 * The text form of protobuf messages (protobuf.dev/reference/protobuf/textformat-spec), without a schema:
 * who reads it is told of fields as they come, so that nothing is kept of a text but what is asked for.
 */
export interface TextFields {
  /** A message begins; `end` is called behind its last field. */
  begin(name: string): void;
  end(): void;
  /** Bytes of a string (pieces that follow each other are one), or the word or number as it is written. */
  string(name: string, value: Uint8Array): void;
  word(name: string, value: string): void;
}

/** Messages inside each other; protobuf's own reader stops at 100 as well. CWE-674. */
const MAX_DEPTH = 100;

/** A field as text takes longer than one in bytes. */
const FIELD_COST = 3;
/** Pieces of a string that are put together at once; millions of them take many times their bytes. */
const MAX_PIECES = 65_536;

const SPACE = /\s*/y;
/** Between fields, and behind the last. */
const SEPARATOR = /[,;]?/y;
const NAME = /[A-Za-z_][A-Za-z0-9_]*/y;
/** An extension or an `Any`: `[type.googleapis.com/tensorflow.Foo]`. */
const BRACKETED = /\[[A-Za-z0-9_./-]{1,500}\]/y;
/** Numbers, `inf`, enum values. */
const WORD = /-?\s?[A-Za-z0-9_.+-]+/y;

/**
 * Reads `text`, one character a byte (latin1), and tells `fields` of it. Throws `Malformed` with the place in bytes
 * where the text is none, and `LimitExceeded` where it has more fields than any real one.
 */
export function readTextProto(text: string, budget: Budget, fields: TextFields): void {
  new Reader(text, budget, fields).all();
}

class Reader {
  private at = 0;
  private readonly open: string[] = [];

  constructor(
    private readonly text: string,
    private readonly budget: Budget,
    private readonly fields: TextFields,
  ) {}

  all(): void {
    if (this.text.startsWith("\xef\xbb\xbf")) this.at = 3;
    for (;;) {
      this.separator();
      if (this.at >= this.text.length) break;
      if (this.closes()) continue;
      this.field();
    }
    if (this.open.length > 0) this.fail("it ends inside a message");
  }

  private closes(): boolean {
    const bracket = this.open.at(-1);
    if (bracket === undefined || this.text[this.at] !== bracket) return false;
    this.at++;
    this.open.pop();
    this.fields.end();
    if (this.open.at(-1) === "]") this.afterItem();
    return true;
  }

  private field(): void {
    this.budget.spend("fields", FIELD_COST);
    const name = this.match(BRACKETED) ?? this.match(NAME) ?? this.fail("a field's name is missing");
    this.space();
    const colon = this.text[this.at] === ":";
    if (colon) this.at++;
    this.space();
    if (this.text[this.at] === "[") this.list(name);
    else this.value(name, colon);
  }

  private value(name: string, colon: boolean): void {
    const next = this.text[this.at];
    if (next === "{" || next === "<") {
      this.at++;
      if (this.open.push(next === "{" ? "}" : ">") > MAX_DEPTH)
        this.fail(`more than ${MAX_DEPTH} messages inside each other`);
      this.fields.begin(name);
    } else if (!colon) this.fail("a colon is missing");
    else this.scalar(name);
  }

  private scalar(name: string): void {
    const next = this.text[this.at];
    if (next === '"' || next === "'") this.fields.string(name, this.strings());
    else this.fields.word(name, (this.match(WORD) ?? this.fail("a value is missing")).replace(/\s/, ""));
  }

  /** `[a, b]`: scalars are read here; messages become fields of the same name, one after another. */
  private list(name: string): void {
    this.at++;
    this.space();
    const first = this.text[this.at];
    if (first === "{" || first === "<") {
      this.names.push(name);
      this.open.push("]");
      this.value(name, true);
      return;
    }
    while (this.text[this.at] !== "]") {
      this.budget.spend("fields", 1);
      this.scalar(name);
      this.separator();
    }
    this.at++;
  }

  /** Names of the lists of messages that are open. */
  private readonly names: string[] = [];

  private afterItem(): void {
    this.separator();
    if (this.text[this.at] === "]") {
      this.at++;
      this.open.pop();
      this.names.pop();
    } else {
      this.budget.spend("fields", 1);
      const next = this.text[this.at];
      if (next !== "{" && next !== "<") this.fail("a list of messages does not go on");
      this.value(this.names.at(-1)!, true);
    }
  }

  private strings(): Uint8Array {
    let pieces: Buffer[] = [];
    for (let next = this.text[this.at]; next === '"' || next === "'"; next = this.text[this.at]) {
      if (pieces.push(this.string(next)) >= MAX_PIECES) pieces = [Buffer.concat(pieces)];
      this.space();
    }
    return pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces);
  }

  private string(quote: string): Buffer {
    const start = ++this.at;
    let escaped = false;
    for (; this.text[this.at] !== quote; this.at++) {
      if (this.text[this.at] === "\\") {
        escaped = true;
        this.at++;
      }
      if (this.at >= this.text.length || this.text[this.at] === "\n") this.fail("it ends inside a string");
    }
    const raw = this.text.slice(start, this.at++);
    return Buffer.from(escaped ? unescape(raw) : raw, "latin1");
  }

  private separator(): void {
    this.space();
    this.match(SEPARATOR);
    this.space();
  }

  private space(): void {
    for (;;) {
      this.match(SPACE);
      if (this.text[this.at] !== "#") return;
      const end = this.text.indexOf("\n", this.at);
      this.at = end < 0 ? this.text.length : end + 1;
    }
  }

  private match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0];
    if (found !== undefined) this.at += found.length;
    return found;
  }

  private fail(what: string): never {
    throw new Malformed(`it is no protobuf text: ${what}`, this.at);
  }
}

const LETTERS: Readonly<Record<string, string>> = { a: "\x07", b: "\b", f: "\f", n: "\n", r: "\r", t: "\t", v: "\v" };
const ESCAPE = /\\(?:([0-7]{1,3})|x([0-9A-Fa-f]{1,2})|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|([\s\S]))/g;

/** Escapes undone, to one character a byte. What is no escape stands for itself, as lenient readers have it. */
function unescape(raw: string): string {
  return raw.replace(ESCAPE, (_, octal?: string, hex?: string, four?: string, eight?: string, other?: string) => {
    if (octal !== undefined) return String.fromCharCode(parseInt(octal, 8) & 0xff);
    if (hex !== undefined) return String.fromCharCode(parseInt(hex, 16));
    const point = four ?? eight;
    if (point !== undefined) return codePoint(parseInt(point, 16));
    return LETTERS[other!] ?? other!;
  });
}

function codePoint(point: number): string {
  const valid = point <= 0x10ffff ? point : 0xfffd;
  return Buffer.from(String.fromCodePoint(valid)).toString("latin1");
}
