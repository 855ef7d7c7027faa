import type { ByteSource, ByteStream } from "../../core/bytes";
import type { History } from "./history";

/**
 * Decoded bytes, with what was wrong with their checksums. A wrong checksum does not end the bytes: a
 * reader may ignore it, and what a reader may see is scanned.
 */
export interface CheckedStream extends ByteStream {
  /** In words, once it is known: for a checksum that is at the end. The first of several. */
  readonly problem?: string | undefined;
  /** Bytes of the input that belong to the compressed data. Right once `next` has returned `undefined`. */
  readonly consumed: number;
}

/** A compressed form: how it is recognised by its first bytes, and read forward. */
export interface Decoder {
  readonly id: string;
  readonly title: string;
  /** Whether a stream may begin with these bytes (the first `MAGIC_LENGTH`, or all there are). */
  magic(head: Uint8Array): boolean;
  open(input: ByteSource): CheckedStream;
}

/** Bytes that `Decoder.magic` needs at most. */
export const MAGIC_LENGTH = 16;

/** What a decoder notes beside the bytes that it yields. */
export interface Notes {
  problem: string | undefined;
  consumed: number;
}

/** Says what is wrong, unless something was said before. */
export function note(notes: Notes, problem: string): void {
  notes.problem ??= problem;
}

/** Runs a decoder that is written as a generator: nothing is read before the first `next`. */
export class DecodedStream implements CheckedStream {
  private readonly notes: Notes = { problem: undefined, consumed: 0 };
  private readonly chunks: Iterator<Uint8Array>;

  constructor(decode: (notes: Notes) => Iterator<Uint8Array>) {
    this.chunks = decode(this.notes);
  }

  get problem(): string | undefined {
    return this.notes.problem;
  }

  get consumed(): number {
    return this.notes.consumed;
  }

  next(): Uint8Array | undefined {
    const result = this.chunks.next();
    return result.done === true ? undefined : result.value;
  }
}

/** Yields what `step` puts into the history, until it returns false. What came before a failure is yielded first. */
export function* drain(history: History, step: () => boolean): Generator<Uint8Array> {
  for (let more = true; more;) {
    let failure: { error: unknown } | undefined;
    try {
      more = step();
    } catch (error) {
      failure = { error };
    }
    const chunk = history.take();
    if (chunk.length > 0) yield chunk;
    if (failure !== undefined) throw failure.error;
  }
}

/**
 * A stream that ends where it breaks, and keeps the failure for its owner: the bytes before the break are
 * what a reader may have acted on, so they are scanned as if they were all, and the break is told apart.
 */
export class UntilBroken implements ByteStream {
  failure: { readonly error: unknown } | undefined;

  constructor(private readonly stream: ByteStream) {}

  next(): Uint8Array | undefined {
    if (this.failure !== undefined) return undefined;
    try {
      return this.stream.next();
    } catch (error) {
      this.failure = { error };
      return undefined;
    }
  }
}
