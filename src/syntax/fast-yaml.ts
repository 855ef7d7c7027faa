import type * as JsYaml from "js-yaml";
import type { Event, ScalarEvent } from "js-yaml";
import { Malformed, Unsupported } from "../core/bytes";
import type { JsonMember, JsonNode } from "./json";

/** Loaded on first use, so that a run without lockfiles of YAML does not pay for it. */
// eslint-disable-next-line @typescript-eslint/no-require-imports
const library = (): typeof JsYaml => require("js-yaml") as typeof JsYaml;

/** Characters of one text. The largest real lockfiles have 5 million. CWE-770. */
export const MAX_FAST_YAML = 8 * 1024 ** 2;
/**
 * Line ends, commas, brackets and the like: each can make two events of a hundred bytes. Real lockfiles have one in
 * fourteen characters; a text made of nothing else would take more than a gigabyte. CWE-770.
 */
const MAX_MARKS = 1_000_000;
/** Values inside each other. The deepest real lockfiles have seven. CWE-674. */
const MAX_DEPTH = 100;
/** Values behind aliases, each counted as often as an alias names it: what a walk through the nodes can meet. CWE-776. */
const MAX_ALIASED = 1_000_000;
/** A long text behind an alias counts for more: who reads names puts them into others. */
const CHARACTERS_OF_A_VALUE = 16;

/**
 * The documents of a YAML text that a machine has written, several times faster than `yaml-places.ts`, which people's
 * YAML gets for its tolerance and its tags. Scalars stay the text they are, so that version `1.10` is not 1.1; only plain
 * `null`, `true` and `false` are what they say. An alias is its anchor's own node, place included: nothing is copied, and
 * what can be met through aliases is bounded in number and depth. Throws `Malformed` with the place in characters, and
 * `Unsupported` where a mapping is merged (`<<`), which no tool writes.
 */
export function parseFastYaml(text: string): readonly JsonNode[] {
  if (text.length > MAX_FAST_YAML)
    throw new Malformed(`it is YAML of more than ${MAX_FAST_YAML.toLocaleString("en-US")} characters`);
  if (marksOf(text) > MAX_MARKS)
    throw new Malformed(`it is YAML of more than ${MAX_MARKS.toLocaleString("en-US")} lines and list items`);
  let events: Event[];
  try {
    events = library().parseEvents(text, { maxDepth: MAX_DEPTH });
  } catch (error) {
    throw refusal(error);
  }
  const reader = new Reader(text, events);
  return reader.documents();
}

/** How many characters can begin or end a value. Those inside of texts count too: this is a bound. */
function marksOf(text: string): number {
  let marks = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x0a || code === 0x0d || code === 0x2c || code === 0x5b || code === 0x7b) marks++;
    else if (code === 0x3a || code === 0x2d || code === 0x3f) {
      const next = text.charCodeAt(at + 1);
      if (next === 0x20 || next === 0x09 || next === 0x2c) marks++;
    }
  }
  return marks;
}

function refusal(error: unknown): unknown {
  if (!(error instanceof Error) || error.name !== "YAMLException") return error;
  const { reason, mark } = error as Error & { reason?: string; mark?: { position?: number } };
  return new Malformed(`it is no YAML: ${reason ?? "it cannot be read"}`, mark?.position);
}

/** A collection whose end is not read yet. */
type Open = {
  readonly start: number;
  readonly anchor: string | undefined;
  /** As of `Anchored`, so far. */
  values: number;
  height: number;
} & (
  | { readonly kind: "array"; readonly items: JsonNode[] }
  | { readonly kind: "object"; readonly members: JsonMember[]; key?: JsonNode }
);

/** A node with what a walk through it meets: values, itself included, and how deep they lie inside each other. */
interface Anchored {
  readonly node: JsonNode;
  readonly values: number;
  readonly height: number;
}

class Reader {
  private anchors = new Map<string, Anchored>();
  private readonly stack: Open[] = [];
  private readonly roots: JsonNode[] = [];
  private place = 0;
  private aliased = 0;

  constructor(
    private readonly text: string,
    private readonly events: readonly Event[],
  ) {}

