import { Malformed, type ByteSource } from "../../core/bytes";
import type { Budget } from "../../core/budget";
import { latin1 } from "../../core/text";
import { BufferSource, SliceSource } from "../../bytes/sources";
import type { Machine } from "../../pickle/machine";
import { literalSpan } from "../../pickle/literals";
import { isTextPickle, sniff, startsText, type Coding } from "./nested-start";

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

/**
 * Strings and bytes inside a pickle that may be a model file of their own: `pickle.loads`,
 * `torch.storage._load_from_bytes` or the application's code would load them. Only the first bytes
 * are looked at here; the walk then asks the formats, and what none of them claims is data.
 */
export class NestedLiterals {
  private readonly candidates: Candidate[] = [];

  constructor(private readonly budget: Budget) {}

  /** Called for constants with a promising start while the machine runs. */
  note(machine: Machine, opcode: number, start: number, length: number): void {
    const { input } = machine;
    const ahead = start === input.offset; // a text line was passed already, and may hold escapes
    if (ahead && startsText(input.firstTwo()) && !isTextPickle(input, length)) return;
    const head = ahead ? input.ahead(HEAD) : Buffer.from(machine.text(opcode, 4 * HEAD) ?? "", "latin1");
    const coding = head.length === 0 ? undefined : sniff(head.subarray(0, HEAD));
    if (coding === undefined) return;
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
