import { Malformed } from "../../core/bytes";
import type { Cursor } from "./cursor";
import type { Space } from "./space";

/** Where an object of a global heap stands in the file. */
export interface HeapObject {
  /** Bytes from the start of the file. */
  readonly start: number;
  readonly length: number;
}

/** Collections whose contents are remembered; a file of strings has one for every 4 KB. CWE-770. */
const MAX_KEPT = 256;
/** Objects in the collections that are remembered. CWE-770. */
const MAX_KEPT_OBJECTS = 1_000_000;
/** Bytes before an object: index, count of references, padding; then the length. */
const OBJECT_HEAD = 8;
/** Objects and what is before them are filled up to multiples of this, bytes. */
const ALIGNMENT = 8;

/** The global heap (III.E): strings and sequences of variable length, and the mappings of virtual datasets. */
export class GlobalHeap {
  private readonly collections = new Map<number, ReadonlyMap<number, HeapObject>>();
  private objects = 0;

  constructor(private readonly space: Space) {}

  find(address: number, index: number): HeapObject {
    const found = this.collection(address).get(index);
    if (found === undefined) throw new Malformed(`a global heap has no object ${index}`, this.space.base + address);
    return found;
  }

  /** A copy of an object's bytes. */
  read(address: number, index: number): Cursor {
    const { start, length } = this.find(address, index);
    return this.space.block(start - this.space.base, length, "a global heap's object");
  }

  private collection(address: number): ReadonlyMap<number, HeapObject> {
    const known = this.collections.get(address);
    if (known !== undefined) return known;
    const found = this.readCollection(address);
    if (this.collections.size >= MAX_KEPT || this.objects + found.size > MAX_KEPT_OBJECTS) {
      this.collections.clear();
      this.objects = 0;
    }
    this.collections.set(address, found);
    this.objects += found.size;
    return found;
  }

  private readCollection(address: number): ReadonlyMap<number, HeapObject> {
    const { space } = this;
    const width = space.widths.length;
    const head = space.block(address, 8 + width, "a global heap");
    head.signature("GCOL");
    const version = head.u8();
    if (version !== 1) throw head.malformed(`has version ${version}`, 4);
    head.skip(3);
    const end = address + head.length();
    const found = new Map<number, HeapObject>();
    const headSize = aligned(OBJECT_HEAD + width);
    for (let at = address + aligned(8 + width); at + headSize <= end;) {
      const object = space.block(at, OBJECT_HEAD + width, "a global heap");
      const index = object.u16();
      if (index === 0) break; // what is left is free
      object.skip(6);
      const length = object.length();
      const start = at + headSize;
      if (start + length > end) throw object.malformed(`has an object of ${length} bytes, which leaves it`, 0);
      // The first one wins: an index that comes twice is read so by the library too.
      if (!found.has(index)) found.set(index, { start: space.base + start, length });
      at = start + aligned(length);
    }
    return found;
  }
}

function aligned(length: number): number {
  return Math.ceil(length / ALIGNMENT) * ALIGNMENT;
}
