import { Malformed } from "../../core/bytes";
import { latin1, utf8 } from "../../core/text";
import { readCodeFields, type CodeSource } from "./code-fields";
import { PLAIN, type MarshalValue } from "./values";

/** Values inside each other. CPython stops at 2,000; code that a person wrote has some ten. CWE-674. */
const MAX_DEPTH = 500;
/** The bit of a type byte that makes the value one to refer to (Python/marshal.c, FLAG_REF). */
const FLAG_REF = 0x80;

/**
 * Reads what Python's `marshal.dumps` wrote, of CPython 2.7 and 3.4 to 3.14 (Python/marshal.c of each). Every value
 * takes at least one byte, so a stream cannot make more values than it has bytes. Throws `Malformed`.
 */
export function readMarshal(bytes: Uint8Array): MarshalValue {
  return new MarshalReader(bytes).value(0);
}

/** A cursor over a marshal stream, with what was marked to be referred to. */
class MarshalReader implements CodeSource {
  private at = 0;
  private readonly references: MarshalValue[] = [];
  /** Python 2 numbers its interned strings apart. */
  private readonly interned: MarshalValue[] = [];
  private readonly view: DataView;

  constructor(private readonly bytes: Uint8Array) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  value(depth: number): MarshalValue {
    if (depth > MAX_DEPTH) throw this.bad(`more than ${MAX_DEPTH} values inside each other`);
    const type = this.byte();
    const letter = String.fromCharCode(type & ~FLAG_REF);
    if (SINGLETONS.includes(letter)) return PLAIN;
    if (letter === "r") return this.reference(this.references, this.int());
    if (letter === "R") return this.reference(this.interned, this.int());
    if ((type & FLAG_REF) === 0) return this.content(letter, depth);
    // The number is given before the children's, whatever the type.
    const index = this.references.push(PLAIN) - 1;
    const value = this.content(letter, depth);
    this.references[index] = value;
    return value;
  }

  /** The type byte that comes next `ahead` bytes from here, without its flag; empty at the end. */
  peek(ahead = 0): string {
    const type = this.bytes[this.at + ahead];
    return type === undefined ? "" : String.fromCharCode(type & ~FLAG_REF);
  }

  skip(length: number): void {
    this.take(length);
  }

  int(): number {
    this.need(4);
    const value = this.view.getInt32(this.at, true);
    this.at += 4;
    return value;
  }

  bad(what: string): Malformed {
    return new Malformed(`it is no marshal data: ${what}`, this.at);
  }

  private content(letter: string, depth: number): MarshalValue {
    const fixed = SIZES[letter];
    if (fixed !== undefined) {
      this.skip(fixed);
      return PLAIN;
    }
    switch (letter) {
      case "s":
        return { kind: "bytes", value: this.take(this.count()) };
      case "t":
        return this.internedText();
      case "u":
        return { kind: "text", value: utf8(this.take(this.count())) };
      case "a":
      case "A":
        return { kind: "text", value: latin1(this.take(this.count())) };
      case "z":
      case "Z":
        return { kind: "text", value: latin1(this.take(this.byte())) };
      case ")":
        return this.items(this.byte(), depth);
      case "(":
      case "[":
      case "<":
      case ">":
        return this.items(this.count(), depth);
      case "{":
        return this.pairs(depth);
      case ":":
        return this.items(3, depth);
      case "c":
        return readCodeFields(this, depth + 1);
      default:
        return this.number(letter);
    }
  }

  /** Numbers whose length stands before them. */
  private number(letter: string): MarshalValue {
    if (letter === "l") this.skip(Math.abs(this.int()) * 2);
    else if (letter === "f") this.skip(this.byte());
    else if (letter === "x") {
      this.skip(this.byte());
      this.skip(this.byte());
    } else throw this.bad(`there is no type ${JSON.stringify(letter)}`);
    return PLAIN;
  }

  private internedText(): MarshalValue {
    const value: MarshalValue = { kind: "text", value: utf8(this.take(this.count())) };
    this.interned.push(value);
    return value;
  }

  private items(count: number, depth: number): MarshalValue {
    this.need(count);
    const items: MarshalValue[] = [];
    for (let i = 0; i < count; i++) items.push(this.value(depth + 1));
    return { kind: "items", items };
  }

  private pairs(depth: number): MarshalValue {
    const items: MarshalValue[] = [];
    while (this.peek() !== "0") items.push(this.value(depth + 1), this.value(depth + 1));
    this.skip(1);
    return { kind: "items", items };
  }

  private reference(from: readonly MarshalValue[], index: number): MarshalValue {
    const value = from[index];
    if (value === undefined) throw this.bad(`it refers to value ${index}, which does not exist`);
    return value;
  }

  private count(): number {
    const count = this.int();
    if (count < 0) throw this.bad(`a length is ${count}`);
    return count;
  }

  private byte(): number {
    this.need(1);
    return this.bytes[this.at++]!;
  }

  private take(length: number): Uint8Array {
    this.need(length);
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }

  private need(length: number): void {
    if (this.at + length > this.bytes.length) throw this.bad("it ends too early");
  }
}

/** NULL, None, StopIteration, Ellipsis, False, True: they are never referred to. */
const SINGLETONS = "0NS.FT";

/** Bytes of numbers with one length: int, int64, float, complex. */
const SIZES: Readonly<Record<string, number>> = { i: 4, I: 8, g: 8, y: 16 };
