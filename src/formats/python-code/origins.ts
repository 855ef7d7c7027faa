import type { CodeOrigin } from "../../core/code-facts";
import { nameOf } from "../../syntax/python/imports";
import { classAround, type Bound } from "../../syntax/python/scopes";
import type { Found, Program } from "../../syntax/python/program";
import { NO_NODE, type Node } from "../../syntax/python/tree";
import { namesOf, type Call } from "../../syntax/python/values";
import {
  dumpTarget,
  isDownload,
  isExtraction,
  isLocalAddress,
  isOpener,
  isOwn,
  isRemote,
  isWrapper,
  targetOf,
} from "./downloads";

/** Variables, functions and wrappers followed from one expression. CWE-674. */
const MAX_DEPTH = 24;
/** Expressions looked at for one question, and for all of one file. CWE-400. */
const MAX_STEPS = 5_000;
const MAX_ALL_STEPS = 20_000_000;
/** Parts of an expression (items, alternatives) that are followed. */
const MAX_PARTS = 20;
const URL_SHOWN = 200;

/** A method of texts whose result is made of its arguments. */
const JOINS = /\.(join|joinpath)$/;

/** A path as a constant, and the folders that it is in: something may have been unpacked there. */
function withFolders(key: string): string[] {
  const found = [key];
  if (key.startsWith("="))
    for (let at = key.lastIndexOf("/"); at > 1 && found.length < MAX_PARTS; at = key.lastIndexOf("/", at - 1))
      found.push(key.slice(0, at), key.slice(0, at + 1));
  return found;
}

/** What was written into, while it holds: from where in the text, and inside which statements. */
interface Written {
  readonly origin: CodeOrigin;
  readonly from: number;
  readonly to: number;
}

/**
 * Where the data in a program's variables comes from, followed by names within functions and modules, in the order of
 * the text. What is not certain has no origin.
 */
export class Origins {
  private readonly written = new Map<string, Written>();
  private depth = 0;
  private steps = 0;
  private allSteps = 0;
  /** Calls of functions of this file, by the function. */
  private callers: Map<Node, Call[]> | undefined;
  /** What functions write into the files that their parameters name: by function, then by parameter. */
  private readonly writers = new Map<Node, Map<number, CodeOrigin>>();

  constructor(private readonly program: Program) {}

  /** Takes note of what a call does to its arguments. Calls come in the order of the text. */
  meet(call: Call): void {
    this.meetWriter(call);
    const names = namesOf(call.callee);
    if (names.length === 0 && call.receiver === NO_NODE) return;
    const name = names[0] ?? `?.${this.lastName(call)}`;
    const target = targetOf(name);
    if (target !== undefined) {
      const to = call.keywords.get(target.keyword) ?? call.positional[target.at];
      if (to !== undefined) this.write(to.node, this.download(call, name));
      return;
    }
    if (isExtraction(name)) {
      const origin = this.of(call.receiver);
      const to = call.keywords.get("path") ?? call.positional[0];
      if (origin !== undefined && to !== undefined) this.write(to.node, origin);
      return;
    }
    const dumped = dumpTarget(name);
    if (dumped !== undefined) {
      const to = call.positional[dumped];
      if (to !== undefined) this.write(to.node, { kind: "own", by: name });
      return;
    }
    this.meetCopy(call, name);
  }

  /** A file that a command has downloaded, by the name that the command gave it. */
  fetched(name: string, origin: CodeOrigin): void {
    if (name.length > 1) this.written.set(`=${name}`, { origin, from: 0, to: this.program.tree.text.length });
  }

  /** A function of this file that writes what it downloads where it is told to. */
  private meetWriter(call: Call): void {
    const written = call.callee.kind === "function" ? this.writers.get(call.callee.node) : undefined;
    for (const [index, origin] of written ?? []) {
      const to = call.positional[index] ?? call.keywords.get(this.parameterName(call, index));
      if (to !== undefined) this.write(to.node, origin);
    }
  }

