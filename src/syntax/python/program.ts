import { evaluate, readCall } from "./evaluate";
import { joinTexts } from "./literals";
import { nameOf } from "./imports";
import { classAround, Scopes, type Binding, type Scope } from "./scopes";
import { NO_NODE, PythonTree, type Node } from "./tree";
import { anyOf, UNKNOWN, type Call, type Resolver, type Value } from "./values";

/** Bindings of one name that may reach one use. More tell nothing. */
const MAX_REACHING = 16;
/** Variables and functions followed from one expression. CWE-674. */
const MAX_DEPTH = 40;
/** Expressions looked at in one file, those met again counted again. CWE-400. */
const MAX_STEPS = 20_000_000;

/** Bases of one class that are looked at. */
const MAX_BASES = 8;

/** Builtins that matter to who follows data: any other name that nothing binds is not known. */
const BUILTINS = new Set(
  "open exec eval compile getattr setattr __import__ str bytes bytearray memoryview dict list tuple map filter print input iter next globals locals vars bool staticmethod classmethod".split(
    " ",
  ),
);

function isTextConstant(value: Value): boolean {
  return value.kind === "constant" && typeof value.value === "string";
}

/** Where a name is bound, and to what. */
export interface Found {
  readonly scope: Scope;
  readonly bindings: readonly Binding[];
}

/**
 * A module whose names and values can be asked for. Nothing is run: imports, assignments and literals are followed as
 * far as the text is certain. Total: what is not certain is `unknown`.
 */
export class Program implements Resolver {
  readonly tree: PythonTree;
  readonly scopes: Scopes;
  private readonly known: (Value | undefined)[];
  private depth = 0;
  private steps = 0;

  constructor(text: string) {
    this.tree = PythonTree.parse(text);
    this.scopes = new Scopes(this.tree);
    this.known = new Array<Value | undefined>(this.tree.size);
  }

  valueOf(node: Node): Value {
    if (node === NO_NODE) return UNKNOWN;
    const before = this.known[node];
    if (before !== undefined) return before;
    if (this.depth >= MAX_DEPTH || ++this.steps > MAX_STEPS) return UNKNOWN;
    // What asks for itself on the way (`x = x + 1` in a loop) is not known there.
    this.known[node] = UNKNOWN;
    this.depth++;
    try {
      return (this.known[node] = evaluate(this, node));
    } finally {
      this.depth--;
    }
  }

  /** What a name in an expression may be bound to, and the scope that binds it; none for what nothing here binds. */
  bindingsOf(node: Node, name = nameOf(this.tree, node)): Found | undefined {
    const use = this.tree.from(node);
    const own = this.scopes.of(node);
    for (let scope: Scope | undefined = own; scope !== undefined; scope = scope.up) {
      if (scope.kind === "class" && scope !== own) continue;
      const list = scope.names.get(name);
      if (list !== undefined) return { scope, bindings: reaching(list, use, scope === own) };
    }
    return undefined;
  }

  /** The same for `self.x`, which any method of the class may have set. */
  attributeBindings(node: Node): Found | undefined {
    const scope = classAround(this.scopes.of(node));
    const text = this.tree.source(node, 100);
    const list = scope?.names.get(text) ?? scope?.names.get(/^(?:self|cls)\.(\w+)$/.exec(text)?.[1] ?? "");
    return scope === undefined || list === undefined ? undefined : { scope, bindings: list.slice(0, MAX_REACHING) };
  }

  valueOfBinding({ bound }: Binding): Value {
    switch (bound.how) {
      case "value":
        return this.valueOf(bound.node);
      case "import":
        return { kind: "name", name: bound.name };
      case "function":
        return { kind: "function", node: bound.node };
      case "class":
        return this.classValue(bound.node);
      case "parameter":
        return bound.default === NO_NODE ? UNKNOWN : anyOf([this.valueOf(bound.default), UNKNOWN]);
      case "update":
        return this.updated(bound.node);
      default:
        return UNKNOWN;
    }
  }

