import { Malformed, type ByteSource } from "../core/bytes";
import type { Budget } from "../core/budget";

/**
 * The protobuf wire format (protobuf.dev/programming-guides/encoding), read over a byte source without
 * a schema: nothing is allocated because a length says so, and what is not asked for is not read.
 */
export interface ProtoField {
  readonly number: number;
  readonly wire: Wire;
  /** Value of a varint or fixed field, unsigned; 0 for the others. Made when it is asked for: `whole` is cheaper. */
  readonly value: bigint;
  /** The same as a number: exact below 2^53, near it above. */
  readonly whole: number;
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
const WINDOW = 8192;
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
  const view = bytes.read(field.start, Math.min(field.end - field.start, atMost));
  return Buffer.from(view.buffer, view.byteOffset, view.length).toString("utf8");
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
    cursor.varint();
    yield cursor.number();
  }
}

function readField(cursor: Cursor, budget: Budget): ProtoField {
  const at = cursor.at;
  const number = cursor.tag();
  const wire = cursor.wire;
  switch (wire) {
    case VARINT:
      cursor.varint();
      return new Field(number, wire, at, cursor.at, cursor.at, cursor.low, cursor.high);
    case FIXED64:
    case FIXED32:
      cursor.fixed(wire === FIXED64 ? 8 : 4);
      return new Field(number, wire, at, cursor.at, cursor.at, cursor.low, cursor.high);
    case BYTES: {
      const start = cursor.skip(at);
      return new Field(number, wire, at, start, cursor.at, 0, 0);
    }
    case GROUP: {
      const start = cursor.at;
      const end = skipGroup(cursor, number, budget);
      return new Field(number, wire, at, start, end, 0, 0);
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
    const field = cursor.tag();
    const { wire } = cursor;
    if (wire === GROUP) {
      if (open.push(field) > MAX_GROUPS) throw new Malformed(`more than ${MAX_GROUPS} groups inside each other`, at);
    } else if (wire === END_GROUP) {
      if (open.pop() !== field) throw new Malformed("a group ends that was not begun", at);
      if (open.length === 0) return at;
    } else if (wire === VARINT) cursor.varint();
    else if (wire === FIXED64) cursor.fixed(8);
    else if (wire === FIXED32) cursor.fixed(4);
    else if (wire === BYTES) cursor.skip(at);
    else throw new Malformed(`wire type ${wire} does not exist`, at);
  }
}

/** Numbers as two halves of 32 bits: a bigint for each of millions of fields takes longer than reading them. */
class Field implements ProtoField {
  constructor(
    readonly number: number,
    readonly wire: Wire,
    readonly at: number,
    readonly start: number,
    readonly end: number,
    private readonly low: number,
    private readonly high: number,
  ) {}

  get value(): bigint {
    return join(this.low, this.high);
  }

  get whole(): number {
    return this.high * 2 ** 32 + this.low;
  }
}

function join(low: number, high: number): bigint {
  return high === 0 ? BigInt(low) : (BigInt(high) << 32n) | BigInt(low);
}

/** The bytes of a source that were looked at last. Messages inside each other share them, so small ones cost no read. */
class Window {
  readonly buffer = new Uint8Array(WINDOW);
  from = 0;
  length = 0;

  load(bytes: ByteSource, at: number): void {
    const view = bytes.window(at, WINDOW);
    this.buffer.set(view);
    this.from = at;
    this.length = view.length;
  }
}

const windows = new WeakMap<ByteSource, Window>();

function windowOf(bytes: ByteSource): Window {
  const known = windows.get(bytes);
  if (known !== undefined) return known;
  const made = new Window();
  windows.set(bytes, made);
  return made;
}

/** Walks over `[at, end)`. What was read last stands in `low`, `high` (unsigned) and `wire`. */
class Cursor {
  low = 0;
  high = 0;
  wire: Wire | 4 | 6 | 7 = VARINT;
  private readonly window: Window;

  constructor(
    private readonly bytes: ByteSource,
    public at: number,
    private readonly end: number,
  ) {
    this.window = windowOf(bytes);
  }

  /** Reads a tag: returns the field's number and leaves its wire type. */
  tag(): number {
    const start = this.at;
    this.varint();
    const { low, high } = this;
    this.wire = (low & 7) as Wire;
    const number = low >>> 3;
    if (high !== 0 || number === 0) {
      const whole = high * 2 ** 29 + number;
      throw new Malformed(`field number ${whole} does not exist`, start);
    }
    return number;
  }

  varint(): void {
    const start = this.at;
    let byte = this.byte(start);
    this.low = byte;
    this.high = 0;
    if (byte < 0x80) return;
    let [low, middle, high] = [byte & 0x7f, 0, 0]; // of 28, 28 and 8 bits
    for (let i = 1; i < 10; i++) {
      byte = this.byte(start);
      const bits = byte & 0x7f;
      if (i < 4) low |= bits << (7 * i);
      else if (i < 8) middle |= bits << (7 * i - 28);
      else high |= bits << (7 * i - 56);
      if (byte < 0x80) {
        this.low = (low | (middle << 28)) >>> 0;
        this.high = ((middle >>> 4) | (high << 24)) >>> 0;
        return;
      }
    }
    throw new Malformed("a number of more than 10 bytes", start);
  }

  /** The last varint as a bigint. */
  number(): bigint {
    return join(this.low, this.high);
  }

  fixed(length: 4 | 8): void {
    const start = this.at;
    this.low = this.word(start);
    this.high = length === 8 ? this.word(start) : 0;
  }

  /** Steps over a payload with its length before it; returns where it begins. */
  skip(tag: number): number {
    this.varint();
    const length = this.high * 2 ** 32 + this.low;
    const start = this.at;
    if (length > this.end - start)
      throw new Malformed(`a field of ${this.number()} bytes where ${this.end - start} are left`, tag);
    this.at = start + length;
    return start;
  }

  private word(start: number): number {
    let value = this.byte(start);
    for (let shift = 8; shift < 32; shift += 8) value |= this.byte(start) << shift;
    return value >>> 0;
  }

  private byte(start: number): number {
    const { window } = this;
    if (this.at >= this.end) throw new Malformed("it ends inside a number", start);
    let offset = this.at - window.from;
    if (offset < 0 || offset >= window.length) {
      window.load(this.bytes, this.at);
      if (window.length === 0) throw new Malformed("it ends inside a number", start);
      offset = 0;
    }
    this.at++;
    return window.buffer[offset]!;
  }
}
