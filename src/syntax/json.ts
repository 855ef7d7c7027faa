import { Malformed } from "../core/bytes";

/**
 * JSON with what `JSON.parse` hides: where each value stands, and members that stand twice. It reads
 * what Python's `json` reads (`NaN`, `Infinity`, lone surrogates), because that is who loads models.
 */
export type JsonNode = JsonObject | JsonArray | JsonScalar;

export interface JsonObject extends Span {
  readonly kind: "object";
  readonly members: readonly JsonMember[];
}

export interface JsonArray extends Span {
  readonly kind: "array";
  readonly items: readonly JsonNode[];
}

export interface JsonScalar extends Span {
  readonly kind: "scalar";
  readonly value: string | number | boolean | null;
}

export interface JsonMember {
  readonly key: string;
  /** Where the key's quote stands. */
  readonly at: number;
  readonly value: JsonNode;
}

/** Characters from the start of the text. */
interface Span {
  readonly start: number;
  readonly end: number;
}

/** Values inside each other. Python's reader stops near its recursion limit of 1,000. CWE-674. */
const MAX_DEPTH = 900;
/** Values of one text. The largest real ones (tokenizers) have some millions. CWE-770. */
const MAX_VALUES = 8_000_000;

/** Throws `Malformed`, with the place in characters, where the text is no JSON, or has more than `maxValues` values. */
export function parseJson(text: string, maxValues = MAX_VALUES): JsonNode {
  const reader = new Reader(text, maxValues);
  const root = reader.value(0);
  reader.end();
  return root;
}

/**
 * The same with comments and a comma behind the last value, as tools write it whose files people edit (`bun.lock`,
 * `tsconfig.json`). There is no standard; this is what all of them agree on.
 */
export function parseJsonc(text: string, maxValues = MAX_VALUES): JsonNode {
  const reader = new Reader(text, maxValues, true);
  const root = reader.value(0);
  reader.end();
  return root;
}

/**
 * The members of an object that fills the text, one by one, so that a header of a hundred megabytes needs no tree.
 * Throws `Malformed` as `parseJson` does, after the members before the break; `maxValues` bounds the values of each member.
 */
export function eachMember(text: string, maxValues: number): Generator<JsonMember> {
  return new Reader(text, maxValues).members();
}

/** The member that a reader sees which keeps the last of several: Python's and most others. */
export function member(node: JsonNode | undefined, ...path: readonly string[]): JsonNode | undefined {
  let at = node;
  for (const key of path)
    at = at?.kind === "object" ? at.members.findLast((each) => each.key === key)?.value : undefined;
  return at;
}

export function stringOf(node: JsonNode | undefined): string | undefined {
  return node?.kind === "scalar" && typeof node.value === "string" ? node.value : undefined;
}

export function itemsOf(node: JsonNode | undefined): readonly JsonNode[] {
  return node?.kind === "array" ? node.items : [];
}

export function membersOf(node: JsonNode | undefined): readonly JsonMember[] {
  return node?.kind === "object" ? node.members : [];
}

/** Members whose key stood before in the same object. */
export function duplicates(node: JsonNode): JsonMember[] {
  const seen = new Set<string>();
  return membersOf(node).filter(({ key }) => seen.size === seen.add(key).size);
}

/** An object with its path of keys and indexes from the root, which is put together when it is asked for. */
export interface PlacedObject {
  readonly node: JsonObject;
  readonly path: readonly string[];
}

/** Every object of a tree, the root first. Iterative: depth costs no stack, and no memory for paths. */
export function* objectsOf(root: JsonNode): Generator<PlacedObject> {
  const open = [new Place(root, "", undefined)];
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    const { node } = place;
    if (node.kind === "object") {
      yield place as PlacedObject;
      for (let i = node.members.length - 1; i >= 0; i--) {
        const { key, value } = node.members[i]!;
        if (value.kind !== "scalar") open.push(new Place(value, key, place));
      }
    } else if (node.kind === "array")
      for (let i = node.items.length - 1; i >= 0; i--)
        if (node.items[i]!.kind !== "scalar") open.push(new Place(node.items[i]!, i, place));
  }
}

class Place {
  constructor(
    readonly node: JsonNode,
    readonly key: string | number,
    readonly parent: Place | undefined,
  ) {}

  get path(): readonly string[] {
    return pathOf(this);
  }
}

function pathOf(place: Place): readonly string[] {
  const path: string[] = [];
  for (let at = place; at.parent !== undefined; at = at.parent) path.push(String(at.key));
  return path.reverse();
}

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
/** What makes a string more than what stands between its quotes, or no string. */
const UNUSUAL = /[\\\u0000-\u001f]/;
/** A native search, because indentation is half of many files. */
const SPACES = /[ \n\r\t]+/y;
const WORDS: readonly (readonly [string, boolean | null | number])[] = [
  ["true", true],
  ["false", false],
  ["null", null],
  ["NaN", NaN],
  ["Infinity", Infinity],
  ["-Infinity", -Infinity],
];

class Reader {
  private at = 0;
  private values = 0;

