import { Malformed, type ByteSource } from "../../core/bytes";
import type { Budget } from "../../core/budget";
import { latin1 } from "../../core/text";
import { BufferSource, SliceSource } from "../../bytes/sources";
import type { Machine } from "../../pickle/machine";
import { literalSpan } from "../../pickle/literals";

/** How the bytes of a model stand inside a constant. */
type Coding = "raw" | "latin1-in-utf8" | "base64" | "base85" | "ascii85" | "hex";

interface Candidate {
  readonly opcode: number;
  readonly start: number;
  readonly length: number;
  readonly coding: Coding;
}

/** Constants that are text of another coding are decoded in memory up to this size, in bytes. */
const MAX_DECODED = 64 * 1024 * 1024;
/** Bytes of a constant that decide whether it is worth a look. */
const HEAD = 16;
/** A longer constant counts as a text pickle by its first bytes alone. */
const MAX_ONE_LINE = 4096;
const NEWLINE = 0x0a;

/**
 * Strings and bytes inside a pickle that may be a model file of their own: `pickle.loads`,
 * `torch.storage._load_from_bytes` or the application's code would load them. Only the first bytes
 * are looked at here; the walk then asks the formats, and what none of them claims is data.
 */
export class NestedLiterals {
  private readonly candidates: Candidate[] = [];

  constructor(private readonly budget: Budget) {}

  /** Called for each constant while the machine runs; must be quick. */
  note(machine: Machine, opcode: number, start: number, length: number): void {
    const ahead = start === machine.input.offset; // a text line was passed already, and may hold escapes
    const head = ahead ? machine.input.ahead(HEAD) : Buffer.from(machine.text(opcode, 4 * HEAD) ?? "", "latin1");
    const coding = head.length === 0 ? undefined : sniff(head.subarray(0, HEAD));
    if (coding === undefined) return;
    if (
      ahead &&
      length <= MAX_ONE_LINE &&
      isTextPickle(head) &&
      !machine.input.ahead(length).subarray(0, length).includes(NEWLINE)
    )
      return; // an import is two lines: words of a vocabulary that begin with c or i are none
    this.budget.spend("nested", 1);
    this.candidates.push({ opcode, start, length, coding });
  }

  /** What the constants hold, decoded, with a name for the location. */
  *open(source: ByteSource, machine: Machine): Iterable<{ name: string; bytes: ByteSource }> {
    for (const candidate of this.candidates) {
      const bytes = this.decode(candidate, source, machine);
      if (bytes !== undefined) yield { name: `constant at 0x${candidate.opcode.toString(16)}`, bytes };
    }
  }

  private decode(candidate: Candidate, source: ByteSource, machine: Machine): ByteSource | undefined {
    const isLine = literalSpan(machine.input, candidate.opcode, 0)?.opcode.argument === "line";
    if (candidate.coding === "raw" && !isLine) return new SliceSource(source, candidate.start, candidate.length);
    if (candidate.length > MAX_DECODED)
      throw new Malformed("a constant that looks like a coded model is too large to decode");
    this.budget.spend("held", candidate.length);
    try {
      const decoded = this.text(candidate, isLine, machine);
      return decoded === undefined ? undefined : new BufferSource(decoded);
    } finally {
      this.budget.release("held", candidate.length);
    }
  }

  private text(candidate: Candidate, isLine: boolean, machine: Machine): Uint8Array | undefined {
    const text = isLine
      ? (machine.text(candidate.opcode, MAX_DECODED) ?? "")
      : latin1(machine.input.peek(candidate.start, candidate.length));
    return DECODERS[candidate.coding](text);
  }
}

const DECODERS: Record<Coding, (text: string) => Uint8Array | undefined> = {
  raw: (text) => Buffer.from(text, "latin1"),
  "latin1-in-utf8": (text) => Buffer.from(Buffer.from(text, "latin1").toString("utf8"), "latin1"),
  base64: (text) => Buffer.from(text, "base64"),
  hex: (text) => Buffer.from(text, "hex"),
  base85: (text) => decodeBase85(text, B85),
  ascii85: (text) => decodeBase85(text, A85),
};

