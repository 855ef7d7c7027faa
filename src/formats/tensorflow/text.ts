import type { Budget } from "../../core/budget";
import { LIMITS, LimitExceeded } from "../../core/budget";
import type { ByteSource } from "../../core/bytes";
import { latin1 } from "../../core/text";
import { BufferSource } from "../../bytes/sources";
import { readTextProto, type TextFields } from "../../syntax/textproto";
import { dtypeNumber, SCHEMA, type FieldType, type MessageSchema } from "./schema";

/** A text is held three times while it is turned into its binary form. Bytes. CWE-770. */
const MAX_TEXT = LIMITS.held / 4;

/** A message that is written as text, in its binary form: text and binary are then read by the same code. */
export function binaryOf(bytes: ByteSource, message: string, budget: Budget): ByteSource {
  if (bytes.window(MAX_TEXT, 1).length > 0) throw new LimitExceeded("held", MAX_TEXT);
  const text = latin1(bytes.window(0, MAX_TEXT));
  const writer = new Writer(SCHEMA[message]!);
  readTextProto(text, budget, writer);
  return new BufferSource(writer.bytes());
}

/** Pieces that are put together at once: millions of small ones take many times their bytes. */
const MAX_PIECES = 4096;

/** A message that is being written. */
class Open {
  private pieces: Uint8Array[] = [];
  private readonly chunks: Uint8Array[] = [];

  /** `schema` is absent in a message that is passed over. */
  constructor(
    readonly schema: MessageSchema | undefined,
    readonly number: number,
  ) {}

  add(...pieces: readonly Uint8Array[]): void {
    this.pieces.push(...pieces);
    if (this.pieces.length < MAX_PIECES) return;
    this.chunks.push(Buffer.concat(this.pieces));
    this.pieces = [];
  }

  bytes(): Uint8Array {
    return Buffer.concat([...this.chunks, ...this.pieces]);
  }
}

/** Writes the fields that the schema knows. */
class Writer implements TextFields {
  private readonly open: Open[];

  constructor(schema: MessageSchema) {
    this.open = [new Open(schema, 0)];
  }

  begin(name: string): void {
    const field = this.field(name);
    const schema = field === undefined ? undefined : SCHEMA[field[1]];
    this.open.push(new Open(schema, field?.[0] ?? 0));
  }

  end(): void {
    const message = this.open.pop()!;
    if (message.schema !== undefined) this.put(message.number, 2, message.bytes());
  }

  string(name: string, value: Uint8Array): void {
    const field = this.field(name);
    if (field?.[1] === "bytes") this.put(field[0], 2, value);
  }

  word(name: string, value: string): void {
    const field = this.field(name);
    if (field === undefined) return;
    const number = numberOf(field[1], value);
    if (number !== undefined) this.open.at(-1)!.add(varint(field[0] * 8), varint(number));
  }

  bytes(): Uint8Array {
    return this.open[0]!.bytes();
  }

  private field(name: string): readonly [number, FieldType] | undefined {
    const { schema } = this.open.at(-1)!;
    return schema !== undefined && Object.hasOwn(schema, name) ? schema[name] : undefined;
  }

  private put(number: number, wire: number, payload: Uint8Array): void {
    this.open.at(-1)!.add(varint(number * 8 + wire), varint(payload.length), payload);
  }
}

/** Of a varint field; `undefined` for the floating point ones, which nothing asks for. */
function numberOf(type: FieldType, word: string): bigint | number | undefined {
  if (type === "bool") return word === "true" || word === "True" || word === "t" || word === "1" ? 1 : 0;
  if (type === "enum") return /^\d{1,9}$/.test(word) ? Number(word) : dtypeNumber(word);
  if (type !== "int" || !/^-?(0x[0-9A-Fa-f]{1,16}|\d{1,20})$/.test(word)) return undefined;
  return word.startsWith("-") ? BigInt.asUintN(64, -BigInt(word.slice(1))) : BigInt.asUintN(64, BigInt(word));
}

/** Numbers of one byte, which most tags and lengths are. */
const SMALL = Array.from({ length: 128 }, (_, value) => Uint8Array.of(value));

function varint(value: bigint | number): Uint8Array {
  if (typeof value === "number" && value >= 0 && value < SMALL.length) return SMALL[value]!;
  const out: number[] = [];
  let rest = BigInt(value);
  for (; rest >= 0x80n; rest >>= 7n) out.push(Number(rest & 0x7fn) | 0x80);
  return Uint8Array.from([...out, Number(rest)]);
}