  constructor(
    private readonly text: string,
    private readonly maxValues = MAX_VALUES,
    /** Comments, and a comma behind the last value. */
    private readonly relaxed = false,
  ) {
    if (text.charCodeAt(0) === 0xfeff) this.at = 1;
  }

  value(depth: number): JsonNode {
    if (depth > MAX_DEPTH) this.fail(`more than ${MAX_DEPTH} values inside each other`);
    if (++this.values > this.maxValues) this.fail(`more than ${this.maxValues.toLocaleString("en-US")} values`);
    this.space();
    switch (this.text.charCodeAt(this.at)) {
      case 0x7b:
        return this.object(depth);
      case 0x5b:
        return this.array(depth);
      case 0x22: {
        const start = this.at;
        return { kind: "scalar", value: this.string(), start, end: this.at };
      }
      default:
        return this.scalar();
    }
  }

  *members(): Generator<JsonMember> {
    this.space();
    if (this.text[this.at++] !== "{") this.fail("no object");
    if (!this.closes("}"))
      do {
        this.values = 0;
        yield this.member(0);
      } while (this.goesOn("}"));
    this.end();
  }

  end(): void {
    this.space();
    if (this.at < this.text.length) this.fail("something follows the value");
  }

  private object(depth: number): JsonObject {
    const start = this.at++;
    const members: JsonMember[] = [];
    if (!this.closes("}"))
      do members.push(this.member(depth));
      while (this.goesOn("}"));
    return { kind: "object", members, start, end: this.at };
  }

  private member(depth: number): JsonMember {
    this.space();
    const at = this.at;
    if (this.text[at] !== '"') this.fail("a key is missing");
    const key = this.string();
    this.space();
    if (this.text[this.at++] !== ":") this.fail("a colon is missing");
    return { key, at, value: this.value(depth + 1) };
  }

  private array(depth: number): JsonArray {
    const start = this.at++;
    const items: JsonNode[] = [];
    if (!this.closes("]"))
      do items.push(this.value(depth + 1));
      while (this.goesOn("]"));
    return { kind: "array", items, start, end: this.at };
  }

  /** Most have no escape: two native searches are several times faster than a loop that has not been compiled yet. */
  private string(): string {
    const end = this.text.indexOf('"', this.at + 1);
    const value = this.text.slice(this.at + 1, Math.max(end, 0));
    if (end < 0 || UNUSUAL.test(value)) return this.unusualString();
    this.at = end + 1;
    return value;
  }

  private unusualString(): string {
    const start = this.at;
    let escaped = false;
    for (this.at++; ; this.at++) {
      const code = this.text.charCodeAt(this.at);
      if (code === 0x22) break;
      if (code === 0x5c) {
        escaped = true;
        this.at++;
      } else if (!(code >= 0x20)) this.fail(Number.isNaN(code) ? "it ends inside a string" : "a control character");
    }
    this.at++;
    if (!escaped) return this.text.slice(start + 1, this.at - 1);
    try {
      return JSON.parse(this.text.slice(start, this.at)) as string;
    } catch {
      return this.fail("an escape that JSON does not have");
    }
  }

  private scalar(): JsonScalar {
    const start = this.at;
    const first = this.text.charCodeAt(start);
    if (!(first >= 0x30 && first <= 0x39))
      for (const [word, value] of WORDS)
        if (this.text.startsWith(word, start)) {
          this.at += word.length;
          return { kind: "scalar", value, start, end: this.at };
        }
    NUMBER.lastIndex = start;
    const number = NUMBER.exec(this.text)?.[0];
    if (number === undefined) return this.fail(start >= this.text.length ? "it ends too early" : "no value");
    this.at += number.length;
    return { kind: "scalar", value: Number(number), start, end: this.at };
  }

  private closes(bracket: string): boolean {
    this.space();
    if (this.text[this.at] !== bracket) return false;
    this.at++;
    return true;
  }

  private goesOn(bracket: string): boolean {
    this.space();
    const next = this.text[this.at++];
    if (next === ",") return !(this.relaxed && this.closes(bracket));
    if (next === bracket) return false;
    this.at--;
    return this.fail(this.at >= this.text.length ? "it ends too early" : `a comma or ${bracket} is missing`);
  }

  private space(): void {
    for (;;) {
      const code = this.text.charCodeAt(this.at);
      if (code === 0x20 && this.text.charCodeAt(this.at + 1) > 0x20) this.at++;
      else if (code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09) {
        SPACES.lastIndex = this.at;
        SPACES.test(this.text);
        this.at = SPACES.lastIndex;
      } else if (!this.relaxed || code !== 0x2f || !this.comment()) return;
    }
  }

  private comment(): boolean {
    const isLine = this.text[this.at + 1] === "/";
    if (!isLine && this.text[this.at + 1] !== "*") return false;
    const end = this.text.indexOf(isLine ? "\n" : "*/", this.at + 2);
    if (end < 0 && !isLine) this.fail("a comment does not end");
    this.at = end < 0 ? this.text.length : end + (isLine ? 1 : 2);
    return true;
  }

  private fail(what: string): never {
    throw new Malformed(`it is no JSON: ${what}`, Buffer.byteLength(this.text.slice(0, this.at)), this.at);
  }
}
