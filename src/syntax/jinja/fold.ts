import type { Binding, Bindings } from "./bindings";
import { applyFilter } from "./filters";
import { percentFormat } from "./format-text";
import { callMethod, type Given } from "./methods";
import type { Arguments, Expression, ExpressionOf, Statement } from "./tree";
import {
  Effort,
  MAX_ITEMS,
  MAX_TEXT,
  MAX_VALUES,
  Mapping,
  distinct,
  isList,
  itemAt,
  itemsIn,
  sizeOf,
  sliced,
  textOf,
  type Value,
} from "./values";

/** Rounds over all names until nothing new comes of them: a name that a loop puts together grows by one piece a round. */
const MAX_ROUNDS = 6;
/** Statements of a body whose text is followed. */
const MAX_PIECES = 60;

/**
 * The values that expressions may have as far as a template's own constants decide them, so that a name put together
 * out of pieces is seen. Order and scope do not count: every value that a name is given anywhere is one it may have.
 */
export class Folder {
  private readonly effort = new Effort();
  private readonly variables = new Map<string, readonly Value[]>();
  private readonly bound = new Map<Binding, readonly Value[]>();
  private known = new Map<Expression, readonly Value[]>();
  private readonly open = new Set<unknown>();

  constructor(private readonly bindings: Bindings) {
    for (let round = 0; round < MAX_ROUNDS && this.round(); round++) this.known = new Map();
    this.known = new Map();
  }

  /** None where nothing is known of it. Throws `TemplateProblem` where it takes too much work. */
  valuesOf(node: Expression): readonly Value[] {
    const known = this.known.get(node);
    if (known !== undefined) return known;
    this.effort.spend(1);
    this.known.set(node, []);
    const values = distinct(this.made(node));
    this.known.set(node, values);
    return values;
  }

  textsOf(node: Expression): string[] {
    return this.valuesOf(node).filter((value) => typeof value === "string");
  }

  /** Gives every name the values that its bindings have now; whether there were new ones. */
  private round(): boolean {
    let grew = false;
    for (const binding of this.bindings.all) {
      const { name, from, path } = binding;
      const values = from.kind === "value" ? this.valuesOf(from.value) : this.bodyTexts(from.body, from.filter);
      const after = this.alongPath(values, path);
      const before = this.bound.get(binding);
      this.bound.set(binding, after);
      if (sameAs(before ?? [], after)) continue;
      const others = (this.variables.get(name) ?? []).filter((old) => !isObject(old) || before?.includes(old) !== true);
      this.variables.set(name, distinct([...others, ...after]));
      this.known = new Map();
      grew = true;
    }
    return grew;
  }

  private alongPath(values: readonly Value[], path: Binding["path"]): readonly Value[] {
    let parts = values;
    for (const step of path)
      parts =
        step === "each"
          ? distinct(parts.flatMap((part) => [...itemsIn(part)]))
          : parts.map((part) => itemAt(itemsIn(part), step));
    return parts;
  }

  private *made(node: Expression): Generator<Value> {
    for (const value of this.raw(node)) yield this.effort.kept(value);
  }

  private raw(node: Expression): Iterable<Value> {
    switch (node.kind) {
      case "constant":
        return Number.isNaN(node.value) ? [] : [node.value];
      case "name":
        return this.variables.get(node.name) ?? [];
      case "list":
        return this.lists(node.items);
      case "dict":
        return [
          new Mapping(node.pairs.slice(0, MAX_ITEMS).map(([key, value]) => [this.first(key), this.first(value)])),
        ];
      case "unary":
        return node.operator === "not" ? [] : this.each([node.operand], ([value]) => signed(node.operator, value));
      case "binary":
        return this.binary(node);
      case "concat":
        return this.each(node.items, concatenated);
      case "conditional":
        return [...this.valuesOf(node.then), ...(node.otherwise === undefined ? [] : this.valuesOf(node.otherwise))];
      case "attribute":
        return this.attribute(node);
      case "subscript":
        return this.subscript(node);
      case "call":
        return this.call(node);
      case "filter":
        return this.filter(node);
      case "compare":
      case "slice":
      case "test":
        return [];
    }
  }

  private first(node: Expression): Value {
    return this.valuesOf(node)[0];
  }

  /** Lists whose items that are not known stay unknown; several only where items have several values. */
  private lists(items: readonly Expression[]): Iterable<Value> {
    if (items.length > MAX_ITEMS) return [];
    return products(items.map((item) => (this.valuesOf(item).length === 0 ? [undefined] : this.valuesOf(item))));
  }

