import type { ProtoField } from "../../bytes/protobuf";
import type { LayoutFact } from "../../core/layout-facts";
import { operatorKey, type Found, type FunctionCalls, type Scope } from "./found";
import { description, domainOf, knownFields, nameOf, pair } from "./model";
import { FUNCTION } from "./schema";
import { walkDefault, walkNode, type Model } from "./walk";

/**
 * Nodes after every function is put in place of its calls, as runtimes do. Exporters that write a function for each
 * layer reach some hundred thousand. CWE-409.
 */
const MAX_EXPANDED = 100_000_000;

/** A function of the model: nodes with a name of their own, which other nodes call like an operator. */
export function walkFunction(model: Model, payload: ProtoField): void {
  const { found, budget } = model;
  const seen: (ProtoField | undefined)[] = [];
  for (const field of knownFields(model, FUNCTION, payload)) {
    if (field.number === 8) description(model, field, "the description of a function");
    else if (field.number === 14) pair(model, field, "metadata of a function");
    else seen[field.number] = field;
  }
  const operator = {
    name: nameOf(model, seen[1]),
    domain: domainOf(model, seen[10]),
    overload: nameOf(model, seen[13]),
  };
  const key = operatorKey(operator);
  const label = `function ${operator.domain === "" ? "" : `${operator.domain}:`}${operator.name}`;
  budget.spend("facts", 1);
  if (found.functions.has(key))
    found.odd({ oddity: "duplicate-key", part: label, detail: "it is defined twice", offset: payload.at });
  const calls: FunctionCalls = { key, label, calls: new Map(), nodes: 0 };
  found.functions.set(key, calls);
  const scope: Scope = { parent: undefined, label, function: calls };
  for (const field of knownFields(model, FUNCTION, payload))
    if (field.number === 7) walkNode(model, field, scope, 1);
    else if (field.number === 11) walkDefault(model, field, scope);
}

/** What cannot be put in place: functions that call themselves, and ones that grow beyond any memory. */
export function* callOddities({ functions, main }: Found): Generator<LayoutFact> {
  const sizes = new Map<FunctionCalls, number>();
  const order: FunctionCalls[] = [];
  for (const root of functions.values()) {
    const circle = visit(root, functions, sizes, order);
    if (circle !== undefined) yield { oddity: "bad-value", part: circle.label, detail: "it calls itself" };
  }
  for (const each of order) sizes.set(each, expanded(each, functions, sizes));
  const size = expanded(main, functions, sizes);
  if (size > MAX_EXPANDED)
    yield { oddity: "bad-count", detail: `its functions, put in place of their calls, make ${told(size)} nodes` };
}

/** Depth first, without a stack of its own per level; callees come before callers in `order`. Gives a function in a circle. */
function visit(
  root: FunctionCalls,
  functions: ReadonlyMap<string, FunctionCalls>,
  state: Map<FunctionCalls, number>,
  order: FunctionCalls[],
): FunctionCalls | undefined {
  if (state.has(root)) return undefined;
  let circle: FunctionCalls | undefined;
  const open = [{ node: root, callees: calleesOf(root, functions) }];
  state.set(root, -1);
  for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
    const next = top.callees.pop();
    if (next === undefined) {
      open.pop();
      state.set(top.node, 0);
      order.push(top.node);
    } else if (!state.has(next)) {
      state.set(next, -1);
      open.push({ node: next, callees: calleesOf(next, functions) });
    } else if (state.get(next) === -1) circle ??= next;
  }
  return circle;
}

function calleesOf({ calls }: FunctionCalls, functions: ReadonlyMap<string, FunctionCalls>): FunctionCalls[] {
  return [...calls.keys()].map((key) => functions.get(key)).filter((callee) => callee !== undefined);
}

function expanded(
  { calls, nodes }: FunctionCalls,
  functions: ReadonlyMap<string, FunctionCalls>,
  sizes: ReadonlyMap<FunctionCalls, number>,
): number {
  let size = nodes;
  for (const [key, times] of calls) size += times * (sizes.get(functions.get(key)!) ?? 0);
  return size;
}

function told(size: number): string {
  return size > 1e15 ? "more than 10^15" : size.toLocaleString("en-US");
}
