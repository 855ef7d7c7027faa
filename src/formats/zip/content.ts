import type { ByteSource, ByteStream } from "../../core/bytes";
import type { OpenContext } from "../../core/format";
import { SliceSource } from "../../bytes/sources";
import { SpooledSource } from "../../bytes/spooled";
import { crc32 } from "../../bytes/decoders/checksums";
import { UntilBroken, type CheckedStream } from "../../bytes/decoders";
import { METHODS, STORED, type Reading } from "./methods";

/**
 * A stored member is not read only to check it: PyTorch ignores checksums, and the storages of a large
 * checkpoint are not read at all. What was read whole is checked up to this size. Bytes.
 */
const MAX_STORED_CHECK = 64 * 1024 ** 2;
const PIECE = 1024 ** 2;

/** A member's decoded bytes, and what was found wrong with them once someone has looked. */
export interface Content {
  readonly bytes: ByteSource;
  /** Checks what was read so far; with `whole`, reads all of it first. */
  verify(whole?: boolean): ContentFacts;
}

export interface ContentFacts {
  /** True or false once known. */
  readonly checksum?: boolean;
  /** Decoded bytes, once the decoder reached its end. */
  readonly decoded?: number;
  /** Why the decoder could not go on; the bytes before count. */
  readonly failure?: { readonly error: unknown };
  /** Bytes of the member behind the end of its compressed data. */
  readonly behind?: number;
}

/** Throws `Malformed` for a method that is not read. */
export function openContent(bytes: ByteSource, reading: Reading, context: OpenContext): Content {
  const packed = new SliceSource(bytes, reading.start, reading.packed);
  return reading.method === STORED
    ? new StoredContent(packed, reading)
    : new DecodedContent(METHODS.open(packed, reading), reading, context);
}

class StoredContent implements Content {
  readonly bytes: WatchedSource;

  constructor(
    packed: ByteSource,
    private readonly reading: Reading,
  ) {
    this.bytes = new WatchedSource(packed);
  }

  verify(whole = false): ContentFacts {
    const { crc, size, packed } = this.reading;
    if (crc === undefined || size !== packed || packed > MAX_STORED_CHECK) return {};
    if (!whole && this.bytes.asked < packed) return {};
    let sum = 0;
    for (let at = 0; at < packed; at += PIECE) sum = crc32(this.bytes.window(at, PIECE), sum);
    return { checksum: sum === crc };
  }
}

class DecodedContent implements Content {
  readonly bytes: SpooledSource;
  private readonly stream: SummedStream;

  constructor(
    stream: CheckedStream,
    private readonly reading: Reading,
    context: OpenContext,
  ) {
    this.stream = new SummedStream(stream);
    this.bytes = new SpooledSource(this.stream, context.budget, () => context.spill());
  }

  verify(whole = false): ContentFacts {
    if (whole && (this.reading.size ?? 0) <= MAX_STORED_CHECK) this.bytes.window(MAX_STORED_CHECK, 1);
    if (this.stream.failure !== undefined) return { failure: this.stream.failure };
    if (!this.stream.ended) return {};
    const { crc, packed } = this.reading;
    return {
      ...(crc === undefined ? {} : { checksum: this.stream.crc === crc }),
      decoded: this.stream.length,
      behind: Math.max(0, packed - this.stream.consumed),
    };
  }
}

/** Sums decoded bytes as they pass. Where they break they end, for what came before is what a reader may act on. */
class SummedStream implements ByteStream {
  crc = 0;
  length = 0;
  ended = false;
  private readonly whole: UntilBroken;

  constructor(private readonly stream: CheckedStream) {
    this.whole = new UntilBroken(stream);
  }

  get failure(): { readonly error: unknown } | undefined {
    return this.whole.failure;
  }

  get consumed(): number {
    return this.stream.consumed;
  }

  next(): Uint8Array | undefined {
    const chunk = this.whole.next();
    if (chunk === undefined) {
      this.ended = true;
      return undefined;
    }
    this.crc = crc32(chunk, this.crc);
    this.length += chunk.length;
    return chunk;
  }
}

/** Counts what is asked for, which tells a member that was read from one that was only sniffed at. */
class WatchedSource implements ByteSource {
  asked = 0;

  constructor(private readonly inner: ByteSource) {}

  get size(): number {
    return this.inner.size;
  }

  read(offset: number, length: number): Uint8Array {
    const bytes = this.inner.read(offset, length);
    this.asked += length;
    return bytes;
  }

  window(offset: number, atMost: number): Uint8Array {
    const bytes = this.inner.window(offset, atMost);
    this.asked += bytes.length;
    return bytes;
  }

  skipTo(offset: number): void {
    this.inner.skipTo?.(offset);
  }
}
