import type { Expression, Parameter, Statement, Target } from "./tree";
import { expressionsBelow, expressionsIn, statementsOf } from "./visit";

/** Something that gives a name a value. */
export interface Binding {
  /** `name`, or `object.attribute`. */
  readonly name: string;
  /** An expression, or a body of text that is filtered. */
  readonly from:
    | { readonly kind: "value"; readonly value: Expression }
    | { readonly kind: "body"; readonly body: readonly Statement[]; readonly filter?: Expression };
  /** Which part of the value: an item by its place, or each of the items in turn. */
  readonly path: readonly (number | "each")[];
}

export interface Macro {
  readonly parameters: readonly Parameter[];
  readonly body: readonly Statement[];
}

/** What the names of a template stand for, wherever they get their values: scopes and order do not count. */
export interface Bindings {
  readonly all: readonly Binding[];
  /** Names that a `set`, `for`, `with` or parameter gives a value to. */
  readonly variables: ReadonlySet<string>;
  /** By name; `caller` for what `call` hands over. */
  readonly macros: ReadonlyMap<string, readonly Macro[]>;
  /** Names of templates and macros from elsewhere. */
  readonly imported: ReadonlySet<string>;
}

/** Macros of one name that are followed. */
const MAX_SAME = 5;

export function bindingsOf(body: readonly Statement[]): Bindings {
  const all: Binding[] = [];
  const variables = new Set<string>();
  const macros = new Map<string, Macro[]>();
  const imported = new Set<string>();
  for (const statement of statementsOf(body)) {
    if (statement.kind === "load") for (const name of statement.names) imported.add(name);
    if (statement.kind === "macro" || statement.kind === "call-block") {
      const name = statement.kind === "macro" ? statement.name : "caller";
      const same = macros.get(name) ?? [];
      if (same.length < MAX_SAME) macros.set(name, same).get(name)!.push(statement);
      for (const parameter of statement.parameters) variables.add(parameter.name);
    }
    for (const binding of bindingsIn(statement)) all.push(binding);
  }
  for (const statement of statementsOf(body))
    for (const root of expressionsIn(statement)) for (const binding of argumentsIn(root, macros)) all.push(binding);
  for (const { name } of all) variables.add(name);
  return { all, variables, macros, imported };
}

function bindingsIn(statement: Statement): Binding[] {
  switch (statement.kind) {
    case "set":
      return bound(statement.target, statement.value, []);
    case "set-block": {
      const { target, body, filter } = statement;
      const from = { kind: "body", body, ...(filter === undefined ? {} : { filter }) } as const;
      return namesIn(target).map((name) => ({ name, from, path: [] }));
    }
    case "for":
      return bound(statement.target, statement.over, ["each"]);
    case "with":
      return statement.pairs.flatMap(([target, value]) => bound(target, value, []));
    case "macro":
    case "call-block":
      return statement.parameters.flatMap(({ name, default: value }) =>
        value === undefined ? [] : bound({ kind: "name", name }, value, []),
      );
    default:
      return [];
  }
}

function bound(target: Target, value: Expression, path: Binding["path"]): Binding[] {
  if (target.kind === "tuple") return target.items.flatMap((item, i) => bound(item, value, [...path, i]));
  const name = target.kind === "name" ? target.name : `${target.object}.${target.name}`;
  return [{ name, from: { kind: "value", value }, path }];
}

function namesIn(target: Target): string[] {
  if (target.kind === "tuple") return target.items.flatMap(namesIn);
  return [target.kind === "name" ? target.name : `${target.object}.${target.name}`];
}

/** What calls of macros give to their parameters. */
function argumentsIn(root: Expression, macros: Bindings["macros"]): Binding[] {
  const found: Binding[] = [];
  for (const [node] of expressionsBelow(root)) {
    if (node.kind !== "call" || node.callee.kind !== "name") continue;
    for (const { parameters } of macros.get(node.callee.name) ?? []) {
      const values = [...node.given.positional.entries()].map(([i, value]) => [parameters[i]?.name, value] as const);
      for (const [name, value] of [...values, ...node.given.named])
        if (name !== undefined) found.push({ name, from: { kind: "value", value }, path: [] });
    }
  }
  return found;
}
