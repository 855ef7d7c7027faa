import { Malformed } from "../core/bytes";

/** Types of a vector's elements and of the root (flatbuffers, flexbuffers.h, `FlexbufferType`). */
const KEY = 4;
const STRING = 5;
const MAP = 9;
const VECTOR = 10;
const BLOB = 25;
/** Elements of the vector that are looked at. CWE-400. */
const MAX_ELEMENTS = 64;

/**
 * The texts of a vector at the root of a FlexBuffer (flatbuffers.dev/flexbuffers), as bytes; `undefined` for elements
 * that are none. Throws `Malformed` where the bytes are no such vector.
 */
export function flexTexts(bytes: Uint8Array): (Uint8Array | undefined)[] {
  const buffer = new Flex(bytes);
  return buffer.texts();
}

class Flex {
  constructor(private readonly bytes: Uint8Array) {}

  texts(): (Uint8Array | undefined)[] {
    const end = this.bytes.length;
    const width = this.uint(end - 1, 1);
    const type = this.uint(end - 2, 1);
    if (![1, 2, 4, 8].includes(width)) throw new Malformed(`a FlexBuffer whose root has ${width} bytes`, end - 1);
    if (![VECTOR, MAP].includes(type >> 2)) throw new Malformed("a FlexBuffer whose root is no vector", end - 2);
    const at = this.follow(end - 2 - width, width);
    const each = 1 << (type & 3);
    const length = this.uint(at - each, each);
    if (length > end) throw new Malformed(`a FlexBuffer of ${length} elements`, at);
    return Array.from({ length: Math.min(length, MAX_ELEMENTS) }, (_, i) =>
      this.text(at + i * each, each, this.uint(at + length * each + i, 1)),
    );
  }

  private text(place: number, width: number, type: number): Uint8Array | undefined {
    const kind = type >> 2;
    if (![KEY, STRING, BLOB].includes(kind)) return undefined;
    const at = this.follow(place, width);
    if (kind === KEY) {
      const end = this.bytes.indexOf(0, at);
      return this.bytes.subarray(at, end < 0 ? this.bytes.length : end);
    }
    const own = 1 << (type & 3);
    const length = this.uint(at - own, own);
    if (length > this.bytes.length - at) throw new Malformed(`a FlexBuffer's text of ${length} bytes`, at);
    return this.bytes.subarray(at, at + length);
  }

  /** Offsets count backwards from where they stand. */
  private follow(place: number, width: number): number {
    return place - this.uint(place, width);
  }

  private uint(at: number, width: number): number {
    if (at < 0 || at + width > this.bytes.length) throw new Malformed("a FlexBuffer leads out of its bytes", at);
    let value = 0;
    for (let i = width - 1; i >= 0; i--) value = value * 256 + this.bytes[at + i]!;
    return value;
  }
}
