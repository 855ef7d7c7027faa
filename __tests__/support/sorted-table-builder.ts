import { varint } from "./protobuf-builder";

/** A LevelDB table of one block, with its index and footer. `compression` is only claimed. */
export function sortedTable(
  entries: readonly (readonly [key: string, value: Uint8Array])[],
  compression = 0,
): Uint8Array {
  const data = block(entries);
  const handle = Buffer.concat([varint(0), varint(data.length)]);
  const index = block([["~", handle]]);
  const trailer = Buffer.from([compression, 0, 0, 0, 0]);
  const at = data.length + trailer.length;
  const footer = Buffer.alloc(48);
  Buffer.concat([varint(0), varint(0), varint(at), varint(index.length)]).copy(footer);
  footer.write("57fb808b247547db", 40, "hex");
  return Buffer.concat([data, trailer, index, Buffer.alloc(5), footer]);
}

function block(entries: readonly (readonly [string, Uint8Array])[]): Buffer {
  const body = entries.map(([key, value]) =>
    Buffer.concat([varint(0), varint(key.length), varint(value.length), Buffer.from(key), value]),
  );
  const end = Buffer.alloc(8);
  end.writeUInt32LE(1, 4);
  return Buffer.concat([...body, end]);
}
