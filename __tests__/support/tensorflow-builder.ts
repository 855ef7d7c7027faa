import { inner, int, message, text, type FieldBytes } from "./protobuf-builder";

/** Writes graphs of TensorFlow node by node: `graph([constant("name", "/etc/passwd"), node("r", "ReadFile", ["name"])])`. */
export function node(
  name: string,
  op: string,
  inputs: readonly string[] = [],
  ...attrs: readonly FieldBytes[]
): Uint8Array {
  return message(text(1, name), text(2, op), ...inputs.map((each) => text(3, each)), ...attrs);
}

export function attr(name: string, ...value: readonly FieldBytes[]): FieldBytes {
  return inner(5, text(1, name), inner(2, ...value));
}

/** An attribute that is a string, or names a function. */
export const stringAttr = (name: string, value: string): FieldBytes => attr(name, text(2, value));
export const functionAttr = (name: string, value: string): FieldBytes => attr(name, inner(10, text(1, value)));

/** A constant of one or more strings. */
export function constant(name: string, ...values: readonly string[]): Uint8Array {
  return node(name, "Const", [], attr("value", inner(8, int(1, 7), ...values.map((each) => text(8, each)))));
}

export function definition(name: string, args: readonly string[], nodes: readonly Uint8Array[]): Uint8Array {
  const signature = inner(1, text(1, name), ...args.map((each) => inner(2, text(1, each))));
  return message(signature, ...nodes.map((each) => inner(3, each)));
}

export function graph(nodes: readonly Uint8Array[], functions: readonly Uint8Array[] = []): Uint8Array {
  const library = functions.length === 0 ? [] : [inner(2, ...functions.map((each) => inner(1, each)))];
  return message(...nodes.map((each) => inner(1, each)), ...library, inner(4, int(1, 2200)));
}

/** A SavedModel of one graph; `more` are further fields of its MetaGraphDef. */
export function savedModelOf(of: Uint8Array, ...more: readonly FieldBytes[]): Uint8Array {
  return message(int(1, 1), inner(2, metaGraph(of, ...more)));
}

export function metaGraph(of: Uint8Array, ...more: readonly FieldBytes[]): Uint8Array {
  return message(inner(1, text(4, "serve"), text(5, "2.21.0")), inner(2, of), ...more);
}

/** An asset: the main graph's constant that stands for it, and its name under `assets/`. */
export function asset(tensor: string, filename: string): FieldBytes {
  return inner(6, inner(1, text(1, `${tensor}:0`)), text(2, filename));
}
