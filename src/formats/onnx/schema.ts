import { BYTES, FIXED32, FIXED64, VARINT, type ProtoField } from "../../bytes/protobuf";

/**
 * Fields of ONNX's messages by number, with the wire types that a reader takes them in (github.com/onnx/onnx,
 * onnx/onnx.proto, IR version 14). A field of another type is an unknown one to protobuf, so it is here.
 */
export type Message = Uint8Array;

/** The newest IR version that these tables know. */
export const IR_VERSION = 14;

const V = 1 << VARINT;
const B = 1 << BYTES;
const F32 = 1 << FIXED32;
const F64 = 1 << FIXED64;

/** Field numbers reach 26. */
const NUMBERS = 32;

function message(wires: Readonly<Record<number, number>>): Message {
  const table = new Uint8Array(NUMBERS);
  for (const [number, mask] of Object.entries(wires)) table[Number(number)] = mask;
  return table;
}

/** All of them payloads with a length. */
function payloads(...numbers: readonly number[]): Record<number, number> {
  return Object.fromEntries(numbers.map((number) => [number, B]));
}

export function isKnown(table: Message, field: ProtoField): boolean {
  return field.number < NUMBERS && (table[field.number]! & (1 << field.wire)) !== 0;
}

export const MODEL = message({ 1: V, 5: V, ...payloads(2, 3, 4, 6, 7, 8, 14, 20, 25, 26) });
export const GRAPH = message(payloads(1, 2, 5, 10, 11, 12, 13, 14, 15, 16));
export const NODE = message(payloads(1, 2, 3, 4, 5, 6, 7, 8, 9, 10));
export const ATTRIBUTE = message({
  ...payloads(1, 4, 5, 6, 9, 10, 11, 13, 14, 15, 21, 22, 23),
  2: F32,
  3: V,
  7: B | F32,
  8: B | V,
  20: V,
});
export const TENSOR = message({
  ...payloads(3, 6, 8, 9, 12, 13, 16),
  1: B | V,
  2: V,
  4: B | F32,
  5: B | V,
  7: B | V,
  10: B | F64,
  11: B | V,
  14: V,
});
export const SPARSE = message({ ...payloads(1, 2), 3: B | V });
export const FUNCTION = message(payloads(1, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14));
export const TRAINING = message(payloads(1, 2, 3, 4));
export const PAIR = message(payloads(1, 2));
export const OPSET = message({ 1: B, 2: V });

/** Element types by number (`TensorProto.DataType`): their names and bits of an element in `raw_data`. */
const DTYPES: readonly (readonly [string, number])[] = [
  ["UNDEFINED", 0],
  ["FLOAT", 32],
  ["UINT8", 8],
  ["INT8", 8],
  ["UINT16", 16],
  ["INT16", 16],
  ["INT32", 32],
  ["INT64", 64],
  ["STRING", 0],
  ["BOOL", 8],
  ["FLOAT16", 16],
  ["DOUBLE", 64],
  ["UINT32", 32],
  ["UINT64", 64],
  ["COMPLEX64", 64],
  ["COMPLEX128", 128],
  ["BFLOAT16", 16],
  ["FLOAT8E4M3FN", 8],
  ["FLOAT8E4M3FNUZ", 8],
  ["FLOAT8E5M2", 8],
  ["FLOAT8E5M2FNUZ", 8],
  ["UINT4", 4],
  ["INT4", 4],
  ["FLOAT4E2M1", 4],
  ["FLOAT8E8M0", 8],
  ["UINT2", 2],
  ["INT2", 2],
  ["FLOAT6E2M3", 6],
  ["FLOAT6E3M2", 6],
];

export const STRING = 8;

/** `type 99` for numbers that ONNX does not have. */
export function dtypeName(type: number): string {
  return DTYPES[type]?.[0] ?? `type ${type}`;
}

export function isDtype(type: number): boolean {
  return type > 0 && type < DTYPES.length;
}

/** Bits of an element; 0 where they are not fixed. */
export function bitsOf(type: number): number {
  return DTYPES[type]?.[1] ?? 0;
}
