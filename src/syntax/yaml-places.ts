import type * as Yaml from "yaml";
import type { Node, Pair, Scalar } from "yaml";
import { Malformed } from "../core/bytes";
import type { JsonMember, JsonNode } from "./json";

/** Loaded on first use, so that a scan without YAML does not pay for it. */
// eslint-disable-next-line @typescript-eslint/no-require-imports
const yaml = (): typeof Yaml => require("yaml") as typeof Yaml;

/** Characters of one text: a hostile one of this size takes seconds. The largest real configurations have 200 kB. CWE-400. */
export const MAX_YAML = 512 * 1024;
/** Values inside each other. PyYAML stops near Python's recursion limit of 1,000. CWE-674. */
const MAX_DEPTH = 300;
/** Values of one text. CWE-770. */
const MAX_VALUES = 500_000;

/** A text of YAML: its documents as the nodes that JSON has, and what JSON has not. */
export interface YamlPlaces {
  readonly roots: readonly JsonNode[];
  /** Tags other than the core ones, resolved and decoded: `tag:yaml.org,2002:python/name:os.system`. */
  readonly tags: readonly YamlTag[];
  /** What is wrong with the text, in order; the documents are then read as far as they go. */
  readonly problems: readonly string[];
  /** Whether an alias of a map or a list was met, whose content is not here a second time. */
  readonly aliased: boolean;
}

export interface YamlTag {
  readonly tag: string;
  /** Characters from the start of the text. */
  readonly at: number;
  readonly value: JsonNode;
}

/**
 * Reads YAML as PyYAML does (1.1), with the place of every value. An alias stands for its anchor's scalar; one of a
 * collection is read where the anchor is, so that nothing is ever copied. Throws `Malformed` where the text is larger or
 * deeper than any configuration.
 */
export function parseYaml(text: string): YamlPlaces {
  if (text.length > MAX_YAML)
    throw new Malformed(`it is YAML of more than ${MAX_YAML.toLocaleString("en-US")} characters`);
  try {
    const documents = yaml().parseAllDocuments(text, {
      version: "1.1",
      strict: false,
      uniqueKeys: false,
      prettyErrors: false,
      logLevel: "silent",
      resolveKnownTags: false,
      customTags: [],
    });
    const list = Array.isArray(documents) ? (documents as Yaml.Document.Parsed[]) : [];
    const reader = new Reader();
    const roots = list.map((each) => reader.document(each));
    const problems = list.flatMap(({ errors }) => errors.map(({ message }) => message.split("\n")[0]!));
    return { roots, tags: reader.tags, problems, aliased: reader.aliased };
  } catch (error) {
    // The library composes by recursion, and compact lists (`- - - -`) nest without brackets.
    if (error instanceof RangeError) throw new Malformed("it is no YAML: too many values inside each other");
    throw error;
  }
}

class Reader {
  readonly tags: YamlTag[] = [];
  aliased = false;
  private values = 0;
  private anchors = new Map<string, JsonNode>();

  document(document: Yaml.Document.Parsed): JsonNode {
    this.anchors = new Map();
    return this.node(document.contents as Node | null, 0, 0);
  }

  private node(node: Node | null | undefined, at: number, depth: number): JsonNode {
    if (depth > MAX_DEPTH) throw new Malformed("it is no YAML: too many values inside each other");
    if (++this.values > MAX_VALUES)
      throw new Malformed(`it has more than ${MAX_VALUES.toLocaleString("en-US")} values`);
    const start = node?.range?.[0] ?? at;
    const span = { start, end: node?.range?.[1] ?? start };
    const nothing: JsonNode = { kind: "scalar", value: null, ...span };
    if (node === null || node === undefined) return nothing;
    const { isAlias, isMap, isSeq, isScalar } = yaml();
    if (isAlias(node)) {
      const anchored = this.anchors.get(node.source);
      if (anchored?.kind === "scalar") return { ...anchored, ...span };
      this.aliased = true;
      return nothing;
    }
    let read: JsonNode;
    if (isMap(node))
      read = {
        kind: "object",
        members: (node.items as Pair<Node, Node>[]).map((pair) => this.pair(pair, start, depth)),
        ...span,
      };
    else if (isSeq(node))
      read = { kind: "array", items: (node.items as Node[]).map((item) => this.item(item, start, depth)), ...span };
    else read = isScalar(node) ? { kind: "scalar", value: plain(node), ...span } : nothing;
    if ("anchor" in node && typeof node.anchor === "string") this.anchors.set(node.anchor, read);
    this.tag(node, read);
    return read;
  }

  private pair(pair: Pair<Node, Node>, at: number, depth: number): JsonMember {
    const key = this.node(pair.key, at, depth + 1);
    const text = key.kind === "scalar" ? String(key.value) : "";
    return { key: text, at: key.start, value: this.node(pair.value, key.end, depth + 1) };
  }

  /** A list may hold pairs (`[a: b]`), which are maps of one. */
  private item(item: Node | Pair<Node, Node>, at: number, depth: number): JsonNode {
    if (!yaml().isPair(item)) return this.node(item, at, depth + 1);
    const member = this.pair(item as Pair<Node, Node>, at, depth + 1);
    return { kind: "object", members: [member], start: member.at, end: member.value.end };
  }

  private tag(node: Node, value: JsonNode): void {
    if (typeof node.tag !== "string" || CORE.test(node.tag)) return;
    this.tags.push({ tag: decoded(node.tag), at: value.start, value });
  }
}

const CORE = /^(?:tag:yaml\.org,2002:(?:map|seq|str|int|float|bool|null)|!)$/;

/** Tags are written with the escapes of addresses. */
export function decoded(tag: string): string {
  try {
    return decodeURIComponent(tag);
  } catch {
    return tag;
  }
}

function plain({ value, source }: Scalar): string | number | boolean | null {
  if (value === null || ["string", "number", "boolean"].includes(typeof value)) return value as string;
  return source ?? String(value);
}
