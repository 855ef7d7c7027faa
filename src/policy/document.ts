import type { Document, LineCounter, Node, Pair, Scalar, YAMLMap, YAMLSeq } from "yaml";
import { compileGlob } from "../core/glob";
import { InvalidPolicy, type PolicyProblem } from "./invalid-policy";

export { InvalidPolicy, type PolicyProblem } from "./invalid-policy";

/** Largest policy file, in bytes. A long list of waivers is a few kilobytes. CWE-770. */
const MAX_POLICY_BYTES = 1024 * 1024;

/**
 * Reads a YAML document into typed values and collects what is wrong instead of stopping at the first.
 * Anchors are refused: nobody needs them here, and they are how small files become large ones.
 */
export class PolicyDocument {
  readonly problems: PolicyProblem[] = [];

  private constructor(
    readonly source: string,
    private readonly lines: LineCounter,
    readonly root: Node | null,
  ) {}

  /** `yaml` is loaded here only, since most runs have no policy file. */
  static async parse(text: string, source: string): Promise<PolicyDocument> {
    const tooLarge = Buffer.byteLength(text) > MAX_POLICY_BYTES;
    if (tooLarge) throw new InvalidPolicy(source, [{ line: 1, column: 1, message: "the file is larger than 1 MiB" }]);
    const yaml = await import("yaml");
    const lines = new yaml.LineCounter();
    const parsed: Document = yaml.parseDocument(text, { lineCounter: lines, uniqueKeys: true, strict: true });
    const document = new PolicyDocument(source, lines, parsed.contents);
    for (const error of parsed.errors) document.addAt(error.pos[0], wordsOf(error.message));
    yaml.visit(parsed, {
      Alias: (_key, node) => document.add(node, "aliases (*name) are not allowed here"),
      Node: (_key, node) => {
        if ("anchor" in node && node.anchor) document.add(node, "anchors (&name) are not allowed here");
      },
    });
    if (document.problems.length > 0) throw new InvalidPolicy(source, document.problems);
    return document;
  }

  add(node: Node | null | undefined, message: string): void {
    this.addAt(node?.range?.[0] ?? 0, message);
  }

  lineOf(node: Node): number {
    return this.lines.linePos(node.range?.[0] ?? 0).line;
  }

  /** The values of a mapping by key; unknown keys are problems, missing ones are absent. */
  map(node: Node | null | undefined, what: string, keys: readonly string[]): Map<string, Node> {
    const out = new Map<string, Node>();
    if (isAbsent(node)) return out;
    if (!isMap(node)) {
      this.add(node, `${what} must be a mapping of keys to values`);
      return out;
    }
    for (const pair of node.items as Pair<Scalar, Node>[]) {
      const key = String(pair.key?.value ?? "");
      if (!keys.includes(key)) this.add(pair.key, `unknown key "${key}" in ${what}${suggestion(key, keys)}`);
      else if (pair.value !== null) out.set(key, pair.value);
    }
    return out;
  }

  list(node: Node | undefined, what: string): readonly Node[] {
    if (isAbsent(node)) return [];
    if (isSeq(node)) return node.items as Node[];
    this.add(node, `${what} must be a list`);
    return [];
  }

  text(node: Node | undefined, what: string, parent: Node | null): string {
    const value = scalar(node);
    if (typeof value === "string" && value.trim() !== "") return value;
    this.add(node ?? parent, `${what} is missing or not a text`);
    return "";
  }

  optionalText(node: Node | undefined, what: string): string | undefined {
    return node === undefined ? undefined : this.text(node, what, node);
  }

  /** A glob that can be compiled: one that cannot be would otherwise break the run that meets it. */
  glob(node: Node | undefined, what: string, parent: Node | null): string {
    const pattern = this.text(node, what, parent);
    try {
      compileGlob(pattern);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      this.add(node, `${what} is ${error.message}`);
    }
    return pattern;
  }