  private parameterName({ callee }: Call, index: number): string {
    const scope = callee.kind === "function" ? this.program.scopes.openedBy(callee.node) : undefined;
    for (const [name, bindings] of scope?.names ?? [])
      if (bindings.some(({ bound }) => bound.how === "parameter" && bound.index === index)) return name;
    return "";
  }

  /** `f.write(data)`, `shutil.copyfileobj(data, f)`. */
  private meetCopy(call: Call, name: string): void {
    const [first, second] = call.positional;
    if (first === undefined) return;
    const last = name.slice(name.lastIndexOf(".") + 1);
    const isCopy = name === "shutil.copyfileobj" || /^shutil\.(copy|copyfile|copy2|move)$/.test(name);
    const isWrite = call.receiver !== NO_NODE && (last === "write" || last === "write_bytes" || last === "write_text");
    if (!isCopy && !isWrite) return;
    const origin = this.of(first.node);
    if (origin === undefined) return;
    if (isWrite) this.write(call.receiver, origin);
    else if (second !== undefined) this.write(second.node, origin);
  }

  of(node: Node): CodeOrigin | undefined {
    if (this.depth === 0) this.steps = 0;
    if (node === NO_NODE || this.depth >= MAX_DEPTH) return undefined;
    if (++this.steps > MAX_STEPS || ++this.allSteps > MAX_ALL_STEPS) return undefined;
    this.depth++;
    try {
      return this.writtenAt(node) ?? this.made(node);
    } finally {
      this.depth--;
    }
  }

  private made(node: Node): CodeOrigin | undefined {
    const { tree } = this.program;
    switch (tree.type(node)) {
      case "VariableName":
        return this.joined(this.program.bindingsOf(node));
      case "MemberExpression": {
        const attribute = this.joined(this.program.attributeBindings(node));
        return attribute ?? this.of(tree.first(node));
      }
      case "CallExpression":
        return this.result(node);
      case "ParenthesizedExpression":
      case "AwaitExpression":
        return this.of(tree.next(tree.first(node)));
      case "NamedExpression":
        return this.of(tree.next(tree.next(tree.first(node))));
      case "BinaryExpression":
      case "ConditionalExpression":
      case "FormatString":
      case "FormatReplacement":
      case "ContinuedString":
      case "ArrayExpression":
      case "TupleExpression":
      case "DictionaryExpression":
        return this.anyChild(node);
      default:
        return undefined;
    }
  }

  private anyChild(node: Node): CodeOrigin | undefined {
    let left = MAX_PARTS;
    for (const child of this.program.tree.children(node)) {
      if (left-- === 0) return undefined;
      const origin = this.of(child);
      if (origin?.kind === "downloaded") return origin;
    }
    return undefined;
  }

  /** Downloaded where one way is; its own only where all are. */
  private joined(found: Found | undefined): CodeOrigin | undefined {
    const origins = (found?.bindings ?? []).map(({ bound }) => this.bound(bound));
    const downloaded = origins.find((origin) => origin?.kind === "downloaded");
    if (downloaded !== undefined) return downloaded;
    return origins.every((origin) => origin !== undefined) ? origins[0] : undefined;
  }

  private bound(bound: Bound): CodeOrigin | undefined {
    switch (bound.how) {
      case "value":
      case "item":
        return this.of(bound.node);
      case "update":
        return this.anyChild(bound.node);
      case "parameter":
        return this.given(bound);
      default:
        return undefined;
    }
  }

  /** What the callers of a function in this file give it: downloaded where one of them does. */
  private given({ of, index, name }: Bound & { how: "parameter" }): CodeOrigin | undefined {
    this.callers ??= this.allCallers();
    for (const call of this.callers.get(of) ?? []) {
      const value = call.keywords.get(name) ?? call.positional[index - this.bindsSelf(of, call)];
      const origin = value === undefined ? undefined : this.of(value.node);
      if (origin?.kind === "downloaded") return origin;
    }
    return undefined;
  }

