/**
 * Random access to bytes, synchronous, because a scan runs inside a worker thread. Views that are
 * returned may share the source's own buffer: they hold until the next call on the same source, and
 * who keeps bytes longer copies them.
 */
export interface ByteSource {
  /** Length in bytes. A decoded stream only knows it at its end, so asking decodes all of it. */
  readonly size: number;
  /** Exactly `length` bytes from `offset`; throws `OutOfBounds` where the source is shorter. */
  read(offset: number, length: number): Uint8Array;
  /** Up to `atMost` bytes from `offset`, fewer only at the end, none at or behind it. */
  window(offset: number, atMost: number): Uint8Array;
  /** A hint that bytes below `offset` that were not read yet will not be: a stream need not keep them. */
  skipTo?(offset: number): void;
}

/** Forward-only bytes, as a decoder yields them; `undefined` is the end. A chunk holds until the next call. */
export interface ByteStream {
  next(): Uint8Array | undefined;
}

/** Bytes of their own, to be kept. `bytes.slice()` would not do: of a Node `Buffer` it is another view of the same memory. */
export function copyOf(bytes: Uint8Array): Uint8Array {
  return Uint8Array.prototype.slice.call(bytes);
}

/** A scratch area for decoded bytes that need random access: a bounded temporary file of the host. */
export interface SpillFile {
  write(offset: number, bytes: Uint8Array): void;
  read(offset: number, into: Uint8Array): void;
  close(): void;
}

/** A read beyond the end of a source: the input claims more than it has. */
export class OutOfBounds extends Error {
  override readonly name = "OutOfBounds";
  constructor(
    readonly offset: number,
    readonly length: number,
    readonly size: number,
  ) {
    super(`needs ${length} bytes at 0x${offset.toString(16)}, but there are ${Math.max(0, size - offset)}`);
  }
}

/** Bytes that break the rules of the format being read, in words for people. */
export class Malformed extends Error {
  override readonly name = "Malformed";
  constructor(
    message: string,
    readonly offset?: number,
    /** The same place in characters, where the text has been decoded and that is something else. */
    readonly character?: number,
  ) {
    super(message);
  }
}

/** Bytes that follow a feature of their format that is not read here (an encryption, a method). */
export class Unsupported extends Error {
  override readonly name = "Unsupported";
}
