import { joinTexts, literalValue } from "./literals";
import { nameOf } from "./imports";
import { NO_NODE, type Node } from "./tree";
import { anyOf, constant, namesOf, UNKNOWN, type Argument, type Call, type Resolver, type Value } from "./values";

/** Entries of a dict or list that are looked at; longer ones are data. CWE-770. */
const MAX_ITEMS = 200;

/** What one expression surely is. Asks the program for its parts, which remembers them. */
export function evaluate(program: Resolver, node: Node): Value {
  const { tree } = program;
  const child = (nth: number) => {
    let at = tree.first(node);
    for (let i = 0; i < nth && at !== NO_NODE; i++) at = tree.next(at);
    return at;
  };
  switch (tree.type(node)) {
    case "VariableName":
      return program.variable(node);
    case "ParenthesizedExpression":
    case "AwaitExpression":
      return program.valueOf(child(1));
    case "NamedExpression":
      return program.valueOf(child(2));
    case "ConditionalExpression":
      return anyOf([program.valueOf(child(0)), program.valueOf(child(4))]);
    case "MemberExpression":
      return member(program, node, child(0));
    case "BinaryExpression":
      return binary(program, child(0), tree.source(child(1), 4), child(2));
    case "DictionaryExpression":
      return dict(program, node);
    case "ArrayExpression":
    case "TupleExpression":
    case "SetExpression":
      return { kind: "list", items: itemsOf(program, node) };
    case "CallExpression":
      return callValue(program, readCall(program, node));
    case "LambdaExpression":
      return { kind: "function", node };
    case "UnaryExpression": {
      const truth = tree.type(child(0)) === "not" ? truthOf(program.valueOf(child(1))) : undefined;
      return truth === undefined ? UNKNOWN : constant(!truth);
    }
    default:
      return literalValue(program, node);
  }
}

function member(program: Resolver, node: Node, base: Node): Value {
  const { tree } = program;
  const property = tree.childOf(node, "PropertyName");
  const bound = property === NO_NODE ? undefined : program.attribute(node);
  if (bound !== undefined) return bound;
  const of = program.valueOf(base);
  if (property !== NO_NODE) return attributeOf(program, of, nameOf(tree, property));
  const index = program.valueOf(tree.next(tree.next(base)));
  if (of.kind === "dict" && index.kind === "constant") return of.entries.get(String(index.value))?.value ?? UNKNOWN;
  if (of.kind === "list" && index.kind === "constant") return of.items.at(Number(index.value))?.value ?? UNKNOWN;
  if (index.kind === "constant" && typeof index.value === "string")
    return entryOf(program, of, index.value) ?? { kind: "part", of, name: "[]" };
  return of.kind === "unknown" ? UNKNOWN : { kind: "part", of, name: "[]" };
}

/** `x.name`, where `x` may be a class of this file or an instance of one. */
function attributeOf(program: Resolver, of: Value, name: string): Value {
  if (of.kind === "unknown") return UNKNOWN;
  const made = of.kind === "call" ? of.call.callee : of;
  const own = made.kind === "class" ? program.memberOf(made.node, name) : undefined;
  return own ?? { kind: "part", of, name };
}

/** Tables of names: `sys.modules["m"]`, `globals()["x"]`, `vars(m)["x"]`, `m.__dict__["x"]`, `__builtins__["x"]`. */
function entryOf(program: Resolver, of: Value, key: string): Value | undefined {
  if (of.kind === "part" && of.name === "__dict__") return { kind: "part", of: of.of, name: key };
  const [name] = namesOf(of);
  if (name === "sys.modules") return { kind: "name", name: key };
  if (name === "builtins") return { kind: "name", name: `builtins.${key}` };
  if (of.kind !== "call") return undefined;
  const [first] = of.call.positional;
  if (name === "builtins.vars()" && first !== undefined) return { kind: "part", of: first.value, name: key };
  if (name !== "builtins.globals()" && name !== "builtins.locals()" && name !== "builtins.vars()") return undefined;
  return key === "__builtins__" ? { kind: "name", name: "builtins" } : program.global(key);
}

/** What Python takes a value for, where it is certain. */
export function truthOf(value: Value): boolean | undefined {
  if (value.kind === "constant") return Boolean(value.value);
  if (value.kind === "list") return value.items.length > 0;
  return value.kind === "dict" && value.whole ? value.entries.size > 0 : undefined;
}

function binary(program: Resolver, left: Node, operator: string, right: Node): Value {
  const [a, b] = [program.valueOf(left), program.valueOf(right)];
  if (operator === "or" || operator === "and") return anyOf([a, b]);
  if (operator === "+" && [a, b].some(isText)) return joinTexts([a, b]);
  if (operator === "%" && a.kind === "constant" && typeof a.value === "string")
    return { kind: "text", parts: a.value.split(/%(?:\(\w{1,100}\))?[sdr]/) };
  return UNKNOWN;
}

function isText(value: Value): boolean {
  return value.kind === "text" || (value.kind === "constant" && typeof value.value === "string");
}

function itemsOf(program: Resolver, node: Node): Argument[] {
  const { tree } = program;
  const items: Argument[] = [];
  for (const each of tree.children(node)) {
    if (items.length >= MAX_ITEMS) break;
    if (/\w/.test(tree.type(each))) items.push({ node: each, value: program.valueOf(each) });
  }
  return items;
}

