import type { Budget } from "../../core/budget";
import type { GraphValue, OperatorFact } from "../../core/graph-facts";
import type { LayoutFact } from "../../core/layout-facts";
import type { Location } from "../../core/location";
import type { Subject } from "../../core/subject";
import { shorten } from "../../core/text";
import { MAX_METADATA, MAX_METADATA_VALUE } from "../../core/weights-facts";
import { looksEmbedded } from "../embedded";
import { secretsIn } from "../secrets";

/** Oddities of one model that are kept; thousands of one kind say no more than these. CWE-770. */
const MAX_ODDITIES = 500;
/** Inputs, and outputs, that are kept. CWE-770. */
export const MAX_VALUES = 4096;
/** Different constants that are kept of one operator, and characters of each. */
const MAX_CONSTANTS = 16;
const MAX_CONSTANT = 256;
/** Payloads of unknown fields that go round the walk. CWE-400. */
const MAX_PAYLOADS = 16;
/** A smaller one hides nothing, bytes. */
const MIN_PAYLOAD = 64;

/** Where a node stands: the graph inside a node of a graph, or a function. The main graph has none. */
export interface Scope {
  readonly parent: Scope | undefined;
  readonly label: string;
  /** The function that it belongs to, for the graph of calls. */
  readonly function: FunctionCalls;
}

/** What a function, or the main graph, calls how often, by `operatorKey`. */
export interface FunctionCalls {
  readonly key: string;
  /** `function domain:name`. */
  readonly label: string;
  readonly calls: Map<string, number>;
  /** Nodes in it, those of its subgraphs included. */
  nodes: number;
}

/** An operator as nodes name it; `domain` is empty for ONNX's own. */
export interface Operator {
  readonly name: string;
  readonly domain: string;
  readonly overload: string;
}

export function operatorKey({ name, domain, overload }: Operator): string {
  return [domain, name, overload].join("\0");
}

interface Counted extends Operator {
  count: number;
  readonly where: readonly string[];
  readonly node: string;
  readonly offset: number;
  readonly constants: Set<string>;
}

/** Everything that is seen of one model on the way through it. Its counts are bounded by the budget. */
export class Found {
  readonly operators = new Map<string, Counted>();
  readonly functions = new Map<string, FunctionCalls>();
  readonly main: FunctionCalls = { key: "", label: "", calls: new Map(), nodes: 0 };
  inputs: GraphValue[] = [];
  readonly outputs: GraphValue[] = [];
  readonly oddities: LayoutFact[] = [];
  readonly subjects: Subject[] = [];
  readonly payloads: { readonly start: number; readonly end: number }[] = [];
  /** Texts that are bytes in base64, and where they stand. */
  readonly embedded: { readonly text: string; readonly place: string }[] = [];
  readonly properties = new Map<string, string>();
  unknownBytes = 0;
  unknownAt: number | undefined;
  irVersion = 0;

  constructor(
    private readonly at: Location,
    private readonly budget: Budget,
  ) {}

  /** One node more of this kind; `name` is asked for only of the first. */
  count(operator: Operator, scope: Scope | undefined, offset: number, name: () => string): Counted {
    const key = operatorKey(operator);
    const within = scope?.function ?? this.main;
    const calls = within.calls.get(key);
    if (calls === undefined) this.budget.spend("facts", 1);
    within.calls.set(key, (calls ?? 0) + 1);
    within.nodes++;
    const known = this.operators.get(key);
    if (known !== undefined) {
      known.count++;
      return known;
    }
    this.budget.spend("facts", 1);
    const first = { ...operator, count: 1, where: pathOf(scope), node: name(), offset, constants: new Set<string>() };
    this.operators.set(key, first);
    return first;
  }

  constant(operator: Counted, text: string): void {
    if (operator.constants.size < MAX_CONSTANTS) operator.constants.add(shorten(text, MAX_CONSTANT));
  }

  odd(fact: LayoutFact): void {
    if (this.oddities.length < MAX_ODDITIES) this.oddities.push(fact);
  }

  /** A field that ONNX does not have: readers pass over it, so anything may stand there. */
  unknown(at: number, start: number, end: number): void {
    this.unknownBytes += end - at;
    this.unknownAt ??= at;
    if (end - start >= MIN_PAYLOAD && this.payloads.length < MAX_PAYLOADS) this.payloads.push({ start, end });
  }

  text(text: string, place: string): void {
    if (text.length < 16) return;
    if (this.embedded.length < MAX_PAYLOADS && looksEmbedded(text)) {
      this.budget.spend("held", text.length);
      this.embedded.push({ text, place });
    }
    for (const subject of secretsIn(text, this.at, place)) {
      this.budget.spend("facts", 1);
      this.subjects.push(subject);
    }
  }

  /** A pair of metadata of the model. The same key twice is two models: some readers keep the first, some the last. */
  property(key: string, value: string, offset: number): void {
    if (this.properties.has(key))
      this.odd({ oddity: "duplicate-key", part: `metadata ${key}`, detail: "this key stands twice", offset });
    else if (this.properties.size < MAX_METADATA)
      this.properties.set(shorten(key, MAX_METADATA_VALUE), shorten(value, MAX_METADATA_VALUE));
  }

  /** Inputs of the main graph that are weights: before IR version 4 all of them had to stand there. */
  setDefaults(weights: ReadonlySet<string>): void {
    this.inputs = this.inputs.map((each) => (weights.has(each.name) ? { ...each, optional: true } : each));
  }

  operatorFacts(): OperatorFact[] {
    return [...this.operators].map(([key, { name, domain, count, where, node, offset, constants }]) => ({
      name,
      ...(domain === "" ? {} : { domain }),
      count,
      where,
      ...(node === "" ? {} : { node }),
      offset,
      ...(constants.size === 0 ? {} : { constants: [...constants].sort() }),
      ...(this.functions.has(key) ? { local: true as const } : {}),
    }));
  }
}

/** Outermost first. */
function pathOf(scope: Scope | undefined): readonly string[] {
  const path: string[] = [];
  for (let at = scope; at !== undefined; at = at.parent) path.push(at.label);
  return path.reverse();
}