  variable(node: Node): Value {
    const name = nameOf(this.tree, node);
    const found = this.bindingsOf(node, name);
    if (found !== undefined)
      return this.withItems(found.scope, name, anyOf(found.bindings.map((binding) => this.valueOfBinding(binding))));
    if (name === "__builtins__") return { kind: "name", name: "builtins" };
    if (BUILTINS.has(name)) return { kind: "name", name: `builtins.${name}` };
    const stars = this.starsOf(node);
    return stars.length === 0
      ? UNKNOWN
      : anyOf(stars.map((module): Value => ({ kind: "name", name: `${module}.${name}` })));
  }

  /** The parts of a call expression, where its value is something simpler (`getattr(m, "x")`). */
  callAt(node: Node): Call {
    return readCall(this, node);
  }

  attribute(node: Node): Value | undefined {
    const found = this.attributeBindings(node);
    return found && anyOf(found.bindings.map((binding) => this.valueOfBinding(binding)));
  }

  memberOf(classNode: Node, name: string): Value | undefined {
    const names = this.scopes.openedBy(classNode)?.names;
    const bindings = names?.get(name) ?? names?.get(`self.${name}`);
    return bindings === undefined
      ? undefined
      : anyOf(bindings.slice(0, MAX_REACHING).map((binding) => this.valueOfBinding(binding)));
  }

  global(name: string): Value {
    const bindings = this.scopes.module.names.get(name) ?? [];
    return anyOf(bindings.slice(0, MAX_REACHING).map((binding) => this.valueOfBinding(binding)));
  }

  /** One that finds its classes by itself does not do what its base does. */
  private classValue(node: Node): Value {
    const own = this.scopes.openedBy(node)?.names.has("find_class") === true;
    const list = this.tree.childOf(node, "ArgList");
    const bases: Value[] = [];
    if (!own && list !== NO_NODE)
      for (const child of this.tree.children(list)) {
        if (this.tree.type(child) === "AssignOp" || bases.length >= MAX_BASES) break;
        if (/Name$|Expression$/.test(this.tree.type(child))) bases.push(this.valueOf(child));
      }
    return { kind: "class", node, bases };
  }

  /** `text += more`; of lists and numbers nothing is known. */
  private updated(node: Node): Value {
    const target = this.tree.first(node);
    const operator = this.tree.next(target);
    const values = [this.valueOf(target), this.valueOf(this.tree.next(operator))];
    const isText = values.some(({ kind }) => kind === "text") || values.some(isTextConstant);
    return this.tree.source(operator, 3) === "+=" && isText ? joinTexts(values) : UNKNOWN;
  }

  /** A dict with what is put into it by name: each such entry may be there. */
  private withItems(scope: Scope, name: string, value: Value): Value {
    const items = scope.items.get(name);
    if (items === undefined) return value;
    const entries = new Map(value.kind === "dict" ? value.entries : []);
    for (const { key, value: node } of items) {
      const known = typeof key === "string" ? key : this.valueOf(key);
      const text = typeof known === "string" ? known : known.kind === "constant" ? String(known.value) : undefined;
      if (text === undefined) continue;
      const before = entries.get(text);
      const given = this.valueOf(node);
      entries.set(text, { node, value: before === undefined ? given : anyOf([given, before.value]) });
    }
    if (value.kind === "dict") return { ...value, entries };
    return value.kind === "unknown" && entries.size > 0 ? { kind: "dict", entries, whole: false } : value;
  }

  private starsOf(node: Node): string[] {
    const stars: string[] = [];
    for (let scope: Scope | undefined = this.scopes.of(node); scope !== undefined; scope = scope.up)
      stars.push(...scope.stars);
    return stars.slice(0, MAX_REACHING);
  }
}

/**
 * The bindings that may hold at a place: the last one before it that surely happened, and those since. In a scope
 * further out everything may have happened, whatever the order of the text.
 */
function reaching(list: readonly Binding[], use: number, ordered: boolean): Binding[] {
  let at = list.length;
  if (ordered) {
    let low = 0;
    while (low < at) {
      const middle = (low + at) >> 1;
      if (list[middle]!.at <= use) low = middle + 1;
      else at = middle;
    }
  }
  const found: Binding[] = [];
  for (let i = at - 1; i >= 0 && found.length < MAX_REACHING; i--) {
    const binding = list[i]!;
    found.push(binding);
    if (binding.from <= use && use < binding.to) break;
  }
  // A loop may come back with what is bound further down.
  return found.length > 0 ? found : list.slice(0, MAX_REACHING);
}
