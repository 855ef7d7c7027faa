import type { Budget } from "../../core/budget";
import type { ByteSource } from "../../core/bytes";
import { BYTES, protoFields, protoText, type ProtoField } from "../../bytes/protobuf";

/** Part of a message's bytes. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** One node of a graph or function (NodeDef). */
export interface GraphNode extends Range {
  readonly name: string;
  readonly op: string;
  /** Bytes to its tag. */
  readonly at: number;
}

/** The main graph, or one function of its library: names of nodes are its own. */
export interface Scope {
  /** Empty for the main graph. */
  readonly name: string;
  /** A function's arguments by name, with their place. */
  readonly args: ReadonlyMap<string, number>;
  readonly parts: readonly Range[];
}

/** Characters of names that are kept; longer ones are cut. CWE-770. */
export const MAX_NAME = 512;
/** What a scope or node costs in memory beside its name, bytes. */
export const HELD = 200;

/** A graph and the functions of its library. A graph that stands twice in its parent is merged, as protobuf does. */
export function scopesOf(bytes: ByteSource, graphs: readonly Range[], budget: Budget): Scope[] {
  const scopes: Scope[] = [{ name: "", args: new Map(), parts: graphs }];
  for (const graph of graphs)
    for (const library of messages(bytes, budget, graph, 2))
      for (const definition of messages(bytes, budget, library, 1)) {
        const scope = functionOf(bytes, definition, budget);
        budget.spend("held", 3 * HELD + scope.name.length + scope.args.size * HELD);
        scopes.push(scope);
      }
  return scopes;
}

/** The nodes of a scope (GraphDef.node is field 1, FunctionDef.node_def field 3). */
export function* nodesOf(bytes: ByteSource, scope: Scope, budget: Budget): Generator<GraphNode> {
  const number = scope.name === "" ? 1 : 3;
  for (const part of scope.parts)
    for (const field of messages(bytes, budget, part, number)) {
      let [name, op] = ["", ""];
      for (const each of protoFields(bytes, budget, field.start, field.end)) {
        if (each.wire !== BYTES) continue;
        if (each.number === 1) name = protoText(bytes, each, MAX_NAME);
        else if (each.number === 2) op = protoText(bytes, each, MAX_NAME);
      }
      yield { name, op, at: field.at, start: field.start, end: field.end };
    }
}

/** Fields of that number which hold messages. */
export function* messages(
  bytes: ByteSource,
  budget: Budget,
  { start, end }: Range,
  number: number,
): Generator<ProtoField> {
  for (const field of protoFields(bytes, budget, start, end))
    if (field.number === number && field.wire === BYTES) yield field;
}

/** The last of them, which is the one that counts where there should be one. */
export function lastMessage(bytes: ByteSource, budget: Budget, range: Range, number: number): ProtoField | undefined {
  let last: ProtoField | undefined;
  for (const field of messages(bytes, budget, range, number)) last = field;
  return last;
}

/** All of them, paid for: there should be a few. */
export function heldMessages(bytes: ByteSource, budget: Budget, range: Range, number: number): ProtoField[] {
  const held: ProtoField[] = [];
  for (const field of messages(bytes, budget, range, number)) {
    budget.spend("held", HELD);
    held.push(field);
  }
  return held;
}

/** Text of the last field of that number, as protobuf keeps it. */
export function textIn(
  bytes: ByteSource,
  budget: Budget,
  range: Range,
  number: number,
  atMost = MAX_NAME,
): string | undefined {
  let text: string | undefined;
  for (const field of messages(bytes, budget, range, number)) text = protoText(bytes, field, atMost);
  return text;
}

/** Value of the last varint field of that number; 0 where there is none. */
export function numberIn(bytes: ByteSource, budget: Budget, { start, end }: Range, number: number): number {
  let value = 0;
  for (const field of protoFields(bytes, budget, start, end))
    if (field.number === number && field.wire !== BYTES) value = field.whole;
  return value;
}

/** The attribute of a node (AttrValue), the last of that name. */
export function attribute(bytes: ByteSource, budget: Budget, node: Range, name: string): Range | undefined {
  let found: Range | undefined;
  for (const entry of messages(bytes, budget, node, 5))
    if (textIn(bytes, budget, entry, 1) === name) found = lastMessage(bytes, budget, entry, 2) ?? found;
  return found;
}

/** Functions of one node that are followed; `Case` has some hundred. CWE-770. */
const MAX_FUNCTIONS = 10_000;

/** Names of the functions that a node runs: its attributes of that type, lists of them, and what stands in those. */
export function functionsOf(bytes: ByteSource, budget: Budget, node: Range): string[] {
  const names: string[] = [];
  const add = (func: Range): void => {
    const name = names.length < MAX_FUNCTIONS ? textIn(bytes, budget, func, 1) : undefined;
    if (name !== undefined) names.push(name);
  };
  for (const entry of messages(bytes, budget, node, 5))
    for (const value of messages(bytes, budget, entry, 2)) {
      for (const func of messages(bytes, budget, value, 10)) add(func);
      for (const list of messages(bytes, budget, value, 1))
        for (const func of messages(bytes, budget, list, 9)) add(func);
    }
  return names;
}

/** The first `atMost` inputs of a node; control inputs come last and are left out. */
export function inputsOf(bytes: ByteSource, budget: Budget, node: Range, atMost = MAX_INPUTS): string[] {
  const inputs: string[] = [];
  for (const field of messages(bytes, budget, node, 3)) {
    if (inputs.length >= atMost) break;
    const name = protoText(bytes, field, MAX_NAME);
    if (!name.startsWith("^")) inputs.push(name);
  }
  return inputs;
}

/** Inputs of one node that are followed. A function of a real model takes some thousands of captured variables. */
const MAX_INPUTS = 100_000;

function functionOf(bytes: ByteSource, definition: Range, budget: Budget): Scope {
  let name = "";
  const args = new Map<string, number>();
  for (const signature of messages(bytes, budget, definition, 1)) {
    name = textIn(bytes, budget, signature, 1) ?? name;
    for (const arg of messages(bytes, budget, signature, 2)) args.set(textIn(bytes, budget, arg, 1) ?? "", args.size);
  }
  return { name: name === "" ? "(unnamed function)" : name, args, parts: [definition] };
}
