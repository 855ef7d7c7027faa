import type { Budget } from "../../core/budget";
import type { OperatorFact } from "../../core/graph-facts";
import { shorten } from "../../core/text";

/** Where a comment or a text begins, which hide names, or a name that may be an operator's. */
const START = /[#"']|(?<![\w.])(?:torch|ops|__torch__)(?!\w)/g;
/** What follows such a name: the parts behind it, whatever blanks stand between. */
const PARTS = /(?:\s{0,80}\.\s{0,80}[A-Za-z_]\w{0,200}){1,6}/y;
/** Texts that follow an opening bracket, as constants of the call. */
const FIRST_TEXT = /\s*\(\s*(?:[\w.]+\s*,\s*)?(?:"((?:[^"\\\n]|\\.){0,400})"|'((?:[^'\\\n]|\\.){0,400})')/y;
/** Characters of a constant that are shown. */
const MAX_CONSTANT = 160;

/**
 * Operators that a TorchScript source names: `torch.add` is `aten::add`, `ops.image.read_file` is `image::read_file`
 * (torch/csrc/jit/serialization/python_print.cpp), and classes of libraries, `__torch__.torch.classes.NAMESPACE.Name`.
 */
export function operatorsIn(source: string, budget: Budget): OperatorFact[] {
  const found = new Map<string, OperatorFact>();
  for (const { at, end, parts } of namesIn(source)) {
    budget.spend("fields", 1);
    const operator = operatorOf(parts);
    if (operator === undefined) continue;
    const key = `${operator.domain}::${operator.name}`;
    const known = found.get(key);
    if (known === undefined) budget.spend("facts", 1);
    const constants = known?.constants ?? constantAt(source, end);
    found.set(key, {
      ...operator,
      count: (known?.count ?? 0) + 1,
      where: [],
      offset: known?.offset ?? at,
      ...(constants === undefined ? {} : { constants }),
    });
  }
  return [...found.values()];
}

/** Dotted names that stand in code. Texts and comments are stepped over by search: their length costs no stack. */
function* namesIn(source: string): Generator<{ at: number; end: number; parts: readonly string[] }> {
  START.lastIndex = 0;
  for (let match = START.exec(source); match !== null; match = START.exec(source)) {
    const at = match.index;
    const end = START.lastIndex;
    if (match[0].length === 1) START.lastIndex = match[0] === "#" ? lineEnd(source, at) : textEnd(source, at);
    else {
      PARTS.lastIndex = end;
      const rest = PARTS.exec(source)?.[0] ?? "";
      START.lastIndex = end + rest.length;
      yield { at, end: START.lastIndex, parts: (match[0] + rest).split(".").map((part) => part.trim()) };
    }
  }
}

function lineEnd(source: string, at: number): number {
  const end = source.indexOf("\n", at);
  return end < 0 ? source.length : end;
}

/** Behind the text that begins at `at`; an open one of a single line ends with its line. */
function textEnd(source: string, at: number): number {
  const quote = source[at]!;
  const triple = quote.repeat(3);
  if (source.startsWith(triple, at)) {
    const end = source.indexOf(triple, at + 3);
    return end < 0 ? source.length : end + 3;
  }
  for (let i = at + 1; i < source.length; i++) {
    const each = source[i];
    if (each === "\\") i++;
    else if (each === quote) return i + 1;
    else if (each === "\n") return i;
  }
  return source.length;
}

function operatorOf(parts: readonly string[]): { domain: string; name: string } | undefined {
  const [root, ...rest] = parts;
  if (root === "torch") return rest.length === 1 ? { domain: "aten", name: rest[0]! } : undefined;
  if (root === "ops") return rest.length >= 2 ? { domain: rest[0]!, name: rest[1]! } : undefined;
  const [torch, classes, domain, name] = rest;
  return torch === "torch" && classes === "classes" && name !== undefined
    ? { domain: `classes.${domain}`, name }
    : undefined;
}

function constantAt(source: string, at: number): readonly string[] | undefined {
  FIRST_TEXT.lastIndex = at;
  const match = FIRST_TEXT.exec(source);
  const text = match?.[1] ?? match?.[2];
  return text === undefined ? undefined : [shorten(text, MAX_CONSTANT)];
}