  /** A whole number from `least` to `most`; `otherwise` where it is absent. */
  count(node: Node | undefined, what: string, [least, most]: readonly [number, number], otherwise: number): number {
    if (node === undefined) return otherwise;
    const value = scalar(node);
    if (typeof value === "number" && Number.isSafeInteger(value) && value >= least && value <= most) return value;
    this.add(node, `${what} must be a whole number from ${least} to ${most}`);
    return otherwise;
  }

  /** `true` or `false`. */
  flag(node: Node | undefined, what: string, otherwise: boolean): boolean {
    if (node === undefined) return otherwise;
    const value = scalar(node);
    if (typeof value === "boolean") return value;
    this.add(node, `${what} must be true or false`);
    return otherwise;
  }

  /** Whether it is a text and no mapping: for what may be said in short. */
  isText(node: Node): boolean {
    return typeof scalar(node) === "string";
  }

  /** Whether it is a list: for a document that may be one as a whole. */
  isList(node: Node): boolean {
    return isSeq(node);
  }

  /** A whole number that is a name; people leave its quotes away. */
  optionalNumber(node: Node | undefined, what: string): string | undefined {
    if (node === undefined) return undefined;
    const written = scalar(node);
    const digits = typeof written === "number" ? (node as Scalar).source : written;
    if (typeof digits === "string" && /^\d{1,20}$/.test(digits)) return digits;
    this.add(node, `${what} must be a whole number`);
    return undefined;
  }

  oneOf<T extends string>(node: Node | undefined, what: string, values: readonly T[], otherwise: T): T {
    if (node === undefined) return otherwise;
    const value = scalar(node);
    const found = values.find((each) => each === value);
    if (found === undefined) this.add(node, `${what} must be one of ${values.join(", ")}`);
    return found ?? otherwise;
  }

  /** A day, `YYYY-MM-DD`. */
  day(node: Node | undefined, what: string, parent: Node | null): string {
    const text = this.text(node, what, parent);
    if (text !== "" && !isDay(text)) this.add(node, `${what} must be a day such as 2027-06-30`);
    return text;
  }

  private addAt(offset: number, message: string): void {
    const { line, col } = this.lines.linePos(offset);
    this.problems.push({ line, column: col, message });
  }
}

/** What the reader says of the text, on one line and without the place, which stands before it. */
function wordsOf(message: string): string {
  if (/call stack/i.test(message)) return "it is nested too deep";
  if (message.startsWith("Source contains multiple documents")) return "a policy is one document: take the --- out";
  return message.split("\n")[0]!.replace(/ at line .*$/, "");
}

/** A key with nothing behind it is a section without entries. */
function isAbsent(node: Node | null | undefined): node is null | undefined {
  return node === null || node === undefined || ("value" in node && node.value === null);
}

function isMap(node: Node): node is YAMLMap {
  return "items" in node && (node as YAMLMap).constructor.name === "YAMLMap";
}

function isSeq(node: Node): node is YAMLSeq {
  return "items" in node && !isMap(node);
}

function scalar(node: Node | undefined): unknown {
  return node !== undefined && "value" in node ? (node as Scalar).value : undefined;
}

function suggestion(key: string, keys: readonly string[]): string {
  let near: { readonly name: string; readonly away: number } | undefined;
  for (const name of keys) {
    const away = distance(key.toLowerCase(), name);
    const fits = away <= 2 || name.startsWith(`${key}-`);
    if (fits && (near === undefined || away < near.away)) near = { name, away };
  }
  return near === undefined ? `; known: ${keys.join(", ")}` : `; did you mean "${near.name}"?`;
}

/** Letters to change, add or drop to get from one word to the other (Levenshtein). Keys are short. */
function distance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 2) return Infinity;
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++)
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)));
    row = next;
  }
  return row[b.length]!;
}

/** Whether a text is a day of the calendar as policies write it, `YYYY-MM-DD`. */
export function isDay(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`);
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}
