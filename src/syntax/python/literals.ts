import { literalShape, unescape } from "./strings";
import type { Node } from "./tree";
import { constant, UNKNOWN, type Resolver, type Value } from "./values";

/** Pieces of one text that are joined. CWE-770. */
const MAX_PIECES = 200;
/** Characters of a text that are kept. CWE-770. */
const MAX_TEXT = 64 * 1024;

/** The value of a string, format string, row of strings, number, boolean or None. */
export function literalValue(program: Resolver, node: Node): Value {
  const { tree } = program;
  switch (tree.type(node)) {
    case "None":
      return constant(null);
    case "Boolean":
      return constant(tree.source(node) === "True");
    case "Number":
      return numberOf(tree.source(node, 100));
    case "String":
      return stringOf(tree.source(node));
    case "FormatString":
      return formatOf(program, node);
    case "ContinuedString":
      return joinTexts([...tree.children(node)].map((child) => program.valueOf(child)));
    default:
      return UNKNOWN;
  }
}

function numberOf(source: string): Value {
  const number = Number(source.replaceAll("_", ""));
  return Number.isNaN(number) ? UNKNOWN : constant(number);
}

function stringOf(source: string): Value {
  const shape = literalShape(source);
  return shape === undefined ? UNKNOWN : constant(unescape(source.slice(shape.start, shape.end), shape.raw));
}

function formatOf(program: Resolver, node: Node): Value {
  const { tree } = program;
  const source = tree.source(node);
  const shape = literalShape(source);
  if (shape === undefined) return UNKNOWN;
  const start = tree.from(node);
  const pieces: Value[] = [];
  let at = shape.start;
  const text = (to: number) => {
    const piece = source.slice(at, to).replaceAll("{{", "{").replaceAll("}}", "}");
    pieces.push(constant(unescape(piece, shape.raw)));
  };
  for (const child of tree.children(node)) {
    if (tree.type(child) !== "FormatReplacement") continue;
    text(tree.from(child) - start);
    // `{` expression `}`; a conversion or format may change what it looks like.
    const inner = tree.next(tree.first(child));
    pieces.push(tree.type(tree.next(inner)) === "}" ? program.valueOf(inner) : UNKNOWN);
    at = tree.to(child) - start;
    if (pieces.length > MAX_PIECES) return UNKNOWN;
  }
  text(shape.end);
  return joinTexts(pieces);
}

/** Texts behind each other; what is not known leaves a gap. */
export function joinTexts(values: readonly Value[]): Value {
  const parts = [""];
  for (const value of values.slice(0, MAX_PIECES)) {
    if (value.kind === "constant" && value.value !== null) parts[parts.length - 1] += String(value.value);
    else if (value.kind === "text") {
      parts[parts.length - 1] += value.parts[0]!;
      parts.push(...value.parts.slice(1));
    } else parts.push("");
    if (parts.length > MAX_PIECES || parts.at(-1)!.length > MAX_TEXT) return UNKNOWN;
  }
  return parts.length === 1 ? constant(parts[0]!) : { kind: "text", parts };
}
