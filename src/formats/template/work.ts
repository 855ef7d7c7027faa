import type { TemplateWorkFact } from "../../core/template-facts";
import {
  Mapping,
  expressionsBelow,
  isList,
  widthOf,
  type Expression,
  type ExpressionOf,
  type Statement,
  type Value,
} from "../../syntax/jinja";
import type { Sight } from "./sight";

/** Steps, characters or bits below which constants are not worth a word: Jinja's sandbox has the same limit for ranges. */
const WORTH = 100_000;
/** Filters and methods that fill up to a width, or indent by one. */
const PADDING = new Set(["center", "ljust", "rjust", "zfill", "indent", "expandtabs"]);
/** Words in a paragraph of `lipsum`, at most. */
const LIPSUM_WORDS = 100;

/** What one expression asks for by itself. */
export function* workIn(node: Expression, sight: Sight): Generator<TemplateWorkFact> {
  const found = node.kind === "binary" ? binaryWork(node, sight) : givenWork(node, sight);
  if (found !== undefined && found.amount > WORTH) yield { ...sight.placeOf(node), ...found };
}

type Work = Pick<TemplateWorkFact, "what" | "amount">;

function binaryWork({ operator, left, right }: ExpressionOf<"binary">, sight: Sight): Work | undefined {
  const [one, other] = [sight.folder.valuesOf(left), sight.folder.valuesOf(right)];
  if (operator === "*") {
    const amount = Math.max(product(one, other), product(other, one));
    return { what: "repetition", amount };
  }
  if (operator === "%") return { what: "padding", amount: Math.max(0, ...texts(one).map(widthOf)) };
  if (operator !== "**") return undefined;
  const bits = Math.log2(Math.max(2, largest(one))) * largest(other);
  return { what: "power", amount: bits };
}

/** Size of what is repeated, times how often. */
function product(values: readonly Value[], times: readonly Value[]): number {
  const sizes = values.map((value) => (typeof value === "string" || isList(value) ? value.length : 0));
  return Math.max(0, ...sizes) * Math.max(0, largest(times));
}

function givenWork(node: Expression, sight: Sight): Work | undefined {
  if (node.kind === "filter") {
    if (PADDING.has(node.name))
      return padding(node.given.positional.concat(node.given.named.map(([, value]) => value)), sight);
    if (node.name !== "format" || node.input === undefined) return undefined;
    return { what: "padding", amount: Math.max(0, ...sight.folder.textsOf(node.input).map(widthOf)) };
  }
  if (node.kind !== "call") return undefined;
  const { callee, given } = node;
  if (callee.kind === "attribute") {
    if (PADDING.has(callee.name)) return padding(given.positional, sight);
    if (callee.name !== "format") return undefined;
    return { what: "padding", amount: Math.max(0, ...sight.folder.textsOf(callee.object).map(widthOf)) };
  }
  if (callee.kind !== "name" || !sight.isGlobal(callee.name)) return undefined;
  if (callee.name === "range") return { what: "range", amount: rangeLength(node, sight) };
  if (callee.name !== "lipsum") return undefined;
  const all = [...given.positional, ...given.named.map(([, value]) => value)];
  return {
    what: "filler",
    amount: LIPSUM_WORDS * Math.max(0, ...all.map((each) => largest(sight.folder.valuesOf(each)))),
  };
}

function padding(given: readonly Expression[], sight: Sight): Work {
  return { what: "padding", amount: Math.max(0, ...given.map((each) => largest(sight.folder.valuesOf(each)))) };
}

function rangeLength({ given: { positional } }: ExpressionOf<"call">, sight: Sight): number {
  const numbers = positional.map((each) => largest(sight.folder.valuesOf(each)));
  const [start = 0, stop = 0, step = 1] = numbers.length === 1 ? [0, ...numbers] : numbers;
  return Math.max(0, Math.ceil((stop - start) / (step === 0 ? 1 : step)));
}

function largest(values: readonly Value[]): number {
  return values.reduce<number>((most, value) => (typeof value === "number" ? Math.max(most, value) : most), -Infinity);
}

function texts(values: readonly Value[]): string[] {
  return values.filter((value) => typeof value === "string");
}

/** Loops inside each other, whose constants multiply: the innermost of each nest. */
export function* loopWork(body: readonly Statement[], sight: Sight): Generator<TemplateWorkFact> {
  const open: { readonly body: readonly Statement[]; readonly steps: number; readonly depth: number }[] = [];
  open.push({ body, steps: 1, depth: 0 });
  for (let next = open.pop(); next !== undefined; next = open.pop())
    for (const statement of next.body) {
      if (statement.kind !== "for") {
        if (statement.kind === "if") for (const branch of statement.branches) open.push({ ...next, body: branch.body });
        else if ("body" in statement) open.push({ ...next, body: statement.body });
        continue;
      }
      const [steps, depth] = [next.steps * Math.max(1, lengthOf(statement.over, sight)), next.depth + 1];
      if (depth > 1 && steps > WORTH)
        yield { ...sight.placeOf(statement), text: `${depth} loops inside each other`, what: "loops", amount: steps };
      open.push({ body: statement.body, steps, depth }, { ...next, body: statement.otherwise });
    }
}

function lengthOf(over: Expression, sight: Sight): number {
  for (const [node] of expressionsBelow(over))
    if (node.kind === "call" && node.callee.kind === "name" && node.callee.name === "range" && sight.isGlobal("range"))
      return rangeLength(node, sight);
  const sizes = sight.folder.valuesOf(over).map((value) => {
    if (typeof value === "string" || isList(value)) return value.length;
    return value instanceof Mapping ? value.pairs.length : 0;
  });
  return Math.max(0, ...sizes);
}