  private *each(nodes: readonly Expression[], make: (values: readonly Value[]) => Value): Generator<Value> {
    if (nodes.length > MAX_ITEMS) return;
    const values = [];
    for (const node of nodes) {
      const of = this.valuesOf(node);
      if (of.length === 0) return;
      values.push(of);
    }
    for (const product of products(values)) yield make(product);
  }

  private binary(node: ExpressionOf<"binary">): Iterable<Value> {
    const { operator, left, right } = node;
    if (operator === "or" || operator === "and") return [...this.valuesOf(left), ...this.valuesOf(right)];
    return this.each([left, right], ([one, other]) => calculated(operator, one, other));
  }

  private attribute({ object, name }: ExpressionOf<"attribute">): Value[] {
    const own = object.kind === "name" ? (this.variables.get(`${object.name}.${name}`) ?? []) : [];
    return [...own, ...this.valuesOf(object).map((value) => (value instanceof Mapping ? value.get(name) : undefined))];
  }

  private subscript({ object, key }: ExpressionOf<"subscript">): Iterable<Value> {
    if (key.kind === "slice") {
      const [from, to, step] = key.parts.map((part) => (part === undefined ? undefined : this.first(part)));
      if (key.parts.some((part, i) => part !== undefined && typeof [from, to, step][i] !== "number")) return [];
      return this.valuesOf(object).map((value) =>
        part(value, from as number, to as number, step as number | undefined),
      );
    }
    const own =
      object.kind === "name"
        ? this.textsOf(key).flatMap((name) => this.variables.get(`${object.name}.${name}`) ?? [])
        : [];
    return [...own, ...this.each([object, key], ([value, at]) => taken(value, at))];
  }

  private call(node: ExpressionOf<"call">): Iterable<Value> {
    const { callee, given } = node;
    const arguments_ = this.arguments(given);
    if (callee.kind === "attribute")
      return this.valuesOf(callee.object).map((self) => callMethod(self, callee.name, arguments_));
    if (callee.kind !== "name") return [];
    const macros = this.bindings.macros.get(callee.name);
    if (macros !== undefined) return macros.flatMap(({ body }) => this.bodyTexts(body));
    if (callee.name === "dict" || callee.name === "namespace") return [madeDict(arguments_)];
    return callee.name === "range" ? [madeRange(arguments_.positional)] : [];
  }

  private filter({ input, name, given }: ExpressionOf<"filter">): Iterable<Value> {
    return input === undefined ? [] : this.filtered(this.valuesOf(input), name, given);
  }

  private filtered(values: readonly Value[], name: string, given: Arguments): Value[] {
    const arguments_ = this.arguments(given);
    const results = values.map((value) => applyFilter(name, value, arguments_));
    if (name === "default" || name === "d") return [...values, ...arguments_.positional];
    return name === "random" ? values.flatMap((value) => [...itemsIn(value)]) : results;
  }

  private arguments({ positional, named, spread }: Arguments): Given {
    const pairs: [Value, Value][] = named.map(([name, value]) => [name.normalize("NFKC"), this.first(value)]);
    const places = positional.map((value) => this.first(value));
    for (const value of spread.map((each) => this.first(each)))
      if (value instanceof Mapping) pairs.push(...value.pairs.map(([key, item]) => [key, item] as [Value, Value]));
      else places.push(...itemsIn(value));
    return { positional: places.slice(0, MAX_ITEMS), named: new Mapping(pairs.slice(0, MAX_ITEMS)) };
  }

  /** What a body of text and outputs may print; nothing where it has more than those, or is being followed already. */
  private bodyTexts(body: readonly Statement[], filter?: Expression): Value[] {
    if (body.length > MAX_PIECES || this.open.has(body)) return [];
    this.open.add(body);
    const pieces: (readonly Value[])[] = [];
    for (const statement of body) {
      if (statement.kind === "data") pieces.push([statement.text]);
      else if (statement.kind === "output") pieces.push(this.valuesOf(statement.value));
      else if (statement.kind !== "set" && statement.kind !== "do") pieces.push([]);
    }
    this.open.delete(body);
    const texts = pieces.some((piece) => piece.length === 0)
      ? []
      : distinct(map(products(pieces), (product) => concatenated(product)));
    return filter === undefined ? texts : this.chained(texts, filter);
  }