  documents(): readonly JsonNode[] {
    const { EVENT_ID } = library();
    for (const event of this.events) {
      if (event.type === EVENT_ID.DOCUMENT) this.anchors = new Map();
      else if (event.type === EVENT_ID.MAPPING) this.open("object", event.start, this.anchorOf(event));
      else if (event.type === EVENT_ID.SEQUENCE) this.open("array", event.start, this.anchorOf(event));
      else if (event.type === EVENT_ID.SCALAR) this.put(leaf(this.scalar(event)), this.anchorOf(event));
      else if (event.type === EVENT_ID.ALIAS) this.put(this.alias(event.anchorStart, event.anchorEnd), undefined);
      else if (this.stack.length > 0) this.close(this.stack.pop()!);
    }
    return this.roots;
  }

  private open(kind: "object" | "array", start: number, anchor: string | undefined): void {
    this.place = start;
    const begun = { start, anchor, values: 1, height: 1 };
    this.stack.push(kind === "array" ? { kind, items: [], ...begun } : { kind, members: [], ...begun });
  }

  private close(open: Open): void {
    const span = { start: open.start, end: this.place };
    const node: JsonNode =
      open.kind === "array"
        ? { kind: "array", items: open.items, ...span }
        : { kind: "object", members: open.members, ...span };
    this.put({ node, values: open.values, height: open.height }, open.anchor);
  }

  private put(read: Anchored, anchor: string | undefined): void {
    if (anchor !== undefined) this.anchors.set(anchor, read);
    const { node } = read;
    const parent = this.stack.at(-1);
    if (parent === undefined) {
      this.roots.push(node);
      return;
    }
    parent.values += read.values;
    parent.height = Math.max(parent.height, read.height + 1);
    if (parent.kind === "array") parent.items.push(node);
    else if (parent.key === undefined) parent.key = node;
    else {
      const { key } = parent;
      const name = key.kind === "scalar" ? String(key.value) : "";
      if (name === "<<" && node.kind !== "scalar") throw new Unsupported("it merges mappings (<<)");
      parent.members.push({ key: name, at: key.start, value: node });
      delete parent.key;
    }
  }

  private scalar(event: ScalarEvent): JsonNode {
    // A value that is not written has no place of its own: it stands behind what was read last.
    if (event.valueStart < 0) return { kind: "scalar", value: null, start: this.place, end: this.place };
    this.place = event.valueEnd;
    const text = event.fast ? this.text.slice(event.valueStart, event.valueEnd) : this.valueOf(event);
    const plain = event.style === library().SCALAR_STYLE.PLAIN;
    return { kind: "scalar", value: plain ? core(text) : text, start: event.valueStart, end: event.valueEnd };
  }

  private valueOf(event: ScalarEvent): string {
    try {
      return library().getScalarValue(this.text, event);
    } catch (error) {
      throw refusal(error);
    }
  }

  private alias(start: number, end: number): Anchored {
    const name = this.text.slice(start, end);
    const anchored = this.anchors.get(name);
    if (anchored === undefined) throw new Malformed(`it is no YAML: nothing before is called ${name}`, start);
    this.aliased += anchored.values;
    if (this.aliased > MAX_ALIASED)
      throw new Malformed(`it has aliases of more than ${MAX_ALIASED.toLocaleString("en-US")} values`, start);
    if (anchored.node.kind === "scalar") return leaf({ ...anchored.node, start, end });
    if (this.stack.length + anchored.height > MAX_DEPTH)
      throw new Malformed(`it has more than ${MAX_DEPTH} values inside each other`, start);
    return anchored;
  }

  private anchorOf(event: { anchorStart: number; anchorEnd: number }): string | undefined {
    return event.anchorStart < 0 ? undefined : this.text.slice(event.anchorStart, event.anchorEnd);
  }
}

function leaf(node: JsonNode): Anchored {
  const length = node.kind === "scalar" && typeof node.value === "string" ? node.value.length : 0;
  return { node, values: 1 + Math.floor(length / CHARACTERS_OF_A_VALUE), height: 0 };
}

/** What a plain scalar is where it is no text and no number. */
function core(text: string): string | boolean | null {
  if (text === "" || text === "~" || text === "null") return null;
  return text === "true" ? true : text === "false" ? false : text;
}
