import { importsOf, nameOf } from "./imports";
import { NO_NODE, type Node, type PythonTree } from "./tree";

/** What a name is bound to, at one place. */
export type Bound =
  | { readonly how: "value"; readonly node: Node }
  /** One of what an expression yields: an unpacked item, a loop's variable. */
  | { readonly how: "item"; readonly node: Node }
  | { readonly how: "import"; readonly name: string }
  | { readonly how: "function"; readonly node: Node }
  | { readonly how: "class"; readonly node: Node }
  /** A parameter: its function, its place among the positional ones, and what it is where nobody gives it. */
  | {
      readonly how: "parameter";
      readonly of: Node;
      readonly index: number;
      readonly name: string;
      readonly default: Node;
    }
  /** `name += value`: the statement. */
  | { readonly how: "update"; readonly node: Node }
  /** An exception, `*args`, `del`: nothing is known of it. */
  | { readonly how: "opaque" };

export interface Binding {
  readonly bound: Bound;
  /** From here on it holds, in characters. */
  readonly at: number;
  /** The innermost body of statements around it: behind its end the binding may not have happened. */
  readonly from: number;
  readonly to: number;
}

export interface Scope {
  readonly number: number;
  readonly kind: "module" | "function" | "class";
  readonly node: Node;
  readonly up: Scope | undefined;
  readonly names: Map<string, Binding[]>;
  /** Modules of `from m import *`. */
  readonly stars: string[];
  /** What a function's `return` gives. */
  readonly returns: Node[];
  /** What is put into a dict by name: `d["x"] = value`, `d.update(x=value)`. Also of dicts that nothing here makes. */
  readonly items: Map<string, Item[]>;
  /** Names that `global` or `nonlocal` send to an outer scope. */
  readonly outer: Map<string, Scope>;
}

/** One entry that is put into a dict: what its key is, where that is an expression, and its value. */
export interface Item {
  readonly key: string | Node;
  readonly value: Node;
}

const SCOPES: ReadonlyMap<string, Scope["kind"]> = new Map([
  ["FunctionDefinition", "function"],
  ["LambdaExpression", "function"],
  ["ClassDefinition", "class"],
]);
/** `import *` that is followed up in one scope. */
const MAX_STARS = 16;
/** `for` of one comprehension whose variables are bound. CWE-400. */
const MAX_LOOPS = 8;
/** Entries that are put into one dict, and that are followed. */
const MAX_ITEMS = 50;
/** Results of one function that are followed. */
const MAX_RETURNS = 16;

/** Every scope of a module with what its names are bound to, and the scope of every node. */
export class Scopes {
  readonly module: Scope;
  private readonly all: Scope[] = [];
  private readonly made = new Map<Node, Scope>();
  /** Number of the scope that a node stands in. */
  private readonly scopeOf: Int32Array;

  constructor(private readonly tree: PythonTree) {
    this.scopeOf = new Int32Array(tree.size);
    this.module = this.add("module", tree.root, undefined);
    this.walk();
  }

  of(node: Node): Scope {
    return this.all[this.scopeOf[node]!]!;
  }

  /** The scope that a function or class opens. */
  openedBy(node: Node): Scope | undefined {
    return this.made.get(node);
  }

  private add(kind: Scope["kind"], node: Node, up: Scope | undefined): Scope {
    const scope = {
      number: this.all.length,
      kind,
      node,
      up,
      names: new Map(),
      stars: [],
      returns: [],
      items: new Map(),
      outer: new Map(),
    };
    this.all.push(scope);
    this.made.set(node, scope);
    return scope;
  }

  /** Parents before children, in the order of the text: a scope is there before what it holds. */
  private walk(): void {
    const { tree } = this;
    const bodies = new Int32Array(tree.size);
    for (let node = tree.root; node !== NO_NODE; node = this.following(node)) {
      const up = tree.parent(node);
      // Defaults, decorators and bases belong to the scope outside; only their names would differ.
      const scope = up === NO_NODE ? this.module : (this.made.get(up) ?? this.of(up));
      const body = up === NO_NODE ? tree.root : tree.type(up) === "Body" ? up : bodies[up]!;
      this.scopeOf[node] = scope.number;
      bodies[node] = body;
      const type = tree.type(node);
      this.bind(node, type, scope, body);
      const kind = SCOPES.get(type);
      if (kind === undefined || node === tree.root) continue;
      const opened = this.add(kind, node, scope);
      if (type === "LambdaExpression") opened.returns.push(lastChild(tree, node));
    }
  }

  /** The next node of a walk through the tree: its first child, else what comes behind it. */
  private following(node: Node): Node {
    const { tree } = this;
    if (tree.first(node) !== NO_NODE) return tree.first(node);
    let at = node;
    while (at !== NO_NODE && tree.next(at) === NO_NODE) at = tree.parent(at);
    return at === NO_NODE ? NO_NODE : tree.next(at);
  }

