import { type ByteSource } from "../../core/bytes";
import { ForwardReader } from "./forward-reader";
import { History } from "./history";
import { MAX_DICTIONARY } from "./lzma";
import { isSkippable, skipFrame } from "./skippable";
import { DecodedStream, drain, type CheckedStream, type Decoder } from "./stream";
import { ZstdProblem } from "./zstd-fse";
import { Literals, MAX_BLOCK } from "./zstd-literals";
import { Sequences } from "./zstd-sequences";

const MAGIC = 0xfd2fb528;
/** Bytes kept free around a block in its buffer, so that bits may be read past either end before that is noticed. */
const MARGIN = 16;

// Frame_Header_Descriptor, RFC 8878, section 3.1.1.1.1.
const SINGLE_SEGMENT = 0x20;
const RESERVED = 0x08;
const CHECKSUM = 0x04;

/** Zstandard frames (RFC 8878), one after another, skippable ones between. Their xxHash checksums are passed over. */
export function openZstd(input: ByteSource): CheckedStream {
  return new DecodedStream(function* (notes) {
    const reader = new ForwardReader(input, "the zstd data");
    const blocks = new Blocks(reader);
    do {
      if (isSkippable(reader)) skipFrame(reader);
      else yield* readFrame(reader, blocks);
      notes.consumed = reader.offset;
    } while (isSkippable(reader) || isFrame(reader.ahead(4)));
  });
}

function* readFrame(reader: ForwardReader, blocks: Blocks): Generator<Uint8Array> {
  if (reader.uint(4) !== MAGIC) reader.malformed("it does not begin with the frame mark");
  const flags = reader.byte();
  if ((flags & RESERVED) !== 0) reader.malformed("a reserved header flag is set");
  let window = 0;
  if ((flags & SINGLE_SEGMENT) === 0) {
    const descriptor = reader.byte();
    const base = 2 ** (10 + (descriptor >>> 3));
    window = base + (base / 8) * (descriptor & 7);
  }
  const dictionary = reader.uint(DICTIONARY_BYTES[flags & 3]!);
  if (dictionary !== 0) reader.malformed("it needs a dictionary, which is not in the file");
  const code = flags >>> 6;
  const sizeBytes = code > 0 ? 1 << code : window === 0 ? 1 : 0;
  const size = readSize(reader, sizeBytes);
  if (window === 0) window = code === 1 ? size + 256 : size;
  yield* blocks.read(new History(Math.min(MAX_DICTIONARY, window)));
  if ((flags & CHECKSUM) !== 0) reader.skip(4);
}

const DICTIONARY_BYTES = [0, 1, 2, 4];

/** The content's size is only needed as a window; beyond what is kept, how far does not matter. */
function readSize(reader: ForwardReader, bytes: number): number {
  if (bytes < 8) return reader.uint(bytes);
  return reader.uint(4) + reader.uint(4) * 2 ** 32;
}

/** The blocks of one frame after another (section 3.1.1.2). */
class Blocks {
  private readonly buffer = new Uint8Array(MAX_BLOCK + 2 * MARGIN);
  private readonly literals = new Literals();
  private readonly sequences = new Sequences();

  constructor(private readonly reader: ForwardReader) {}

  *read(history: History): Generator<Uint8Array> {
    this.literals.reset();
    this.sequences.reset();
    for (let isLast = false; !isLast;) {
      const header = this.reader.uint(3);
      isLast = (header & 1) === 1;
      yield* drain(history, () => this.block(history, (header >>> 1) & 3, header >>> 3));
    }
  }

  private block(history: History, type: number, size: number): false {
    const { reader, buffer } = this;
    if (size > MAX_BLOCK) reader.malformed("a block of more than 128 KiB");
    history.room(MAX_BLOCK);
    if (type === 0) {
      const got = reader.copyUpTo(size, history.bytes, history.at);
      history.at += got;
      if (got < size) reader.truncated();
    } else if (type === 1) {
      history.bytes.fill(reader.byte(), history.at, history.at + size);
      history.at += size;
    } else if (type === 2) {
      reader.copy(size, buffer, MARGIN);
      this.compressed(history, MARGIN + size);
    } else reader.malformed("a block of the reserved type");
    return false;
  }

  private compressed(history: History, end: number): void {
    const { buffer, literals, sequences } = this;
    try {
      const at = literals.read(buffer, MARGIN, end);
      sequences.run(buffer, at, end, literals, history, history.at + MAX_BLOCK);
    } catch (error) {
      if (error instanceof ZstdProblem) this.reader.malformed(error.message);
      throw error;
    }
  }
}

function isFrame(head: Uint8Array): boolean {
  return head[0] === 0x28 && head[1] === 0xb5 && head[2] === 0x2f && head[3] === 0xfd;
}

export const zstd: Decoder = { id: "zstd", title: "zstd file", magic: isFrame, open: openZstd };
