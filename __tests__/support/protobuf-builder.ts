/**
 * Writes protobuf messages field by field, right or wrong:
 * `message(int(1, 8), text(2, "pytorch"), inner(7, ...))`.
 */
export type FieldBytes = Uint8Array;

/** No `Buffer`, whose `slice` shares memory: who changes a copy of a sample must not change the sample. */
export function message(...fields: readonly FieldBytes[]): Uint8Array {
  return Uint8Array.from(Buffer.concat(fields));
}

/** A varint; negative numbers take ten bytes, as `int64` does. */
export function varint(value: bigint | number): Uint8Array {
  let rest = BigInt.asUintN(64, BigInt(value));
  const out: number[] = [];
  for (; rest >= 0x80n; rest >>= 7n) out.push(Number(rest & 0x7fn) | 0x80);
  return Uint8Array.from([...out, Number(rest)]);
}

export function tag(number: number, wire: number): Uint8Array {
  return varint((BigInt(number) << 3n) | BigInt(wire));
}

export function int(number: number, value: bigint | number): FieldBytes {
  return Buffer.concat([tag(number, 0), varint(value)]);
}

/** A length-delimited field; `length` lies about how long it is. */
export function bytesField(number: number, payload: Uint8Array, length: bigint | number = payload.length): FieldBytes {
  return Buffer.concat([tag(number, 2), varint(length), payload]);
}

export function text(number: number, value: string): FieldBytes {
  return bytesField(number, Buffer.from(value));
}

export function inner(number: number, ...fields: readonly FieldBytes[]): FieldBytes {
  return bytesField(number, message(...fields));
}

export function packed(number: number, values: readonly (bigint | number)[]): FieldBytes {
  return bytesField(number, Buffer.concat(values.map(varint)));
}

export function float(number: number, value: number): FieldBytes {
  const four = Buffer.alloc(4);
  four.writeFloatLE(value);
  return Buffer.concat([tag(number, 5), four]);
}

export function group(number: number, ...fields: readonly FieldBytes[]): FieldBytes {
  return Buffer.concat([tag(number, 3), ...fields, tag(number, 4)]);
}
