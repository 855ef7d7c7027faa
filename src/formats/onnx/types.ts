import { BYTES, VARINT, protoFields, type ProtoField } from "../../bytes/protobuf";
import type { GraphValue } from "../../core/graph-facts";
import { nameOf, type Reading } from "./model";
import { dtypeName } from "./schema";

/** Sequences of maps of sequences: deeper types are cut. CWE-674. */
const MAX_DEPTH = 8;
/** Dimensions that are kept of a shape. CWE-770. */
const MAX_RANK = 64;

interface Type {
  readonly dtype: string;
  readonly shape: readonly (number | string)[];
}

const UNKNOWN: Type = { dtype: "?", shape: [] };

/** A `ValueInfoProto`: `seq(FLOAT)` is a sequence of tensors, and its shape theirs; `...` stands for any rank. */
export function readValue(reading: Reading, value: ProtoField): GraphValue {
  let name = "";
  let type = UNKNOWN;
  for (const field of fieldsOf(reading, value))
    if (field.number === 1) name = nameOf(reading, field);
    else if (field.number === 2) type = readType(reading, field, 0);
  return { name, ...type };
}

/** Payloads of a message; what else it holds does not matter to a type. */
function* fieldsOf({ bytes, budget }: Reading, { start, end }: ProtoField): Generator<ProtoField> {
  for (const field of protoFields(bytes, budget, start, end))
    if (field.wire === BYTES || field.wire === VARINT) yield field;
}

function readType(reading: Reading, type: ProtoField, depth: number): Type {
  if (depth > MAX_DEPTH) return UNKNOWN;
  let read = UNKNOWN;
  for (const field of fieldsOf(reading, type)) {
    if (field.wire !== BYTES) continue;
    if (field.number === 1) read = readTensor(reading, field);
    else if (field.number === 4) read = wrapped("seq", reading, field, depth);
    else if (field.number === 5) read = wrapped("map", reading, field, depth);
    else if (field.number === 7) read = { dtype: "opaque", shape: [] };
    else if (field.number === 8) read = wrap("sparse", readTensor(reading, field));
    else if (field.number === 9) read = wrapped("optional", reading, field, depth);
  }
  return read;
}

function wrap(word: string, { dtype, shape }: Type): Type {
  return { dtype: `${word}(${dtype})`, shape };
}

/** The type inside a sequence or option, or a map's key and values. */
function wrapped(word: string, reading: Reading, type: ProtoField, depth: number): Type {
  let key = "";
  let inner = UNKNOWN;
  for (const field of fieldsOf(reading, type))
    if (field.wire === VARINT) key = `${dtypeName(field.whole)},`;
    else inner = readType(reading, field, depth + 1);
  return wrap(word, { ...inner, dtype: key + inner.dtype });
}

function readTensor(reading: Reading, type: ProtoField): Type {
  let dtype = "?";
  let shape: readonly (number | string)[] = ["..."];
  for (const field of fieldsOf(reading, type))
    if (field.number === 1 && field.wire === VARINT) dtype = dtypeName(field.whole);
    else if (field.number === 2 && field.wire === BYTES) shape = readShape(reading, field);
  return { dtype, shape };
}

function readShape(reading: Reading, shape: ProtoField): (number | string)[] {
  const dimensions: (number | string)[] = [];
  for (const field of fieldsOf(reading, shape))
    if (field.number === 1 && dimensions.length < MAX_RANK) dimensions.push(readDimension(reading, field));
  return dimensions;
}

function readDimension(reading: Reading, dimension: ProtoField): number | string {
  let read: number | string = "?";
  for (const field of fieldsOf(reading, dimension))
    if (field.number === 1 && field.wire === VARINT) read = Number(BigInt.asIntN(64, field.value));
    else if (field.number === 2 && field.wire === BYTES) read = nameOf(reading, field) || "?";
  return read;
}
