import { Malformed, Unsupported } from "../core/bytes";
import type { CardFact, Source } from "../core/card-facts";
import { parseFastYaml } from "../syntax/fast-yaml";
import { itemsOf, member, membersOf, parseJson, type JsonNode } from "../syntax/json";
import { Lines } from "../syntax/lines";
import { MAX_NAME, plainName } from "./plain-text";

/** Values of one document. The largest real ones (tokens with their settings) have some 100,000. CWE-770. */
const MAX_VALUES = 500_000;
/** Characters of YAML: a hostile one of this size takes two seconds. The largest real ones (wide signatures) have some 200,000. CWE-400. */
const MAX_YAML = 512 * 1024;
/** Facts of one document. Real ones have below 200; signatures have a port for each column. CWE-770. */
const MAX_FACTS = 1000;

type TextKind = Extract<CardFact, { readonly value: string; readonly kind: string }>["kind"];
/** Facts that are a kind and a text. */
export type PlainKind = Exclude<TextKind, "property" | "emission" | "license" | "digest">;

/** A document as a tree, with the places of its values: what readers of configurations make facts of. */
export class CardDocument {
  private lines: Lines | undefined;

  constructor(
    private readonly text: string,
    private readonly path: string,
    readonly root: JsonNode,
  ) {}

  get(...path: readonly string[]): JsonNode | undefined {
    return member(this.root, ...path);
  }

  at(node: JsonNode): Source {
    this.lines ??= new Lines(this.text);
    return { path: this.path, line: this.lines.lineOf(node.start) };
  }

  /** A text, a number or a truth value as written; `undefined` for all else, and for what is no plain name. */
  shown(node: JsonNode | undefined): string | undefined {
    if (node?.kind !== "scalar" || node.value === null) return undefined;
    if (typeof node.value === "string") return plainName(node.value);
    if (typeof node.value === "boolean") return String(node.value);
    // As written: `1e-05` and whole numbers above 2^53 would become others.
    return node.end - node.start > MAX_NAME ? undefined : plainName(this.text.slice(node.start, node.end));
  }

  *fact(kind: PlainKind, node: JsonNode | undefined): Generator<CardFact> {
    const value = this.shown(node);
    if (value !== undefined) yield { kind, at: this.at(node!), value };
  }

  *property(name: string, node: JsonNode | undefined): Generator<CardFact> {
    const value = this.shown(node);
    if (value !== undefined) yield { kind: "property", at: this.at(node!), name, value };
  }

  /** A property made of the value, with its place. */
  say(name: string, value: string, node: JsonNode): CardFact {
    return { kind: "property", at: this.at(node), name, value };
  }

  /** Members of an object, each once and the last of several, as Python keeps them; sorted by place. */
  members(node: JsonNode | undefined): { readonly key: string; readonly value: JsonNode }[] {
    const last = new Map<string, JsonNode>();
    for (const { key, value } of membersOf(node)) last.set(key, value);
    return [...last].map(([key, value]) => ({ key, value }));
  }

  /** Names in a list; or the one that stands there instead of a list. */
  names(node: JsonNode | undefined): JsonNode[] {
    const items = node?.kind === "array" ? itemsOf(node) : node === undefined ? [] : [node];
    return items.filter((item) => this.shown(item) !== undefined);
  }
}

type Reading = (document: CardDocument) => Iterable<CardFact>;

/**
 * Facts of a JSON document. Total: one that cannot be read is the property `unreadable`, with the reason, so that it
 * is not taken for one that says nothing.
 */
export function fromJson(text: string, path: string, read: Reading): Iterable<CardFact> {
  return bounded(path, text, () => parseJson(text, MAX_VALUES), read);
}

/** The same of a YAML document that a machine has written: its first one, where there are several. */
export function fromYaml(text: string, path: string, read: Reading): Iterable<CardFact> {
  return bounded(path, text, () => parseFastYaml(checked(text))[0], read);
}

function checked(text: string): string {
  if (text.length <= MAX_YAML) return text;
  throw new Malformed(`it is YAML of more than ${MAX_YAML.toLocaleString("en-US")} characters`);
}

function* bounded(path: string, text: string, parse: () => JsonNode | undefined, read: Reading): Generator<CardFact> {
  try {
    const root = parse();
    if (root === undefined) return;
    let count = 0;
    for (const fact of read(new CardDocument(text, path, root))) {
      if (++count > MAX_FACTS) {
        yield unreadable({ path }, `it says more than ${MAX_FACTS} things`);
        return;
      }
      yield fact;
    }
  } catch (error) {
    if (!(error instanceof Malformed || error instanceof Unsupported)) throw error;
    const character = error instanceof Malformed ? error.character : undefined;
    const at = character === undefined ? { path } : { path, line: new Lines(text).lineOf(character) };
    yield unreadable(at, error.message);
  }
}

function unreadable(at: Source, why: string): CardFact {
  return { kind: "property", at, name: "unreadable", value: plainName(why) ?? "it could not be read" };
}

/** The last part of a path. */
export function baseNameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