  /** 1 where a method is called on an instance, which is its first parameter. */
  private bindsSelf(of: Node, { receiver }: Call): number {
    return receiver !== NO_NODE && this.program.scopes.of(of).kind === "class" ? 1 : 0;
  }

  private allCallers(): Map<Node, Call[]> {
    const { program } = this;
    const found = new Map<Node, Call[]>();
    for (let node = 0; node < program.tree.size; node++) {
      if (program.tree.type(node) !== "CallExpression") continue;
      const value = program.valueOf(node);
      const call = value.kind === "call" && value.call.node === node ? value.call : program.callAt(node);
      const called = this.calledFunction(call);
      if (called === NO_NODE) continue;
      const calls = found.get(called) ?? [];
      if (calls.length < MAX_PARTS) calls.push(call);
      found.set(called, calls);
    }
    return found;
  }

  /** The function or method of this file that a call calls. */
  private calledFunction(call: Call): Node {
    if (call.callee.kind === "function") return call.callee.node;
    const { scopes, tree } = this.program;
    if (call.receiver === NO_NODE || !/^(self|cls)$/.test(tree.source(call.receiver, 10))) return NO_NODE;
    const method = classAround(scopes.of(call.node))?.names.get(this.lastName(call))?.at(-1)?.bound;
    return method?.how === "function" ? method.node : NO_NODE;
  }

  private result(node: Node): CodeOrigin | undefined {
    const value = this.program.valueOf(node);
    if (value.kind !== "call") return undefined;
    const { call } = value;
    const names = namesOf(call.callee);
    const name = names.find((each) => isDownload(each)) ?? names[0] ?? `?.${this.lastName(call)}`;
    const first = call.positional[0]?.node ?? NO_NODE;
    if (isDownload(name)) {
      const origin = this.download(call, name);
      return origin.from !== undefined && isLocalAddress(origin.from) ? undefined : origin;
    }
    if (isOwn(name)) return { kind: "own", by: name };
    const url = isOpener(name) ? this.urlOf(first) : undefined;
    if (url !== undefined) return { kind: "downloaded", by: name, from: url };
    if (isWrapper(name) || isOpener(name))
      return name.startsWith("os.path.join") ? this.anyArgument(call) : this.of(first);
    if (JOINS.test(name) || (names.length === 0 && JOINS.test(`.${this.lastName(call)}`)))
      return this.anyArgument(call) ?? this.of(call.receiver);
    return this.returned(call) ?? (call.receiver === NO_NODE ? undefined : this.of(call.receiver));
  }

  private anyArgument(call: Call): CodeOrigin | undefined {
    for (const { node } of call.positional.slice(0, MAX_PARTS)) {
      const origin = this.of(node);
      if (origin?.kind === "downloaded") return origin;
    }
    return undefined;
  }

  /** What a function or method of this file gives back. */
  private returned(call: Call): CodeOrigin | undefined {
    const node = this.calledFunction(call);
    const returns = node === NO_NODE ? [] : (this.program.scopes.openedBy(node)?.returns ?? []);
    for (const each of returns) {
      const origin = this.of(each);
      if (origin?.kind === "downloaded") return origin;
    }
    return undefined;
  }

  private download(call: Call, name: string): CodeOrigin {
    const first = (call.keywords.get("url") ?? call.keywords.get("repo_id") ?? call.positional[0])?.node ?? NO_NODE;
    const from = this.textOf(first)?.slice(0, URL_SHOWN);
    return { kind: "downloaded", by: name.replace(/^\?\./, ""), ...(from === undefined ? {} : { from }) };
  }

  /** The text of an expression, where its beginning is certain. */
  textOf(node: Node): string | undefined {
    const value = this.program.valueOf(node);
    if (value.kind === "constant") return typeof value.value === "string" ? value.value : undefined;
    return value.kind === "text" && value.parts[0] !== "" ? value.parts.join("{}") : undefined;
  }

  urlOf(node: Node): string | undefined {
    const text = this.textOf(node);
    return text !== undefined && isRemote(text) ? text.slice(0, URL_SHOWN) : undefined;
  }

