/** A tar by hand, so that any field of it may lie. */
export interface TarPart {
  readonly name: string | Uint8Array;
  readonly data?: string | Uint8Array;
  /** Type flag, "0" where absent. */
  readonly type?: string;
  readonly link?: string;
  readonly prefix?: string;
  /** The size field as text, for headers that lie. */
  readonly size?: string | Uint8Array;
  /** Bytes to put over the header before the checksum is made. */
  readonly over?: { readonly at: number; readonly bytes: Uint8Array };
  readonly checksum?: "signed" | "wrong";
}

const BLOCK = 512;

/** The parts, then the end marker, unless it is left out. */
export function tar(parts: readonly TarPart[], end = true): Uint8Array {
  return Buffer.concat([...parts.map(member), ...(end ? [Buffer.alloc(2 * BLOCK)] : [])]);
}

/** One record of a pax header, its length counted in. */
export function paxRecord(key: string, value: string): string {
  const rest = ` ${key}=${value}\n`;
  const bytes = Buffer.byteLength(rest);
  let length = bytes + 1;
  while (String(length).length + bytes !== length) length++;
  return `${length}${rest}`;
}

function member(part: TarPart): Buffer {
  const data = Buffer.from(part.data ?? "");
  const header = Buffer.alloc(BLOCK);
  header.set(Buffer.from(part.name).subarray(0, 100));
  header.write("0000644\0", 100, "latin1");
  header.set(Buffer.from(part.size ?? `${data.length.toString(8).padStart(11, "0")}\0`), 124);
  header.write(part.type ?? "0", 156, "latin1");
  header.write(part.link ?? "", 157, "latin1");
  header.write("ustar\x0000", 257, "latin1");
  header.write(part.prefix ?? "", 345, "latin1");
  if (part.over !== undefined) header.set(part.over.bytes, part.over.at);
  header.write("        ", 148, "latin1");
  const signed = part.checksum === "signed";
  const sum = header.reduce((total, byte) => total + (signed ? (byte << 24) >> 24 : byte), 0);
  const written = part.checksum === "wrong" ? sum + 1 : sum;
  header.write(`${written.toString(8).padStart(6, "0")}\0 `, 148, "latin1");
  return Buffer.concat([header, data, Buffer.alloc((BLOCK - (data.length % BLOCK)) % BLOCK)]);
}
