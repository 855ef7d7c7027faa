import { u16, u32, u64, zip, type ZipPart } from "./zip-builder";

/** A `.keras` archive with this configuration: a value, or its text as it is. */
export function kerasFile(config: unknown, more: readonly ZipPart[] = []): Uint8Array {
  const text = typeof config === "string" ? config : JSON.stringify(config);
  return zip([
    { name: "metadata.json", data: '{"keras_version": "3.15.1", "date_saved": "2026-11-21@03:56:56"}' },
    { name: "config.json", data: text },
    ...more,
  ]);
}

/** A Sequential model of these layers, as Keras 3 writes it. */
export function sequential(...layers: readonly unknown[]): Record<string, unknown> {
  return {
    module: "keras",
    class_name: "Sequential",
    config: { name: "sequential", layers },
    registered_name: null,
  };
}

export function layer(type: string, config: Record<string, unknown>, module: string | null = "keras.layers") {
  return { module, class_name: type, config: { name: type.toLowerCase(), ...config }, registered_name: null };
}

export function named(module: string, name: string) {
  return { module, class_name: "function", config: name, registered_name: name };
}

/** A Lambda layer that calls a function by name, with what stands in its node. */
export function calling(module: string, name: string, inputs: unknown = {}, given: unknown = {}) {
  const lambda = layer("Lambda", { function: named(module, name), arguments: given });
  return { ...lambda, inbound_nodes: [{ args: [], kwargs: { inputs } }] };
}

/** An HDF5 file whose root has these attributes: texts of a fixed length. A superblock and one object header, both version 2. */
export function h5(attributes: Readonly<Record<string, string>>): Uint8Array {
  const messages = Buffer.concat(
    Object.entries(attributes).map(([name, text]) => message(0x0c, attribute(name, text))),
  );
  const header = Buffer.concat([
    Buffer.from("OHDR"),
    Uint8Array.of(2, 2, ...u32(messages.length)),
    messages,
    Uint8Array.of(0, 0, 0, 0),
  ]);
  const superblock = Buffer.concat([
    Buffer.from("\x89HDF\r\n\x1a\n", "latin1"),
    Uint8Array.of(2, 8, 8, 0, ...u64(0)),
    Uint8Array.from(Array.from({ length: 8 }, () => 0xff)),
    Uint8Array.from([...u64(48 + header.length), ...u64(48), 0, 0, 0, 0]),
  ]);
  return Uint8Array.from(Buffer.concat([superblock, header]));
}

function message(type: number, body: Uint8Array): Uint8Array {
  return Buffer.concat([Uint8Array.of(type, ...u16(body.length), 0), body]);
}

/** Attribute message, version 3, of a string that ends with a zero. */
function attribute(name: string, text: string): Uint8Array {
  const [title, value] = [Buffer.from(`${name}\0`), Buffer.from(`${text}\0`)];
  const type = Uint8Array.of(0x13, 0, 0, 0, ...u32(value.length));
  const space = Uint8Array.of(2, 0, 0, 0);
  const head = [3, 0, ...u16(title.length, type.length, space.length), 0];
  return Buffer.concat([Uint8Array.from(head), title, type, space, value]);
}