  private lastName({ node }: Call): string {
    const { tree } = this.program;
    const callee = tree.first(node);
    const property = tree.type(callee) === "MemberExpression" ? tree.childOf(callee, "PropertyName") : callee;
    return property === NO_NODE || tree.type(callee) === "CallExpression" ? "" : nameOf(tree, property);
  }

  private write(node: Node, origin: CodeOrigin): void {
    const opened = this.openedFile(node);
    const [from, to] = this.holds(node);
    for (const target of opened === NO_NODE ? [node] : [node, opened]) {
      if (origin.kind === "downloaded") this.noteWriter(target, origin);
      for (const key of this.keysOf(target, origin.kind === "downloaded")) this.written.set(key, { origin, from, to });
    }
  }

  /** A file that a parameter names: its function writes what callers name. */
  private noteWriter(target: Node, origin: CodeOrigin): void {
    const node = this.unwrapped(target);
    if (this.program.tree.type(node) !== "VariableName") return;
    for (const { bound } of this.program.bindingsOf(node)?.bindings ?? []) {
      if (bound.how !== "parameter") continue;
      const written = this.writers.get(bound.of) ?? new Map<number, CodeOrigin>();
      this.writers.set(bound.of, written.set(bound.index, origin));
    }
  }

  private unwrapped(node: Node): Node {
    const { tree } = this.program;
    let at = node;
    while (tree.type(at) === "ParenthesizedExpression") at = tree.next(tree.first(at));
    return at;
  }

  /** The path behind `open(path)` or a variable that holds an open file. */
  private openedFile(node: Node): Node {
    const value = this.program.valueOf(node);
    if (value.kind !== "call" || !namesOf(value.call.callee).some((name) => isWrapper(name))) return NO_NODE;
    return value.call.positional[0]?.node ?? NO_NODE;
  }

  /** The body of statements that has surely run when its end is reached; `with` does not make it uncertain. */
  private holds(node: Node): [number, number] {
    const { tree } = this.program;
    let at = node;
    for (; tree.parent(at) !== NO_NODE; at = tree.parent(at))
      if (tree.type(at) === "Body" && tree.type(tree.parent(at)) !== "WithStatement") break;
    return [tree.from(node), tree.to(at)];
  }

  private writtenAt(node: Node): CodeOrigin | undefined {
    const use = this.program.tree.from(node);
    for (const key of this.keysOf(node, true).flatMap(withFolders)) {
      const found = this.written.get(key);
      if (found === undefined) continue;
      // A download may have happened in another function or branch; what it wrote itself must be sure.
      if (found.origin.kind === "downloaded" || (found.from <= use && use < found.to)) return found.origin;
    }
    return undefined;
  }

  /** Names under which a place that holds data is known again: its variable as bound there, its text, a path as a constant. */
  private keysOf(place: Node, constants: boolean): string[] {
    const { tree, scopes } = this.program;
    const node = this.unwrapped(place);
    const type = tree.type(node);
    const keys: string[] = [];
    if (type === "VariableName") {
      const found = this.program.bindingsOf(node);
      const scope = found?.scope ?? scopes.module;
      for (const { at } of found?.bindings ?? [{ at: 0 }]) keys.push(`${scope.number}:${nameOf(tree, node)}@${at}`);
    } else if (type === "MemberExpression" || type === "CallExpression" || type === "BinaryExpression") {
      const text = tree.source(node, 300);
      const owner = /^(self|cls)\./.test(text) ? classAround(scopes.of(node)) : undefined;
      keys.push(`${(owner ?? scopes.of(node)).number}:${text}`);
    } else if (type !== "String" && type !== "ContinuedString" && type !== "FormatString") return keys;
    if (constants) {
      const value = this.program.valueOf(node);
      if (value.kind === "constant" && typeof value.value === "string" && value.value.length > 1)
        keys.push(`=${value.value}`);
    }
    return keys;
  }
}