  private bind(node: Node, type: string, scope: Scope, body: Node): void {
    switch (type) {
      case "ImportStatement":
        return this.bindImport(node, scope, body);
      case "AssignStatement":
        return this.bindAssign(node, scope, body);
      case "NamedExpression":
      case "WithStatement":
      case "ForStatement":
        return this.bindOther(node, type, scope, body);
      case "FunctionDefinition":
      case "ClassDefinition": {
        const name = this.tree.childOf(node, "VariableName");
        const bound: Bound = { how: type === "ClassDefinition" ? "class" : "function", node };
        return this.bindName(name, bound, scope, body, this.tree.from(name));
      }
      case "ParamList":
        return this.bindParameters(node, scope);
      case "ArrayComprehensionExpression":
      case "ComprehensionExpression":
      case "SetComprehensionExpression":
      case "DictionaryComprehensionExpression":
      case "ArgList":
        return this.bindComprehension(node, scope);
      case "ReturnStatement": {
        const value = this.tree.next(this.tree.first(node));
        if (value !== NO_NODE && scope.returns.length < MAX_RETURNS) scope.returns.push(value);
        return;
      }
      case "UpdateStatement": {
        const target = this.tree.first(node);
        if (this.tree.type(target) === "VariableName")
          this.bindName(target, { how: "update", node }, scope, body, this.tree.to(node));
        return;
      }
      case "CallExpression":
        return this.putItems(node, scope);
      case "ScopeStatement":
        return this.sendOut(node, scope);
    }
  }

  private bindParameters(node: Node, scope: Scope): void {
    const { tree } = this;
    const children = [...tree.children(node)];
    let [before, index] = ["", 0];
    for (const [i, child] of children.entries()) {
      const type = tree.type(child);
      // `x=y`: y is a value, not a name that is bound.
      if (type === "VariableName" && before !== "AssignOp") {
        const packed = before === "*" || before === "**";
        const bound: Bound = packed
          ? { how: "opaque" }
          : {
              how: "parameter",
              of: scope.node,
              index,
              name: nameOf(tree, child),
              default: defaultOf(tree, children, i),
            };
        if (!packed) index++;
        this.bindName(child, bound, scope, node, 0);
      }
      before = type;
    }
  }

  /** `d.update({...}, x=value)`, `d.setdefault("x", value)`. */
  private putItems(node: Node, scope: Scope): void {
    const { tree } = this;
    const callee = tree.first(node);
    const target = tree.first(callee);
    if (tree.type(callee) !== "MemberExpression" || tree.type(target) !== "VariableName") return;
    const property = tree.childOf(callee, "PropertyName");
    const method = property === NO_NODE ? "" : nameOf(tree, property);
    const list = tree.childOf(node, "ArgList");
    if ((method !== "update" && method !== "setdefault") || list === NO_NODE) return;
    const given = [...tree.children(list)].filter((child) => !["(", ")", ","].includes(tree.type(child)));
    if (method === "setdefault" && given.length === 2)
      this.putItem(target, { key: given[0]!, value: given[1]! }, scope);
    if (method === "update")
      given.forEach((name, i) => {
        if (
          tree.type(name) === "VariableName" &&
          tree.type(given[i + 1] ?? NO_NODE) === "AssignOp" &&
          i + 2 < given.length
        )
          this.putItem(target, { key: nameOf(tree, name), value: given[i + 2]! }, scope);
      });
  }

  private putItem(target: Node, item: Item, scope: Scope): void {
    const name = nameOf(this.tree, target);
    const { items } = scope.outer.get(name) ?? scope;
    const list = items.get(name) ?? [];
    if (list.length < MAX_ITEMS) list.push(item);
    items.set(name, list);
  }

  private sendOut(node: Node, scope: Scope): void {
    let outer = this.module;
    if (this.tree.source(node, 8) === "nonlocal")
      for (let up = scope.up; up !== undefined; up = up.up) if (up.kind === "function") outer = up;
    for (const child of this.tree.children(node))
      if (this.tree.type(child) === "VariableName") scope.outer.set(nameOf(this.tree, child), outer);
  }

  private bindImport(node: Node, scope: Scope, body: Node): void {
    for (const { module, name, as } of importsOf(this.tree, node)) {
      if (name === "*") {
        if (scope.stars.length < MAX_STARS) scope.stars.push(module);
        continue;
      }
      // `import a.b` binds `a`; `import a.b as c` binds `c` to `a.b`.
      const top = module.split(".")[0]!;
      const bound: Bound =
        name === undefined
          ? { how: "import", name: as === undefined ? top : module }
          : { how: "import", name: module.endsWith(".") ? `${module}${name}` : `${module}.${name}` };
      this.put(as ?? name ?? top, bound, scope, body, this.tree.to(node));
    }
  }

  /** `a = b = value`, `a, b = value`, `self.a = value`, `a: int = value`. */
  private bindAssign(node: Node, scope: Scope, body: Node): void {
    const parts: Node[][] = [[]];
    for (const child of this.tree.children(node))
      if (this.tree.type(child) === "AssignOp") parts.push([]);
      else if (this.tree.type(child) !== "TypeDef") parts.at(-1)!.push(child);
    const values = parts.pop()!;
    if (parts.length === 0) return;
    for (const targets of parts) this.bindTargets(targets, values, scope, body, this.tree.to(node));
  }

