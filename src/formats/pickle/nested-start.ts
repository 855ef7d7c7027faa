import { latin1 } from "../../core/text";
import type { Input } from "../../pickle/input";

/** How the bytes of a model stand inside a constant. */
export type Coding = "raw" | "latin1-in-utf8" | "base64" | "base85" | "ascii85" | "hex";

/** A longer constant counts as a text pickle by its first line alone, in bytes. */
const MAX_ONE_LINE = 4096;
const NEWLINE = 0x0a;

/** Starts of two characters by what they may begin; longer ones are looked at by `sniff`. */
const STARTS: Readonly<Record<string, readonly string[]>> = {
  /** Protocols 0 to 5; and `\x80` as protocol 2 writes bytes, as text (PEP 3154, "bytes"). */
  binary: ["\x80\0", "\x80\x01", "\x80\x02", "\x80\x03", "\x80\x04", "\x80\x05", "\xc2\x80"],
  /** zip, npy, gzip, bzip2, xz, zstd, lz4, zlib. */
  container: ["PK", "\x93N", "\x1f\x8b", "BZ", "\xfd7", "(\xb5", "\x04\x22", "x\x01", "x\x5e", "x\x9c", "x\xda"],
  base64: ["gA", "H4", "eJ", "eN", "Ql", "/T", "UE", "Y2", "Y3"],
  hex: ["80", "1f", "1F", "78", "50"],
  /** The bytes 0x80 0x02 to 0x80 0x05 in the two alphabets of 85. */
  base85: ["fC", "J-"],
};

const pair = (text: string): number => (text.charCodeAt(0) << 8) | text.charCodeAt(1);

/** Opcodes of text pickles. */
const MARK = 0x28;
const GLOBAL = 0x63;
const INST = 0x69;

let starts: Uint8Array | undefined;

/** A 1 for each first two bytes that a nested model may start with: almost all strings end here. Made on first use. */
export function nestedStarts(): Uint8Array {
  if (starts !== undefined) return starts;
  starts = new Uint8Array(65536);
  for (const start of Object.values(STARTS).flat()) starts[pair(start)] = 1;
  for (const first of [MARK, GLOBAL, INST])
    for (let second = 0; second < 0x80; second++)
      if (startsText((first << 8) | second)) starts[(first << 8) | second] = 1;
  return starts;
}

/** Whether these two bytes begin a text pickle: an import, perhaps behind marks (`cos\n`, `(ios\n`). */
export function startsText(firstTwo: number): boolean {
  const [first, second] = [firstTwo >> 8, firstTwo & 0xff];
  if (first === MARK) return second === MARK || second === GLOBAL || second === INST;
  return (first === GLOBAL || first === INST) && isLetter(second);
}

/**
 * Protocol 0 and 1 without PROTO. A module's name fills its line, so words of a vocabulary that begin
 * with c or i are none: they are looked through without making a string of each.
 */
export function isTextPickle(input: Input, length: number): boolean {
  let at = 0;
  while (at < 2 && input.byteAt(at) === MARK) at++;
  const opcode = input.byteAt(at);
  if (opcode !== GLOBAL && opcode !== INST) return false;
  const end = Math.min(length, MAX_ONE_LINE);
  for (at++; at < end; at++) {
    const byte = input.byteAt(at);
    if (byte === NEWLINE) return true;
    if (!isNameByte(byte)) return false;
  }
  return length > MAX_ONE_LINE;
}

/** Letters, digits, `_`, `.`, and whatever is no ASCII: names may be of any script. */
function isNameByte(byte: number): boolean {
  return isLetter(byte) || (byte >= 0x30 && byte <= 0x39) || byte === 0x2e || byte >= 0x80;
}

/** ASCII letters and `_`. */
function isLetter(byte: number): boolean {
  return (byte >= 0x61 && byte <= 0x7a) || (byte >= 0x41 && byte <= 0x5a) || byte === 0x5f;
}

/** What a constant's first bytes promise, as they are or in one of the text codings. */
export function sniff(head: Uint8Array): Coding | undefined {
  const text = latin1(head);
  if (/^\x80[\0-\x05]/.test(text)) return "raw";
  if (text.startsWith("\xc2\x80")) return "latin1-in-utf8";
  if (CONTAINER.test(text) || /^\(?\(?[ci][A-Za-z_\x80-\xff][\w.\x80-\xff]*(\n|$)/.test(text)) return "raw";
  if (/^(gA[I-X]|H4sI|eJ[wxyz0]|eN[opqrs]|QlpoO?|\/Td6|UEsD|Y[23])/.test(text)) return "base64";
  if (/^(800[2-5]|1f8b08|789c|78da|504b0304)/i.test(text)) return "hex";
  if (text.startsWith("fC")) return "base85";
  return text.startsWith("J-") ? "ascii85" : undefined;
}

const CONTAINER =
  /^(PK\x03\x04|\x93NUMPY|\x1f\x8b\x08|BZh[1-9]|\xfd7zXZ|\x28\xb5\x2f\xfd|\x04\x22\x4d\x18|x[\x01\x5e\x9c\xda])/;
