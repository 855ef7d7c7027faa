import { Unsupported, type ByteSource } from "../../core/bytes";
import { SliceSource } from "../sources";
import { chunkBytes, chunksOf } from "./chunks";
import { elementsOf, type Dataspace } from "./dataspace";
import type { Datatype } from "./datatype";
import { decodeFiltered, type Filter } from "./filters";
import type { GlobalHeap } from "./global-heap";
import type { Layout } from "./layout";
import type { Space } from "./space";
import { holdsBytes, Value } from "./value";
import type { VirtualSource } from "./virtual";

/** Bytes of contiguous data that are looked at together. */
const PIECE = 1024 ** 2;

/** A file that holds a dataset's data instead of this one (IV.A.2.h). */
export interface ExternalFile {
  readonly name: string;
  readonly offset: number;
  readonly size: bigint;
}

/** An array: what it says about itself, and its data on request. */
export class Dataset {
  constructor(
    private readonly space: Space,
    private readonly heap: GlobalHeap,
    readonly type: Datatype,
    readonly shape: Dataspace,
    readonly layout: Layout,
    readonly filters: readonly Filter[],
    readonly externalFiles: readonly ExternalFile[],
    readonly virtualSources: readonly VirtualSource[],
  ) {}

  /** Bytes of the data as type and shape say it, whatever is stored. */
  get bytes(): bigint {
    return elementsOf(this.shape) * BigInt(this.type.size);
  }

  /** Where the data stands as it is, in bytes from the file's start: without chunks, filters or another file. */
  stored(): { start: number; size: number } | undefined {
    const { layout } = this;
    if (this.externalFiles.length > 0 || this.filters.length > 0) return undefined;
    if (layout.kind === "compact") return { start: layout.start, size: layout.size };
    if (layout.kind !== "contiguous" || layout.address === undefined) return undefined;
    const size = this.bytes;
    return size > BigInt(Number.MAX_SAFE_INTEGER)
      ? undefined
      : { start: this.space.base + layout.address, size: Number(size) };
  }

  /** Stored bytes of a chunked dataset's chunks together. */
  storedChunkBytes(): number {
    let sum = 0;
    if (this.layout.kind === "chunked")
      for (const { size } of chunksOf(this.space, this.layout, this.shape, this.filters.length > 0)) sum += size;
    return sum;
  }

  /**
   * The data by pieces, as elements of the type: all of it where it stands in one place, or a chunk at a time, behind its
   * filters, in the order of the index and with what fills the last chunk. Nothing for what is stored elsewhere or not at all.
   */
  *pieces(): Generator<Value, void, undefined> {
    const { layout, type } = this;
    if (layout.kind === "chunked") {
      const whole = chunkBytes(layout);
      for (const { address, size, mask, offset } of chunksOf(this.space, layout, this.shape, this.filters.length > 0)) {
        const stored = this.space.block(address, size, "a chunk");
        const bytes = decodeFiltered(stored.bytes, this.filters, mask, whole, this.space.budget);
        yield this.value(bytes, stored.start, offset);
      }
      return;
    }
    const place = this.stored();
    if (place === undefined || type.size === 0) return;
    const step = Math.max(1, Math.floor(PIECE / type.size)) * type.size;
    for (let done = 0; done < place.size; done += step) {
      const length = Math.min(step, place.size - done);
      const { bytes, start } = this.space.block(place.start - this.space.base + done, length, "a dataset's data");
      yield this.value(bytes, start);
    }
  }

  /** Elements of a type that holds bytes, as sources: large ones are not copied. Nothing for other types. */
  *elements(): Generator<ByteSource, void, undefined> {
    const { type } = this;
    const place = this.stored();
    if (!holdsBytes(type)) return;
    if (place === undefined || type.size <= PIECE) {
      for (const piece of this.pieces()) yield* piece.sources();
      return;
    }
    for (let done = 0; done + type.size <= place.size; done += type.size) {
      this.space.budget.spend("fields", 1);
      yield new SliceSource(this.space.source, place.start + done, type.size);
    }
  }

  /**
   * The data in one value, where it is at most `atMost` bytes and stored here. Chunks are joined if they have one dimension, with
   * zeros where one is missing, up to the last that is there.
   */
  read(atMost: number): Value | undefined {
    const { layout, shape, type } = this;
    if (this.bytes > BigInt(atMost)) return undefined;
    if (layout.kind === "chunked" && shape.dims.length > 1)
      throw new Unsupported("HDF5 data in chunks of more than one dimension");
    const whole = new Uint8Array(Number(this.bytes));
    this.space.budget.spend("inflated", whole.length);
    let [first, size]: [number | undefined, number] = [undefined, 0];
    for (const { bytes, start, offset } of this.pieces()) {
      first ??= start;
      const at = layout.kind === "chunked" ? offset * type.size : start - first;
      if (at >= whole.length) continue;
      whole.set(bytes.subarray(0, whole.length - at), at);
      size = Math.max(size, Math.min(whole.length, at + bytes.length));
    }
    if (first === undefined) return undefined;
    const count = type.size === 0 ? 0 : Math.floor(size / type.size);
    const isWhole = BigInt(count) === elementsOf(shape);
    const seen = isWhole ? shape : { dims: [BigInt(count)], isNull: false };
    return new Value(this.space, this.heap, type, seen, whole.subarray(0, size), first);
  }

  private value(bytes: Uint8Array, start: number, offset = 0): Value {
    const count = this.type.size === 0 ? 0 : Math.floor(bytes.length / this.type.size);
    const shape = { dims: [BigInt(count)], isNull: false };
    return new Value(this.space, this.heap, this.type, shape, bytes, start, offset);
  }
}
