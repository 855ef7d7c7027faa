import { Malformed } from "../../core/bytes";
import type { CardFact, Port } from "../../core/card-facts";
import { itemsOf, member, membersOf, parseJson, stringOf, type JsonNode } from "../../syntax/json";
import type { CardDocument } from "../document";
import { plainName } from "../plain-text";

/** Values of one signature's JSON: some ten for each of a thousand columns. CWE-770. */
const MAX_VALUES = 100_000;
/** Columns of one side that are told. Tables of real models have some hundred. CWE-770. */
const MAX_COLUMNS = 400;
/** Dimensions of a tensor; numpy has at most 64. */
const MAX_RANK = 64;
/** Types inside each other that are shown: lists of lists of objects. CWE-674. */
const MAX_DEPTH = 8;

/**
 * One side of a signature: JSON inside the YAML (mlflow.types.Schema.to_json), a list of columns or of tensors. The
 * place is that of the JSON as a whole; what cannot be read is left out.
 */
export function* ports(
  document: CardDocument,
  kind: "input" | "output",
  node: JsonNode | undefined,
): Generator<CardFact> {
  const text = stringOf(node);
  if (text === undefined) return;
  for (const column of itemsOf(parsed(text)).slice(0, MAX_COLUMNS)) {
    const port = portOf(column);
    if (port !== undefined) yield { kind, at: document.at(node!), port };
  }
}

function parsed(text: string): JsonNode | undefined {
  try {
    return parseJson(text, MAX_VALUES);
  } catch (error) {
    if (error instanceof Malformed) return undefined;
    throw error;
  }
}

function portOf(column: JsonNode): Port | undefined {
  const format = typeName(column, 0);
  if (format === undefined) return undefined;
  const name = plainName(stringOf(member(column, "name")) ?? "");
  const required = member(column, "required");
  const optional = required?.kind === "scalar" && required.value === false ? " (optional)" : "";
  return { ...(name === undefined ? {} : { name }), format: `${format}${optional}` };
}

/** `double`, `float64 [?, 3]`, `array of string`, `object of 3 properties`. */
function typeName(node: JsonNode | undefined, depth: number): string | undefined {
  const type = plainName(stringOf(member(node, "type")) ?? "");
  if (type === undefined || !/^\w{1,40}$/.test(type)) return undefined;
  if (type === "tensor") return tensorName(member(node, "tensor-spec"));
  if (type === "object") return `object of ${membersOf(member(node, "properties")).length} properties`;
  const inner = member(node, type === "array" ? "items" : "values");
  if ((type !== "array" && type !== "map") || depth >= MAX_DEPTH) return type;
  const shown = typeName(inner, depth + 1);
  return shown === undefined ? type : `${type} of ${shown}`;
}

function tensorName(spec: JsonNode | undefined): string | undefined {
  const dtype = plainName(stringOf(member(spec, "dtype")) ?? "");
  if (dtype === undefined) return undefined;
  const shape = itemsOf(member(spec, "shape")).slice(0, MAX_RANK).map(dimension);
  return `${dtype} [${shape.join(", ")}]`;
}

function dimension(node: JsonNode): string {
  const known = node.kind === "scalar" && typeof node.value === "number" && Number.isSafeInteger(node.value);
  return known && (node.value as number) >= 0 ? String(node.value) : "?";
}
