import { evaluate, readCall } from "./evaluate";
import { classAround, nameOf, Scopes, type Binding, type Scope } from "./scopes";
import { NO_NODE, PythonTree, type Node } from "./tree";
import { anyOf, UNKNOWN, type Call, type Resolver, type Value } from "./values";

/** Bindings of one name that may reach one use. More tell nothing. */
const MAX_REACHING = 16;
/** Variables and functions followed from one expression. CWE-674. */
const MAX_DEPTH = 40;
/** Expressions looked at in one file, those met again counted again. CWE-400. */
const MAX_STEPS = 20_000_000;

/** Builtins that matter to who follows data: any other name that nothing binds is not known. */
const BUILTINS = new Set(
  "open exec eval compile getattr setattr __import__ str bytes bytearray memoryview dict list tuple map print input iter next".split(
    " ",
  ),
);

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
    const list = scope?.names.get(this.tree.source(node, 100));
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
      default:
        return UNKNOWN;
    }
  }

  variable(node: Node): Value {
    const name = nameOf(this.tree, node);
    const found = this.bindingsOf(node, name);
    if (found !== undefined) return anyOf(found.bindings.map((binding) => this.valueOfBinding(binding)));
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
