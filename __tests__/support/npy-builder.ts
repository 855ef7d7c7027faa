import { u16, u32 } from "./zip-builder";

/** An npy file with this header text and data, padded as numpy pads. */
export function npyFile(header: string, data: Uint8Array = new Uint8Array(0), version: 1 | 2 | 3 = 1): Uint8Array {
  const text = Buffer.from(header, version === 3 ? "utf8" : "latin1");
  const prefix = version === 1 ? 10 : 12;
  const padding = " ".repeat((64 - ((prefix + text.length + 1) % 64)) % 64) + "\n";
  const length = text.length + padding.length;
  const magic = Uint8Array.from([
    0x93,
    ...Buffer.from("NUMPY"),
    version,
    0,
    ...(version === 1 ? u16(length) : u32(length)),
  ]);
  return Uint8Array.from(Buffer.concat([magic, text, Buffer.from(padding), data]));
}

/** The header numpy writes for a dtype and a shape, both as Python source. */
export function npyHeader(descr: string, shape: string): string {
  return `{'descr': ${descr}, 'fortran_order': False, 'shape': ${shape}, }`;
}
