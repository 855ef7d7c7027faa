import { BYTES, VARINT, protoFields, protoText, type ProtoField } from "../../bytes/protobuf";
import { Budget, LimitExceeded } from "../../core/budget";
import { Malformed, OutOfBounds, type ByteSource } from "../../core/bytes";

/** Fields that are looked at before it is decided; a model has its graph among the first ten. CWE-400. */
const MAX_LOOKED = 2000;
/** A payload before the graph, bytes: a producer, a text, operator sets. Stepping over more would decode a whole stream. */
const MAX_BEFORE = 16 * 1024 ** 2;
/** Real ones are at 14. */
const MAX_IR_VERSION = 10_000;
/** Names of operators are identifiers; some tools put domains and versions into them. */
const OPERATOR = /^[\x21-\x7e]{1,256}$/;

/**
 * Whether the bytes are an ONNX model: there is no magic, so its fields have to say it, by a version and a graph whose
 * first node names an operator. Fields that ONNX does not have change nothing, as its readers pass over them.
 * `promised`: the file is called `.onnx`, so a version and any graph or text of a model do.
 */
export function looksLikeModel(bytes: ByteSource, promised: boolean): boolean {
  const budget = new Budget(0, { fields: MAX_LOOKED });
  let version = false;
  let graph = false;
  let texts = 0;
  try {
    for (const field of protoFields(bytes, budget, 0, Number.MAX_SAFE_INTEGER)) {
      const { number, wire, whole, start, end } = field;
      if (number === 1 && wire === VARINT && whole <= MAX_IR_VERSION) version = true;
      else if (number === 7 && wire === BYTES) graph ||= promised || looksLikeGraph(bytes, field, budget);
      else if (end - start > MAX_BEFORE) return false;
      else if (wire === BYTES && [2, 3, 8].includes(number)) texts++;
      if (version && graph) return true;
    }
  } catch (error) {
    if (!(error instanceof LimitExceeded || error instanceof Malformed || error instanceof OutOfBounds)) throw error;
  }
  return promised && version && texts > 0;
}

function looksLikeGraph(bytes: ByteSource, graph: ProtoField, budget: Budget): boolean {
  for (const { number, wire, start, end } of protoFields(bytes, budget, graph.start, graph.end))
    if (number === 1) return wire === BYTES && looksLikeNode(bytes, start, end, budget);
  return false;
}

/** It names its operator, and what goes in or comes out. */
function looksLikeNode(bytes: ByteSource, start: number, end: number, budget: Budget): boolean {
  let value = false;
  let operator = false;
  for (const field of protoFields(bytes, budget, start, end)) {
    if (field.wire !== BYTES) continue;
    if (field.number === 1 || field.number === 2) value = true;
    else if (field.number === 4) operator = OPERATOR.test(protoText(bytes, field, 257));
    if (value && operator) return true;
  }
  return false;
}
