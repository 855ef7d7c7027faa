import { bytesField, inner, int, message, packed, text, type FieldBytes } from "./protobuf-builder";

/** Messages of ONNX as fields of the message around them, for models that no library would write. */

export const node = (op: string, ...more: readonly FieldBytes[]): FieldBytes =>
  inner(1, text(1, "x"), text(2, "y"), text(4, op), ...more);
export const named = (name: string): FieldBytes => text(3, name);
export const domain = (name: string): FieldBytes => text(7, name);
export const attribute = (name: string, ...more: readonly FieldBytes[]): FieldBytes => inner(5, text(1, name), ...more);
export const string = (name: string, value: string): FieldBytes => attribute(name, text(4, value), int(20, 3));
export const subgraph = (name: string, ...graph: readonly FieldBytes[]): FieldBytes =>
  attribute(name, inner(6, ...graph), int(20, 5));
export const constant = (...fields: readonly FieldBytes[]): FieldBytes =>
  attribute("value", inner(5, ...fields), int(20, 4));

/** Fields of a `TensorProto`. */
export const tensor = (name: string, type: number, dims: readonly number[], ...more: readonly FieldBytes[]) => [
  packed(1, dims),
  int(2, type),
  text(8, name),
  ...more,
];
export const raw = (length: number): FieldBytes => bytesField(9, new Uint8Array(length));
export const weight = (...fields: readonly FieldBytes[]): FieldBytes => inner(5, ...fields);
export const pair = (number: number, key: string, value: string): FieldBytes =>
  inner(number, text(1, key), text(2, value));

/** Data in another file, with the keys in the order given. */
export const external = (...pairs: readonly (readonly [string, string])[]): FieldBytes =>
  message(...pairs.map(([key, value]) => pair(13, key, value)), int(14, 1));

/** A local function; its nodes are written with `node` and moved to their field here. */
export const localFunction = (name: string, of: string, ...nodes: readonly FieldBytes[]): FieldBytes =>
  inner(25, text(1, name), ...nodes.map(asField7), text(10, of));

export const graph = (...fields: readonly FieldBytes[]): FieldBytes => inner(7, ...fields, text(2, "g"));

/** A model of one graph; `fields` of the model may follow it. */
export function model(inside: readonly FieldBytes[], ...fields: readonly FieldBytes[]): Uint8Array {
  return message(int(1, 10), text(2, "builder"), graph(...inside), inner(8, int(2, 21)), ...fields);
}

/** A node's field has number 1 in a graph and 7 in a function: the tag is its first byte. */
function asField7(field: FieldBytes): FieldBytes {
  return Buffer.concat([Uint8Array.of((7 << 3) | 2), field.subarray(1)]);
}
