import { Malformed, type ByteSource } from "../../core/bytes";
import { BufferSource, SliceSource } from "../sources";
import { Cursor, textOf } from "./cursor";
import { elementsOf, type Dataspace } from "./dataspace";
import { trimEnd, type Datatype } from "./datatype";
import type { GlobalHeap } from "./global-heap";
import type { Space } from "./space";

/** A string or sequence of variable length in an element: how many, and which object of which global heap. */
export interface HeapReference {
  readonly count: number;
  readonly address: number | undefined;
  readonly index: number;
}

/** Elements with their type: an attribute's value, or a dataset's data as far as it was read. */
export class Value {
  constructor(
    private readonly space: Space,
    private readonly heap: GlobalHeap,
    readonly type: Datatype,
    readonly shape: Dataspace,
    readonly bytes: Uint8Array,
    /** Where the bytes stand in the file, if they do as they are. */
    readonly start: number,
    /** Of a chunk: its first element's place in the first dimension. */
    readonly offset = 0,
  ) {}

  /** Number of elements, which the bytes have room for. */
  get count(): number {
    const count = elementsOf(this.shape);
    const { size } = this.type;
    if (size === 0) return 0;
    if (count > BigInt(Math.floor(this.bytes.length / size)))
      throw new Malformed(
        `a value of ${count} elements has room for ${Math.floor(this.bytes.length / size)}`,
        this.start,
      );
    return Number(count);
  }

  /** One text for each element of a string type, fixed or of variable length; `undefined` for other types. */
  strings(): string[] | undefined {
    const { type } = this;
    if (type.class !== "string" && !(type.class === "sequence" && type.text)) return undefined;
    return this.blobs().map(textOf);
  }

  /** The only string, where there is one. */
  text(): string | undefined {
    const all = this.strings();
    return all?.length === 1 ? all[0] : undefined;
  }

  /** The elements of a type that holds bytes: strings, opaque ones, sequences and arrays of bytes. */
  blobs(): Uint8Array[] {
    const { type } = this;
    const all: Uint8Array[] = [];
    for (const element of this.elements())
      all.push(type.class === "sequence" ? this.heapBytes(element, type.text) : fixed(type, element));
    return all;
  }

  /** The same as sources, so that large ones are not copied; nothing for other types. */
  *sources(): Generator<ByteSource, void, undefined> {
    for (const element of this.elements()) {
      if (this.type.class !== "sequence") {
        yield new BufferSource(fixed(this.type, element));
        continue;
      }
      const { count, address, index } = this.reference(element);
      if (isNothing(count, address, index)) continue;
      const { start, length } = this.heap.find(address!, index);
      yield new SliceSource(this.space.source, start, Math.min(count, length));
    }
  }

  private *elements(): Generator<Uint8Array, void, undefined> {
    const { type, count } = this;
    if (!holdsBytes(type)) return;
    this.space.budget.spend("fields", count);
    for (let i = 0; i < count; i++) yield this.bytes.subarray(i * type.size, (i + 1) * type.size);
  }

  /** Numbers of an integer or float type, at most `atMost` of them; `undefined` for other types and sizes. */
  numbers(atMost = 1024): number[] | undefined {
    const { type, bytes } = this;
    const read = readerOf(type);
    if (read === undefined) return undefined;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    return Array.from({ length: Math.min(this.count, atMost) }, (_, i) => read(view, i * type.size));
  }

  private heapBytes(element: Uint8Array, isText: boolean): Uint8Array {
    const { count, address, index } = this.reference(element);
    if (isNothing(count, address, index)) return EMPTY;
    const { bytes } = this.heap.read(address!, index);
    const content = bytes.subarray(0, count);
    return isText ? zeroEnded(content) : content;
  }

  private reference(element: Uint8Array): HeapReference {
    const cursor = new Cursor(element, this.space.widths, this.start, "a reference to a global heap");
    return { count: cursor.u32(), address: cursor.address(), index: cursor.u32() };
  }
}

const EMPTY = new Uint8Array(0);

/** Address 0 and undefined both stand for nothing. */
function isNothing(count: number, address: number | undefined, index: number): boolean {
  return count === 0 || address === undefined || (address === 0 && index === 0);
}

/** Whether elements are bytes that may be anything: text, or a file inside the file. */
export function holdsBytes(type: Datatype): boolean {
  if (type.class === "string" || type.class === "opaque") return true;
  if (type.class === "sequence") return type.text || isByte(type.base);
  return type.class === "array" && isByte(type.base);
}

export function isByte(type: Datatype): boolean {
  return (type.class === "integer" || type.class === "opaque" || type.class === "string") && type.size === 1;
}

function fixed(type: Datatype, element: Uint8Array): Uint8Array {
  if (type.class !== "string") return element;
  if (type.padding === "zero") return zeroEnded(element);
  return trimEnd(element, type.padding === "spaces" ? 0x20 : 0);
}

/** Before the first zero byte, where C's readers stop. */
function zeroEnded(bytes: Uint8Array): Uint8Array {
  const end = bytes.indexOf(0);
  return end < 0 ? bytes : bytes.subarray(0, end);
}

type Read = (view: DataView, at: number) => number;

function readerOf(type: Datatype): Read | undefined {
  if (type.class === "enum") return readerOf(type.base);
  if (type.class === "float") {
    const little = !type.bigEndian;
    if (type.size === 4) return (view, at) => view.getFloat32(at, little);
    return type.size === 8 ? (view, at) => view.getFloat64(at, little) : undefined;
  }
  if (type.class !== "integer") return undefined;
  const { signed, bigEndian, size } = type;
  const little = !bigEndian;
  switch (size) {
    case 1:
      return (view, at) => (signed ? view.getInt8(at) : view.getUint8(at));
    case 2:
      return (view, at) => (signed ? view.getInt16(at, little) : view.getUint16(at, little));
    case 4:
      return (view, at) => (signed ? view.getInt32(at, little) : view.getUint32(at, little));
    case 8:
      return (view, at) => Number(signed ? view.getBigInt64(at, little) : view.getBigUint64(at, little));
    default:
      return undefined;
  }
}