/** Alphabets of Python's `base64.b85encode` (RFC 1924) and `a85encode`. */
const B85 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;<=>?@^_`{|}~";
const A85 = Array.from({ length: 85 }, (_, i) => String.fromCharCode(33 + i)).join("");

function decodeBase85(text: string, alphabet: string): Uint8Array | undefined {
  const out = Buffer.alloc(Math.ceil(text.length / 5) * 4);
  let written = 0;
  for (let at = 0; at < text.length; at += 5) {
    const group = text.slice(at, at + 5);
    let value = 0;
    for (let i = 0; i < 5; i++) {
      const digit = i < group.length ? alphabet.indexOf(group[i]!) : 84;
      if (digit < 0) return undefined;
      value = value * 85 + digit;
    }
    if (value > 0xffffffff) return undefined;
    out.writeUInt32BE(value, written);
    written += group.length === 5 ? 4 : Math.max(0, group.length - 1);
  }
  return out.subarray(0, written);
}

/** First bytes of pickles and of the wrappers they come in, as they are and as text codings show them. */
function sniff(head: Uint8Array): Coding | undefined {
  const [a, b] = [head[0]!, head[1]!];
  if (a === 0x80) return b <= 5 ? "raw" : undefined;
  if (a === 0xc2 && b === 0x80) return "latin1-in-utf8"; // protocol 2 writes bytes as text (PEP 3154, "bytes")
  if (isContainer(head) || isTextPickle(head)) return "raw";
  if (!CODED.has((a << 8) | b) && a !== 0x66 && a !== 0x4a) return undefined;
  const text = latin1(head.subarray(0, 8));
  if (/^(gA[I-X]|H4sI|eJ[wxyz0]|eN[opqrs]|QlpoO?|\/Td6|UEsD|Y[23])/.test(text)) return "base64";
  if (/^(800[2-5]|1f8b08|789c|78da|504b0304)/i.test(text)) return "hex";
  if (/^f\S{4}/.test(text) && startsPickle(DECODERS.base85(text.slice(0, 5)))) return "base85";
  if (text.charCodeAt(0) === 0x4a && startsPickle(DECODERS.ascii85(text.slice(0, 5)))) return "ascii85";
  return undefined;
}

function startsPickle(bytes: Uint8Array | undefined): boolean {
  return bytes !== undefined && bytes[0] === 0x80 && bytes[1]! >= 2 && bytes[1]! <= 5;
}

/** The first two characters of the text codings below: almost all strings end here, before a text is made of them. */
const CODED = new Set(
  ["gA", "H4", "eJ", "eN", "Ql", "/T", "UE", "Y2", "Y3", "80", "1f", "1F", "78", "50"].map(
    (pair) => (pair.charCodeAt(0) << 8) | pair.charCodeAt(1),
  ),
);

function isContainer(head: Uint8Array): boolean {
  if (head[0]! > 0x20 && head[0]! < 0x78 && head[0] !== 0x28 && head[0] !== 0x50 && head[0] !== 0x42) return false;
  const magic = latin1(head.subarray(0, 6));
  return /^(PK\x03\x04|\x93NUMPY|\x1f\x8b\x08|BZh[1-9]|\xfd7zXZ|\x28\xb5\x2f\xfd|\x04\x22\x4d\x18|x[\x01\x5e\x9c\xda])/.test(
    magic,
  );
}

/** Protocol 0 and 1 without PROTO: an import right at the start, perhaps behind a mark. */
function isTextPickle(head: Uint8Array): boolean {
  if (head[0] !== 0x28 && head[0] !== 0x63 && head[0] !== 0x69) return false;
  return /^\(?\(?[ci][A-Za-z_][\w.]*(\n|$)/.test(latin1(head));
}

/** Bytes that a constant must start with to be looked at more closely; the machine tests this first. */
export const INTERESTING_FIRST: Uint8Array = (() => {
  const table = new Uint8Array(256);
  for (const byte of [0x80, 0xc2, 0x93, 0x1f, 0xfd, 0x28, 0x04, 0x78]) table[byte] = 1;
  for (const char of "ci(PBgHeQ/UYf8157J") table[char.charCodeAt(0)] = 1;
  return table;
})();