/** `{"a": x, **y}`: keys that are certain. */
function dict(program: Resolver, node: Node): Value {
  const { tree } = program;
  const entries = new Map<string, Argument>();
  let whole = true;
  for (let at = tree.first(node), count = 0; at !== NO_NODE && count <= MAX_ITEMS; at = tree.next(at), count++) {
    if (tree.type(at) === "**") {
      at = tree.next(at);
      whole = merge(entries, program.valueOf(at)) && whole;
    } else if (tree.type(tree.next(at)) === ":") {
      const key = program.valueOf(at);
      at = tree.next(tree.next(at));
      if (key.kind === "constant") entries.set(String(key.value), { node: at, value: program.valueOf(at) });
      else whole = false;
    }
    if (at === NO_NODE) break;
    if (count === MAX_ITEMS) whole = false;
  }
  return { kind: "dict", entries, whole };
}

/** Puts the entries of a dict among others; false where not all of them are known. */
function merge(into: Map<string, Argument>, from: Value): boolean {
  if (from.kind !== "dict") return false;
  for (const [key, value] of from.entries) into.set(key, value);
  return from.whole;
}

/** The parts of a call expression. */
export function readCall(program: Resolver, node: Node): Call {
  const { tree } = program;
  const callee = tree.first(node);
  const list = tree.childOf(node, "ArgList");
  const positional: Argument[] = [];
  const keywords = new Map<string, Argument>();
  let open = false;
  for (let at = list === NO_NODE ? NO_NODE : tree.first(list); at !== NO_NODE; at = tree.next(at)) {
    const type = tree.type(at);
    const next = tree.next(at);
    if (type === "(" || type === ")" || type === ",") continue;
    if (type === "**") {
      at = next;
      if (!merge(keywords, program.valueOf(next))) open = true;
    } else if (type === "*") {
      at = next;
      const value = program.valueOf(next);
      if (value.kind === "list" && keywords.size === 0) positional.push(...value.items);
      else open = true;
    } else if (type === "VariableName" && next !== NO_NODE && tree.source(next, 2) === "=") {
      const value = tree.next(next);
      if (value === NO_NODE) break;
      keywords.set(nameOf(tree, at), { node: value, value: program.valueOf(value) });
      at = value;
    } else if (type === "for") break;
    else positional.push({ node: at, value: program.valueOf(at) });
    if (at === NO_NODE || positional.length + keywords.size > MAX_ITEMS) break;
  }
  const receiver = tree.type(callee) === "MemberExpression" ? tree.first(callee) : NO_NODE;
  return { node, callee: program.valueOf(callee), receiver, positional, keywords, open };
}

/** Calls whose result is known by itself: imports by name, attributes by name, dicts, texts. */
function callValue(program: Resolver, call: Call): Value {
  const [first, second] = call.positional;
  const text = textOf(first?.value);
  switch (namesOf(call.callee)[0]) {
    case "builtins.getattr": {
      const name = textOf(second?.value);
      if (first !== undefined && name !== undefined) return { kind: "part", of: first.value, name };
      break;
    }
    case "builtins.__import__":
      if (text !== undefined) return { kind: "name", name: text.split(".")[0]! };
      break;
    case "importlib.import_module":
      if (text !== undefined && !text.startsWith(".")) return { kind: "name", name: text };
      break;
    case "builtins.dict": {
      const entries = new Map<string, Argument>();
      const whole = (first === undefined || merge(entries, first.value)) && !call.open;
      for (const [key, value] of call.keywords) entries.set(key, value);
      return { kind: "dict", entries, whole };
    }
    case "builtins.str":
      if (call.positional.length === 1 && first!.value.kind === "constant" && first!.value.value !== null)
        return constant(String(first!.value.value));
      break;
    case "builtins.bool": {
      const truth = first === undefined ? undefined : truthOf(first.value);
      if (truth !== undefined) return constant(truth);
      break;
    }
    case "builtins.staticmethod":
    case "builtins.classmethod":
      if (first !== undefined) return first.value;
  }
  if (call.callee.kind === "part" && call.callee.name === "__getattribute__" && textOf(first?.value) !== undefined)
    return attributeOf(program, call.callee.of, textOf(first?.value)!);
  return formatted(call) ?? joined(call) ?? { kind: "call", call: withPartial(call) };
}

/** `"…{}…".format(…)`. */
function formatted({ callee }: Call): Value | undefined {
  if (callee.kind !== "part" || callee.name !== "format" || callee.of.kind !== "constant") return undefined;
  const parts = String(callee.of.value).split(/\{[^{}]{0,100}\}/);
  return parts.length === 1 ? constant(parts[0]!) : { kind: "text", parts };
}

/** `" ".join(["a", "b"])`. */
function joined({ callee, positional }: Call): Value | undefined {
  if (callee.kind !== "part" || callee.name !== "join" || callee.of.kind !== "constant") return undefined;
  const list = positional[0]?.value;
  if (list?.kind !== "list" || typeof callee.of.value !== "string") return undefined;
  const between = callee.of;
  return joinTexts(list.items.flatMap(({ value }, i) => (i === 0 ? [value] : [between, value])));
}

/** A call of what `functools.partial` made is a call of the function itself, with all arguments. */
function withPartial(call: Call): Call {
  if (call.callee.kind !== "call") return call;
  const made = call.callee.call;
  const target = made.positional[0];
  if (!namesOf(made.callee).includes("functools.partial") || target === undefined) return call;
  return {
    ...call,
    callee: target.value,
    positional: [...made.positional.slice(1), ...call.positional],
    keywords: new Map([...made.keywords, ...call.keywords]),
    open: call.open || made.open,
  };
}

function textOf(value: Value | undefined): string | undefined {
  return value?.kind === "constant" && typeof value.value === "string" ? value.value : undefined;
}
