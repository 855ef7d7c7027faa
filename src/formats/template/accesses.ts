import type { AccessFact, AccessWay, TemplatePlace } from "../../core/template-facts";
import { expressionsBelow, fieldsOf, type Expression, type ExpressionOf } from "../../syntax/jinja";
import type { Sight } from "./sight";

type On = AccessFact["on"];

/** What is known of an access before its place is looked up, which costs more. */
export type Access = Omit<AccessFact, keyof TemplatePlace> & { readonly node: Expression };

/** Filters that reach for attributes, with the place of the argument that names them; `attribute=` names it in all. */
const ATTRIBUTE_FILTERS: Readonly<Record<string, number>> = {
  map: -1,
  selectattr: 0,
  rejectattr: 0,
  groupby: 0,
  sum: 0,
  join: 1,
  sort: 2,
  unique: 1,
  min: 1,
  max: 1,
};
/** A text that could be one of Python's own names. */
const PRIVATE = /^_\w{1,80}$/;

/** Every name that an expression reaches for. `seen` takes the expressions whose text was recognised as such a name. */
export function* accessesIn(
  node: Expression,
  parent: Expression | undefined,
  sight: Sight,
  seen: Set<Expression>,
): Generator<Access> {
  const called = parent?.kind === "call" && parent.callee === node;
  switch (node.kind) {
    case "attribute":
      yield fact(node, "attribute", node.name, { called, on: onOf(node.object, sight) });
      return;
    case "subscript":
      yield* subscript(node, called, sight, seen);
      return;
    case "filter":
      yield* filter(node, called, sight, seen);
      return;
    case "call":
      yield* formatFields(node, sight);
      for (const [name] of node.given.named)
        if (PRIVATE.test(name.normalize("NFKC")))
          yield fact(node, "keyword", name.normalize("NFKC"), { built: name !== name.normalize("NFKC") });
  }
}

/** Texts that are private names although nothing was seen to use them, one for each name. */
export function* textsIn(root: Expression, sight: Sight, seen: ReadonlySet<Expression>): Generator<Access> {
  for (const [node] of expressionsBelow(root)) {
    if (seen.has(node) || !makesText(node)) continue;
    for (const name of sight.folder.textsOf(node))
      if (PRIVATE.test(name)) yield fact(node, "text", name, { built: !isPlain(node) });
  }
}

function makesText({ kind }: Expression): boolean {
  return ["constant", "concat", "binary", "filter", "call", "subscript"].includes(kind);
}

function* subscript(
  node: ExpressionOf<"subscript">,
  called: boolean,
  sight: Sight,
  seen: Set<Expression>,
): Generator<Access> {
  const { key, object } = node;
  if (key.kind === "slice") return;
  const names = sight.folder.textsOf(key);
  const more = { called, on: onOf(object, sight), built: !isPlain(key) };
  for (const name of names) yield fact(node, "subscript", name, more);
  if (names.length > 0) seen.add(key);
  else if (called && !sight.isOwnList(object)) yield fact(node, "subscript", undefined, more);
}

function* filter(
  node: ExpressionOf<"filter">,
  called: boolean,
  sight: Sight,
  seen: Set<Expression>,
): Generator<Access> {
  const { input, name, given } = node;
  const on: On = input === undefined ? { kind: "text" } : onOf(input, sight);
  if (name === "attr") yield* named(node, given.positional[0] ?? given.named[0]?.[1], { called, on }, sight, seen);
  if (name === "map" && given.positional.length > 0) yield* mapped(node, on, sight, seen);
  const place = Object.hasOwn(ATTRIBUTE_FILTERS, name) ? ATTRIBUTE_FILTERS[name]! : undefined;
  if (place === undefined) return;
  const attribute = given.named.find(([key]) => key === "attribute")?.[1] ?? given.positional[place];
  if (attribute === undefined) return;
  for (const text of sight.folder.textsOf(attribute)) {
    seen.add(attribute);
    for (const each of text.split(".")) yield fact(node, "filter-argument", each, { on, built: !isPlain(attribute) });
  }
}

/** `|map("attr", name)`; a filter that is named by something computed may be `attr` too. */
function* mapped(node: ExpressionOf<"filter">, on: On, sight: Sight, seen: Set<Expression>): Generator<Access> {
  const [filter, argument] = node.given.positional;
  const filters = sight.folder.textsOf(filter!);
  if (filters.includes("attr")) yield* named(node, argument, { on }, sight, seen);
  else if (filters.length === 0) yield fact(node, "attr-filter", undefined, { on, built: true });
}

/** The names that an argument may have, and one that is not known where it is not made of constants alone. */
function* named(
  node: Expression,
  argument: Expression | undefined,
  more: Partial<Access>,
  sight: Sight,
  seen: Set<Expression>,
): Generator<Access> {
  const names = argument === undefined ? [] : sight.folder.textsOf(argument);
  const built = argument === undefined || !isPlain(argument);
  if (argument !== undefined && names.length > 0) seen.add(argument);
  for (const name of names) yield fact(node, "attr-filter", name, { ...more, built });
  if (argument === undefined || names.length === 0 || !isConstant(argument))
    yield fact(node, "attr-filter", undefined, { ...more, built: true });
}

/** What the fields of a constant text reach for when its `format` is called. */
function* formatFields({ callee }: ExpressionOf<"call">, sight: Sight): Generator<Access> {
  if (callee.kind !== "attribute" || (callee.name !== "format" && callee.name !== "format_map")) return;
  for (const text of sight.folder.textsOf(callee.object))
    for (const { reached } of fieldsOf(text))
      for (const name of reached) yield fact(callee, "format-field", name, { called: true });
}

function fact(node: Expression, way: AccessWay, name: string | undefined, more: Partial<Access> = {}): Access {
  const rest = name === undefined ? {} : { name };
  return { node, way, ...rest, built: false, called: false, on: { kind: "other" }, ...more };
}

function onOf(object: Expression, sight: Sight): On {
  if (object.kind === "concat" || sight.folder.textsOf(object).length > 0) return { kind: "text" };
  const name = sight.rootOf(object);
  return name !== undefined && sight.isGlobal(name) ? { kind: "global", name } : { kind: "other" };
}

/** A text that is written out in one piece and without escapes. */
function isPlain(node: Expression): boolean {
  return node.kind === "constant" && !node.escaped;
}

function isConstant(root: Expression): boolean {
  for (const [node] of expressionsBelow(root)) if (["name", "attribute", "call"].includes(node.kind)) return false;
  return true;
}
