import type { Node, PythonTree } from "./tree";

/** What an expression surely is. Names are those of modules and builtins; nothing is ever imported or run. */
export type Value =
  | { readonly kind: "constant"; readonly value: string | number | boolean | null }
  /** A text between whose known parts something unknown stands. */
  | { readonly kind: "text"; readonly parts: readonly string[] }
  | { readonly kind: "name"; readonly name: string }
  | { readonly kind: "call"; readonly call: Call }
  | { readonly kind: "part"; readonly of: Value; readonly name: string }
  | { readonly kind: "dict"; readonly entries: ReadonlyMap<string, Argument>; readonly whole: boolean }
  | { readonly kind: "list"; readonly items: readonly Argument[] }
  | { readonly kind: "function"; readonly node: Node }
  /** A class of this file. What it is called by the names of its bases, `names` tells. */
  | { readonly kind: "class"; readonly node: Node; readonly bases: readonly Value[] }
  /** One of these; which one depends on how the program runs. */
  | { readonly kind: "any"; readonly of: readonly Value[] }
  | { readonly kind: "unknown" };

export interface Argument {
  readonly node: Node;
  readonly value: Value;
}

export interface Call {
  readonly node: Node;
  readonly callee: Value;
  /** Of what is called before its last name: `x` of `x.y()`; -1 where there is none. */
  readonly receiver: Node;
  readonly positional: readonly Argument[];
  readonly keywords: ReadonlyMap<string, Argument>;
  /** More arguments may come that are not known. */
  readonly open: boolean;
}

/** Who knows the values of a program's expressions. */
export interface Resolver {
  readonly tree: PythonTree;
  valueOf(node: Node): Value;
  /** What a variable is, by its name and place. */
  variable(node: Node): Value;
  /** What a class of this file, or an instance of it, has by that name. */
  memberOf(classNode: Node, name: string): Value | undefined;
  /** What a name of the module is, wherever it is bound. */
  global(name: string): Value;
  /** What `self.x` is, where some method of the class sets it. */
  attribute(node: Node): Value | undefined;
}

export const UNKNOWN: Value = { kind: "unknown" };

/** Possibilities of one value that are kept apart. More tell nothing for certain. CWE-770. */
export const MAX_POSSIBLE = 16;
/** Names that one thing may have: `try: import cPickle as pickle`, and the modules of `import *`. */
const MAX_NAMES = 8;
/** Parts of a dotted name. CWE-674. */
const MAX_PARTS = 24;
/** Characters of a dotted name. */
const MAX_NAME = 300;

export function constant(value: string | number | boolean | null): Value {
  return { kind: "constant", value };
}

export function anyOf(values: readonly Value[]): Value {
  const flat = values.flatMap((value) => (value.kind === "any" ? value.of : [value]));
  const kept: Value[] = [];
  for (const value of flat) if (!kept.some((other) => same(other, value))) kept.push(value);
  if (kept.length > MAX_POSSIBLE) return UNKNOWN;
  return kept.length === 1 ? kept[0]! : { kind: "any", of: kept };
}

function same(a: Value, b: Value): boolean {
  if (a === b) return true;
  if (a.kind === "constant") return b.kind === "constant" && a.value === b.value;
  return a.kind === "name" && b.kind === "name" && a.name === b.name;
}

/** Names of values that were asked for before: alternatives of alternatives would be counted out again each time. */
const KNOWN = new WeakMap<Value, readonly string[]>();

/** Dotted names of what a value refers to; none where it is not known for certain. */
export function namesOf(value: Value, left = MAX_PARTS): readonly string[] {
  const known = KNOWN.get(value);
  if (known !== undefined || left === 0) return known ?? [];
  const names = findNames(value, left).filter((name) => name.length <= MAX_NAME);
  KNOWN.set(value, names);
  return names;
}

function findNames(value: Value, left: number): readonly string[] {
  switch (value.kind) {
    case "name":
      return [value.name];
    case "part":
      return namesOf(value.of, left - 1).map((name) =>
        name.endsWith(".") ? `${name}${value.name}` : `${name}.${value.name}`,
      );
    case "call":
      return namesOf(value.call.callee, left - 1).map((name) => `${name}()`);
    case "class":
      return value.bases.flatMap((base) => namesOf(base, left - 1)).slice(0, MAX_NAMES);
    case "any":
      return [...new Set(value.of.flatMap((each) => namesOf(each, left - 1)))].slice(0, MAX_NAMES);
    default:
      return [];
  }
}
