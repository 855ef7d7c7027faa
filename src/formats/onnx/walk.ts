import { protoFields, type ProtoField } from "../../bytes/protobuf";
import { Malformed } from "../../core/bytes";
import type { ExternalData } from "./external";
import type { GraphValue } from "../../core/graph-facts";
import { MAX_VALUES, type Operator, type Scope } from "./found";
import { description, domainOf, knownFields, nameOf, pair, pathOf, type Reading } from "./model";
import { ATTRIBUTE, GRAPH, NODE, SPARSE, isKnown } from "./schema";
import type { Tensors } from "./tensors";
import { readValue } from "./types";

/**
 * Graphs inside each other. Protobuf's readers stop at 100 messages inside each other, which is 33 graphs; real models
 * have at most five. CWE-674.
 */
const MAX_GRAPHS = 64;

/** Bytes that one remembered name costs beside its characters. */
const HELD_BY_NAME = 250;

/** Fields that a node is worth beside its own; models that were unrolled have a million nodes. CWE-400. */
const NODE_COST = 10;

/** What the walk over graphs fills. */
export interface Model extends Reading {
  readonly tensors: Tensors;
  readonly external: ExternalData;
}

interface Payload {
  readonly start: number;
  readonly end: number;
}

/** Nodes, weights and texts of a graph, with the graphs inside its nodes. */
export function walkGraph(model: Model, graph: Payload, scope: Scope | undefined, depth: number): void {
  if (depth > MAX_GRAPHS) throw new Malformed(`more than ${MAX_GRAPHS} graphs inside each other`, graph.start);
  const names = new Set<string>();
  for (const field of knownFields(model, GRAPH, graph)) {
    if (field.number === 1) walkNode(model, field, scope, depth);
    else if (field.number === 5) {
      const { name } = model.tensors.weight(model, field);
      uniqueWeight(model, names, name, field.at);
    } else if (field.number === 15) walkSparse(model, field, true);
    else if (field.number === 10) description(model, field, "the description of a graph");
    else if (field.number === 16) pair(model, field, "metadata of a graph");
    else if (scope === undefined && field.number === 11) value(model, field, model.found.inputs);
    else if (scope === undefined && field.number === 12) value(model, field, model.found.outputs);
  }
  if (scope === undefined) model.found.setDefaults(names);
  for (const name of names) model.budget.release("held", HELD_BY_NAME + name.length);
}

function value(model: Model, field: ProtoField, into: GraphValue[]): void {
  if (into.length < MAX_VALUES) into.push(readValue(model, field));
}

function uniqueWeight({ found, budget }: Model, names: Set<string>, name: string, offset: number): void {
  if (names.has(name)) {
    if (name !== "")
      found.odd({ oddity: "duplicate-key", part: name, detail: "two weights of one graph have this name", offset });
    return;
  }
  budget.spend("held", HELD_BY_NAME + name.length);
  names.add(name);
}

export function walkNode(model: Model, node: ProtoField, scope: Scope | undefined, depth: number): void {
  const { found } = model;
  model.budget.spend("fields", NODE_COST);
  const seen: (ProtoField | undefined)[] = [];
  let attributes = false;
  for (const field of knownFields(model, NODE, node)) {
    const { number } = field;
    if (number === 5) attributes = true;
    else if (number === 6) description(model, field, "the description of a node");
    else if (number === 9) pair(model, field, "metadata of a node");
    else {
      if ((number === 4 || number === 7) && seen[number] !== undefined) twice(model, field);
      seen[number] = field;
    }
  }
  const operator = { name: nameOf(model, seen[4]), domain: domainOf(model, seen[7]), overload: nameOf(model, seen[8]) };
  const counted = found.count(operator, scope, node.at, () => nameOf(model, seen[3]));
  if (!attributes) return;
  const within: Within = { scope, depth, operator, name: () => nameOf(model, seen[3]), notes: notesFor(operator) };
  for (const field of protoFields(model.bytes, model.budget, node.start, node.end))
    if (field.number === 5 && isKnown(NODE, field)) walkAttribute(model, field, within);
  for (const note of within.notes?.texts ?? []) found.constant(counted, note);
  if (within.notes !== undefined) model.external.context(model, operator, within.notes.values, within.name());
}

function twice({ found }: Model, { number, at }: ProtoField): void {
  const what = number === 4 ? "operator" : "domain";
  found.odd({ oddity: "duplicate-key", detail: `a node names its ${what} twice`, offset: at });
}

/** The value that an attribute of a function has where no call gives one: it may hold graphs and tensors too. */
export function walkDefault(model: Model, attribute: ProtoField, scope: Scope): void {
  const operator = { name: "default of", domain: "", overload: "" };
  walkAttribute(model, attribute, { scope, depth: 1, operator, name: () => "", notes: undefined });
}

/** Constants of nodes of other domains than ONNX's: they decide what the operator does. */
interface Notes {
  readonly texts: string[];
  readonly values: Map<string, string>;
}

interface Within {
  readonly scope: Scope | undefined;
  readonly depth: number;
  readonly operator: Operator;
  readonly name: () => string;
  readonly notes: Notes | undefined;
}

/** Constants that are noted of one node. */
const MAX_NOTES = 32;

/** Operators whose attributes name what they call, whatever domain they are put into. */
const CALL_BY_NAME = new Set(["ATen", "PyOp", "PythonOp"]);
/** Attributes that say which file an operator opens. */
const FILE_ATTRIBUTES = new Set(["ep_cache_context", "embed_mode"]);

function notesFor({ name, domain }: Operator): Notes | undefined {
  const own = domain === "" || domain === "ai.onnx.ml";
  return own && !CALL_BY_NAME.has(name) ? undefined : { texts: [], values: new Map() };
}

function walkAttribute(model: Model, attribute: ProtoField, within: Within): void {
  let name: ProtoField | undefined; // a text is made of it only where it is told: most are not
  let text: ProtoField | undefined;
  let number: ProtoField | undefined;
  for (const field of knownFields(model, ATTRIBUTE, attribute)) {
    switch (field.number) {
      case 1:
        name = field;
        break;
      case 3:
        number = field;
        break;
      case 4:
        text = field;
        break;
      case 5:
      case 10:
        model.tensors.constant(model, field);
        break;
      case 6:
      case 11:
        walkGraph(model, field, inside(model, within, nameOf(model, name)), within.depth + 1);
        break;
      case 22:
      case 23:
        walkSparse(model, field, false);
        break;
    }
  }
  if (within.notes !== undefined) note(model, within.notes, nameOf(model, name), text, number);
}

function note(model: Model, notes: Notes, name: string, text?: ProtoField, number?: ProtoField): void {
  const file = FILE_ATTRIBUTES.has(name);
  if (notes.values.size >= MAX_NOTES && !file) return;
  if (text !== undefined) {
    const value = file ? pathOf(model, text) : nameOf(model, text);
    notes.values.set(name, value);
    notes.texts.push(`${name}=${value}`);
  } else if (number !== undefined) notes.values.set(name, String(number.whole));
}

function inside({ found }: Model, { scope, operator, name }: Within, attribute: string): Scope {
  const node = name();
  const label = `${operator.name}${node === "" ? "" : ` ${node}`}${attribute === "" ? "" : ` (${attribute})`}`;
  return { parent: scope, label, function: scope?.function ?? found.main };
}

function walkSparse(model: Model, sparse: ProtoField, weight: boolean): void {
  for (const field of knownFields(model, SPARSE, sparse))
    if (field.number === 1 && weight) model.tensors.weight(model, field);
    else if (field.number <= 2) model.tensors.constant(model, field);
}
