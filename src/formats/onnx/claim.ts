import { BYTES, VARINT, protoFields, protoText, type ProtoField } from "../../bytes/protobuf";
import { Budget, LimitExceeded } from "../../core/budget";
import { Malformed, OutOfBounds, type ByteSource } from "../../core/bytes";

/** Fields that are looked at before it is decided; a model has its graph among the first ten. CWE-400. */
const MAX_LOOKED = 2000;
/** The same under a name that models have. */
const MAX_LOOKED_NAMED = 1_000_000;
/** A payload before the graph, bytes: a producer, a text, operator sets. Stepping over more would decode a whole stream. */
const MAX_BEFORE = 16 * 1024 ** 2;
/** Real ones are at 14. */
const MAX_IR_VERSION = 10_000;
/** Names of operators are identifiers; some tools put domains and versions into them. */
const OPERATOR = /^[\x21-\x7e]{1,256}$/;

/** What a file's name says of its content: it is called `.onnx`, as models of several kinds are, or nothing. */
export type Named = "onnx" | "model" | "other";

/**
 * Whether the bytes are an ONNX model: there is no magic, so its fields have to say it, by a version and a graph whose
 * first node names an operator. Fields that ONNX does not have change nothing, as its readers pass over them.
 * Under the name `.onnx`, a version and any graph or text of a model do; under that of a model, a graph of nodes
 * without a version or of tensors alone does, because the library loads it.
 */
export function looksLikeModel(bytes: ByteSource, named: Named): boolean {
  const budget = new Budget(0, { fields: named === "other" ? MAX_LOOKED : MAX_LOOKED_NAMED });
  let version = false;
  let graph = false;
  let texts = 0;
  try {
    for (const field of protoFields(bytes, budget, 0, Number.MAX_SAFE_INTEGER)) {
      const { number, wire, whole, start, end } = field;
      if (number === 1 && wire === VARINT && whole <= MAX_IR_VERSION) version = true;
      else if (number === 7 && wire === BYTES)
        graph ||= named === "onnx" || looksLikeGraph(bytes, field, budget, named);
      else if (named === "other" && end - start > MAX_BEFORE) return false;
      else if (wire === BYTES && [2, 3, 8].includes(number)) texts++;
      if (graph && (version || named === "model")) return true;
    }
  } catch (error) {
    if (!(error instanceof LimitExceeded || error instanceof Malformed || error instanceof OutOfBounds)) throw error;
  }
  return named === "onnx" && version && texts > 0;
}

function looksLikeGraph(bytes: ByteSource, graph: ProtoField, budget: Budget, named: Named): boolean {
  for (const { number, wire, start, end } of protoFields(bytes, budget, graph.start, graph.end)) {
    if (number === 1) return wire === BYTES && looksLikeNode(bytes, start, end, budget);
    if (number === 5 && named === "model" && looksLikeTensor(bytes, start, end, budget)) return true;
  }
  return false;
}

/** A tensor whose data is in a file: opening that is all that such a model does. */
function looksLikeTensor(bytes: ByteSource, start: number, end: number, budget: Budget): boolean {
  for (const field of protoFields(bytes, budget, start, end))
    if (field.number === 13 && field.wire === BYTES)
      for (const key of protoFields(bytes, budget, field.start, field.end))
        return key.number === 1 && key.wire === BYTES && /^[a-z_]{1,32}$/.test(protoText(bytes, key, 40));
  return false;
}

/** It names its operator, and what goes in or comes out, or whose operator it is. */
function looksLikeNode(bytes: ByteSource, start: number, end: number, budget: Budget): boolean {
  let value = false;
  let operator = false;
  for (const field of protoFields(bytes, budget, start, end)) {
    if (field.wire !== BYTES) continue;
    if (field.number === 1 || field.number === 2 || field.number === 7) value = true;
    else if (field.number === 4) operator = OPERATOR.test(protoText(bytes, field, 257));
    if (value && operator) return true;
  }
  return false;
}
