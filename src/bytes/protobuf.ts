import { Malformed, type ByteSource } from "../core/bytes";
import type { Budget } from "../core/budget";

/**
 * The protobuf wire format (protobuf.dev/programming-guides/encoding), read over a byte source without
 * a schema: nothing is allocated because a length says so, and what is not asked for is not read.
 */
export interface ProtoField {
  readonly number: number;
  readonly wire: Wire;
  /** Value of a varint or fixed field; 0 for the others. */
  readonly value: bigint;
  /** Payload of a length-delimited field or a group: `[start, end)` in the source. */
  readonly start: number;
  readonly end: number;
  /** Where the field's tag stands. */
  readonly at: number;
}

export const VARINT = 0;
export const FIXED64 = 1;
export const BYTES = 2;
export const GROUP = 3;
export const FIXED32 = 5;
const END_GROUP = 4;
export type Wire = typeof VARINT | typeof FIXED64 | typeof BYTES | typeof GROUP | typeof FIXED32;

/** Bytes that are looked at around a field at once. */
const WINDOW = 4096;
/** Groups inside each other; protobuf's own readers stop at 100. CWE-674. */
const MAX_GROUPS = 100;
/** A string that is read as one, bytes. CWE-770. */
const MAX_TEXT = 16 * 1024 ** 2;

/**
 * The fields of the message in `[start, end)`, in order. Throws `Malformed` where the bytes are no
 * message and `LimitExceeded` where there are more fields than any real file has.
 */
export function* protoFields(
  bytes: ByteSource,
  budget: Budget,
  start = 0,
  end = bytes.size,
): Generator<ProtoField, void, undefined> {
  const cursor = new Cursor(bytes, start, end);
  while (cursor.at < end) {
    budget.spend("fields", 1);
    yield readField(cursor, budget);
  }
}

/** The payload of a length-delimited field as text; shortened payloads are the caller's choice by `atMost` bytes. */
export function protoText(bytes: ByteSource, field: ProtoField, atMost = MAX_TEXT): string {
  const length = Math.min(field.end - field.start, atMost);
  return Buffer.from(bytes.read(field.start, length)).toString("utf8");
}

/** A varint field as the signed 64-bit number that `int64` fields mean. */
export function protoSigned(field: ProtoField): bigint {
  return BigInt.asIntN(64, field.value);
}

/** The values of a packed or single repeated varint field. */
export function* protoVarints(bytes: ByteSource, field: ProtoField, budget: Budget): Generator<bigint> {
  if (field.wire === VARINT) return yield field.value;
  const cursor = new Cursor(bytes, field.start, field.end);
  while (cursor.at < field.end) {
    budget.spend("fields", 1);
    yield cursor.varint();
  }
}

function readField(cursor: Cursor, budget: Budget): ProtoField {
  const at = cursor.at;
  const tag = cursor.varint();
  const number = Number(tag >> 3n);
  const wire = Number(tag & 7n);
  if (number === 0 || number > 0x1fffffff) throw new Malformed(`field number ${number} does not exist`, at);
  switch (wire) {
    case VARINT:
      return { number, wire, at, value: cursor.varint(), start: cursor.at, end: cursor.at };
    case FIXED64:
      return { number, wire, at, value: cursor.fixed(8), start: cursor.at, end: cursor.at };
    case FIXED32:
      return { number, wire, at, value: cursor.fixed(4), start: cursor.at, end: cursor.at };
    case BYTES: {
      const start = cursor.skip(cursor.varint(), at);
      return { number, wire, at, value: 0n, start, end: cursor.at };
    }
    case GROUP: {
      const start = cursor.at;
      const end = skipGroup(cursor, number, budget);
      return { number, wire, at, value: 0n, start, end };
    }
    default:
      throw new Malformed(`wire type ${wire} ${wire === END_GROUP ? "ends no group" : "does not exist"}`, at);
  }
}

/** Returns where the group's payload ends; the cursor stands behind its end tag. */
function skipGroup(cursor: Cursor, number: number, budget: Budget): number {
  const open = [number];
  for (;;) {
    budget.spend("fields", 1);
    const at = cursor.at;
    const tag = cursor.varint();
    const [field, wire] = [Number(tag >> 3n), Number(tag & 7n)];
    if (wire === GROUP) {
      if (open.push(field) > MAX_GROUPS) throw new Malformed(`more than ${MAX_GROUPS} groups inside each other`, at);
    } else if (wire === END_GROUP) {
      if (open.pop() !== field) throw new Malformed("a group ends that was not begun", at);
      if (open.length === 0) return at;
    } else if (wire === VARINT) cursor.varint();
    else if (wire === FIXED64) cursor.fixed(8);
    else if (wire === FIXED32) cursor.fixed(4);
    else if (wire === BYTES) cursor.skip(cursor.varint(), at);
    else throw new Malformed(`wire type ${wire} does not exist`, at);
  }
}

/** Walks over `[at, end)` by small windows. */
class Cursor {
  private buffer = new Uint8Array(0);
  private from = 0;

  constructor(
    private readonly bytes: ByteSource,
    public at: number,
    private readonly end: number,
  ) {}

  varint(): bigint {
    const start = this.at;
    let low = 0;
    let high = 0n;
    for (let i = 0; i < 10; i++) {
      const byte = this.byte(start);
      if (i < 4) low |= (byte & 0x7f) << (7 * i);
      else high |= BigInt(byte & 0x7f) << BigInt(7 * i);
      if (byte < 0x80) return BigInt.asUintN(64, high | BigInt(low));
    }
    throw new Malformed("a number of more than 10 bytes", start);
  }

  fixed(length: 4 | 8): bigint {
    let value = 0n;
    const start = this.at;
    for (let i = 0; i < length; i++) value |= BigInt(this.byte(start)) << BigInt(8 * i);
    return value;
  }

  /** Steps over a payload; returns where it begins. */
  skip(length: bigint, tag: number): number {
    const start = this.at;
    if (length > BigInt(this.end - start))
      throw new Malformed(`a field of ${length} bytes where ${this.end - start} are left`, tag);
    this.at = start + Number(length);
    return start;
  }

  private byte(start: number): number {
    if (this.at >= this.end) throw new Malformed("it ends inside a number", start);
    const offset = this.at - this.from;
    if (offset < 0 || offset >= this.buffer.length) {
      this.buffer = this.bytes.window(this.at, Math.min(WINDOW, this.end - this.at)).slice();
      this.from = this.at;
      if (this.buffer.length === 0) throw new Malformed("it ends inside a number", start);
      this.at++;
      return this.buffer[0]!;
    }
    this.at++;
    return this.buffer[offset]!;
  }
}