  private bindTargets(targets: readonly Node[], values: readonly Node[], scope: Scope, body: Node, at: number): void {
    const names = targets.filter((each) => this.tree.type(each) !== ",");
    const given = values.filter((each) => this.tree.type(each) !== ",");
    names.forEach((target, i) => {
      const value = given.length === names.length ? given[i] : given[0];
      if (value === undefined) return;
      this.bindTarget(target, { how: given.length === names.length ? "value" : "item", node: value }, scope, body, at);
    });
  }

  private bindTarget(target: Node, bound: Bound, scope: Scope, body: Node, at: number): void {
    switch (this.tree.type(target)) {
      case "VariableName":
        return this.bindName(target, bound, scope, body, at);
      case "MemberExpression":
        return this.bindMember(target, bound, scope);
      case "TupleExpression":
      case "ArrayExpression":
      case "ParenthesizedExpression": {
        const item: Bound = bound.how === "value" ? { how: "item", node: bound.node } : bound;
        for (const child of this.tree.children(target))
          if (this.tree.type(child) === "VariableName") this.bindName(child, item, scope, body, at);
      }
    }
  }

  private bindMember(target: Node, bound: Bound, scope: Scope): void {
    const { tree } = this;
    const of = tree.first(target);
    const key = tree.next(tree.next(of));
    if (tree.childOf(target, "PropertyName") !== NO_NODE) this.bindAttribute(target, bound, scope);
    else if (tree.type(of) === "VariableName" && bound.how === "value" && key !== NO_NODE)
      this.putItem(of, { key, value: bound.node }, scope);
  }

  /** `self.x = value`: known in the whole class, whichever method runs first. */
  private bindAttribute(target: Node, bound: Bound, scope: Scope): void {
    const text = this.tree.source(target, 100);
    if (!/^(self|cls)\.\w+$/.test(text)) return;
    const owner = classAround(scope);
    if (owner !== undefined) this.put(text, bound, owner, owner.node, 0);
  }

  private bindOther(node: Node, type: string, scope: Scope, body: Node): void {
    const nodes = [...this.tree.children(node)];
    const typeAt = (i: number) => this.tree.type(nodes[i] ?? NO_NODE);
    if (type === "NamedExpression") {
      const value = nodes[2];
      if (nodes[0] !== undefined && value !== undefined)
        this.bindTarget(nodes[0], { how: "value", node: value }, scope, body, this.tree.to(node));
    } else if (type === "WithStatement")
      nodes.forEach((_, i) => {
        const value = nodes[i - 1];
        if (typeAt(i) === "as" && value !== undefined && nodes[i + 1] !== undefined)
          this.bindTarget(nodes[i + 1]!, { how: "value", node: value }, scope, body, this.tree.to(nodes[i + 1]!));
      });
    else this.bindLoop(nodes, scope, body, (values) => this.tree.from(values));
  }

  /** `for a, b in values`, the first of the nodes. */
  private bindLoop(nodes: readonly Node[], scope: Scope, body: Node, from: (values: Node) => number): void {
    const at = nodes.findIndex((node) => this.tree.type(node) === "in");
    const values = nodes[at + 1];
    if (at < 0 || values === undefined) return;
    for (const target of nodes.slice(0, at))
      this.bindTarget(target, { how: "item", node: values }, scope, body, from(values));
  }

  /** Its variables are seen in itself only; elsewhere they are one possibility among others. */
  private bindComprehension(node: Node, scope: Scope): void {
    if (this.tree.childOf(node, "for") === NO_NODE) return;
    const nodes = [...this.tree.children(node)];
    let left = MAX_LOOPS;
    for (const [i, each] of nodes.entries())
      if (this.tree.type(each) === "for" && left-- > 0)
        this.bindLoop(nodes.slice(i + 1), scope, node, () => this.tree.from(node));
  }

  private bindName(node: Node, bound: Bound, scope: Scope, body: Node, at: number): void {
    if (node !== NO_NODE) this.put(nameOf(this.tree, node), bound, scope, body, at);
  }

  private put(name: string, bound: Bound, scope: Scope, body: Node, at: number): void {
    const owner = scope.outer.get(name) ?? scope;
    const list = owner.names.get(name) ?? [];
    list.push({ bound, at, from: this.tree.from(body), to: this.tree.to(body) });
    owner.names.set(name, list);
  }
}

/** What stands behind the `=` of a parameter, past its type. */
function defaultOf(tree: PythonTree, children: readonly Node[], at: number): Node {
  let next = at + 1;
  if (tree.type(children[next] ?? NO_NODE) === "TypeDef") next++;
  return tree.type(children[next] ?? NO_NODE) === "AssignOp" ? (children[next + 1] ?? NO_NODE) : NO_NODE;
}

function lastChild(tree: PythonTree, node: Node): Node {
  let last = NO_NODE;
  for (const child of tree.children(node)) last = child;
  return last;
}

/** The class that a method's scope belongs to. */
export function classAround(scope: Scope | undefined): Scope | undefined {
  let at = scope;
  while (at !== undefined && at.kind !== "class") at = at.up;
  return at;
}
