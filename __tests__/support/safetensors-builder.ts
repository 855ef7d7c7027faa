/** Safetensors files, true or not: a header as an object or as text, then the data. */
export interface TensorEntry {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data_offsets: readonly [number, number];
}

/** `length`: what the first eight bytes say, where it is not the header's length. */
export function safetensorsFile(
  header: string | Readonly<Record<string, unknown>>,
  data: number | Uint8Array = 0,
  length?: bigint,
): Uint8Array {
  const text = Buffer.from(typeof header === "string" ? header : JSON.stringify(header));
  const prefix = Buffer.alloc(8);
  prefix.writeBigUInt64LE(length ?? BigInt(text.length));
  return Buffer.concat([prefix, text, typeof data === "number" ? Buffer.alloc(data) : data]);
}

/** Tensors of 32-bit floats behind each other, of so many elements each, and a file that fits. */
export function floats(
  sizes: Readonly<Record<string, number>>,
  metadata?: Readonly<Record<string, string>>,
): Uint8Array {
  let at = 0;
  const entries = Object.entries(sizes).map(([name, count]) => [name, entry("F32", [count], at, (at += count * 4))]);
  return safetensorsFile({ ...(metadata && { __metadata__: metadata }), ...Object.fromEntries(entries) }, at);
}

export function entry(dtype: string, shape: readonly number[], begin: number, end: number): TensorEntry {
  return { dtype, shape, data_offsets: [begin, end] };
}