  /** Filters of a block: the innermost has no input. */
  private chained(texts: Value[], filter: Expression): Value[] {
    if (filter.kind !== "filter") return [];
    return this.filtered(
      filter.input === undefined ? texts : this.chained(texts, filter.input),
      filter.name,
      filter.given,
    );
  }
}

/** Lists count as the same wherever one stands: they are made anew each time. */
function sameAs(before: readonly Value[], after: readonly Value[]): boolean {
  return (
    before.length === after.length &&
    before.every((value, i) => value === after[i] || (isObject(value) && isObject(after[i])))
  );
}

function isObject(value: Value): boolean {
  return typeof value === "object" && value !== null;
}

/** Every choice of one value from each of the lists, and no more than are followed. */
function* products(lists: readonly (readonly Value[])[]): Generator<readonly Value[]> {
  const total = lists.reduce((count, list) => Math.min(MAX_VALUES, count * list.length), 1);
  for (let nth = 0; nth < total; nth++) {
    let rest = nth;
    yield lists.map((list) => {
      const value = list[rest % list.length];
      rest = Math.floor(rest / list.length);
      return value;
    });
  }
}

function* map<T, U>(from: Iterable<T>, make: (item: T) => U): Generator<U> {
  for (const item of from) yield make(item);
}

function concatenated(values: readonly Value[]): Value {
  const texts: string[] = [];
  let length = 0;
  for (const value of values) {
    const text = textOf(value);
    if (text === undefined || (length += text.length) > MAX_TEXT) return undefined;
    texts.push(text);
  }
  return texts.join("");
}

function signed(operator: "-" | "+" | "not", value: Value): Value {
  if (typeof value !== "number") return undefined;
  return operator === "-" ? -value : value;
}

type Operator = Exclude<ExpressionOf<"binary">["operator"], "or" | "and">;

function calculated(operator: Operator, left: Value, right: Value): Value {
  if (operator === "%" && typeof left === "string") return percentFormat(left, right);
  if (operator === "+" && typeof left === "string" && typeof right === "string")
    return left.length + right.length > MAX_TEXT ? undefined : left + right;
  if (operator === "+" && isList(left) && isList(right)) return [...left, ...right].slice(0, MAX_ITEMS + 1);
  if (operator === "*" && typeof right === "number") return repeated(left, right) ?? numbers(operator, left, right);
  if (operator === "*" && typeof left === "number") return repeated(right, left) ?? numbers(operator, left, right);
  return numbers(operator, left, right);
}

function repeated(value: Value, times: number): Value {
  if (sizeOf(value) * times > MAX_TEXT || !Number.isInteger(times)) return undefined;
  if (typeof value === "string") return value.repeat(Math.max(0, times));
  if (!isList(value) || value.length * times > MAX_ITEMS) return undefined;
  return Array.from({ length: Math.max(0, times) }, () => value).flat();
}

function numbers(operator: Operator, left: Value, right: Value): Value {
  if (typeof left !== "number" || typeof right !== "number") return undefined;
  switch (operator) {
    case "+":
      return left + right;
    case "-":
      return left - right;
    case "*":
      return left * right;
    case "/":
      return left / right;
    case "//":
      return Math.floor(left / right);
    case "%":
      return left - right * Math.floor(left / right);
    case "**":
      return left ** right;
  }
}

function part(value: Value, from: number | undefined, to: number | undefined, step: number | undefined): Value {
  if (typeof value === "string") return sliced([...value], from, to, step)?.join("");
  return isList(value) ? sliced(value, from, to, step) : undefined;
}

function taken(value: Value, key: Value): Value {
  if (value instanceof Mapping) return value.get(key);
  if (typeof key !== "number") return undefined;
  return typeof value === "string" || isList(value) ? itemAt<Value>(value as ArrayLike<Value>, key) : undefined;
}

function madeDict({ positional: [from], named }: Given): Mapping {
  const pairs =
    from instanceof Mapping
      ? from.pairs
      : itemsIn(from).flatMap((pair) => (isList(pair) ? [[pair[0], pair[1]] as const] : []));
  return new Mapping([...pairs, ...named.pairs]);
}

function madeRange(given: readonly Value[]): Value {
  const numbers_ = given.filter((value) => typeof value === "number");
  const [start = 0, stop = 0, step = 1] = numbers_.length === 1 ? [0, ...numbers_] : numbers_;
  if (!(step !== 0) || Math.abs((stop - start) / step) > MAX_ITEMS) return undefined;
  const items: number[] = [];
  for (let i = start; step > 0 ? i < stop : i > stop; i += step) items.push(i);
  return items;
}
