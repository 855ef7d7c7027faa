import { Malformed, OutOfBounds, type ByteSource } from "../../core/bytes";
import { openLzma } from "../../bytes/decoders/lzma";
import type { CheckedStream } from "../../bytes/decoders";
import { viewOf } from "./records";

/** Before the data: two bytes of version, two of length, and LZMA's five bytes of properties (APPNOTE 5.8.8). */
const ZIP_HEADER = 9;
const PROPERTIES = { offset: 4, length: 5 };
/** An `.lzma` file has the properties and eight bytes of size instead. */
const FILE_HEADER = 13;
const UNKNOWN = 0xffff_ffff_ffff_ffffn;

/** LZMA as zip has it, given the header of an `.lzma` file. Without a size it ends in a marker. */
export function openZipLzma(packed: ByteSource, size: number | undefined): CheckedStream {
  const header = packed.read(0, ZIP_HEADER);
  if (viewOf(header).getUint16(2, true) !== PROPERTIES.length) throw new Malformed("its LZMA properties are none", 0);
  const head = new Uint8Array(FILE_HEADER);
  head.set(header.subarray(PROPERTIES.offset));
  viewOf(head).setBigUint64(PROPERTIES.length, size === undefined ? UNKNOWN : BigInt(size), true);
  const stream = openLzma(new ReplacedHead(head, packed, ZIP_HEADER));
  return {
    next: () => stream.next(),
    get consumed() {
      return stream.consumed - FILE_HEADER + ZIP_HEADER;
    },
  };
}

/** Another source with its first bytes replaced by others. */
class ReplacedHead implements ByteSource {
  constructor(
    private readonly head: Uint8Array,
    private readonly rest: ByteSource,
    private readonly from: number,
  ) {}

  get size(): number {
    return this.head.length + this.rest.size - this.from;
  }

  read(offset: number, length: number): Uint8Array {
    const bytes = this.window(offset, length);
    if (bytes.length < length) throw new OutOfBounds(offset, length, this.size);
    return bytes;
  }

  window(offset: number, atMost: number): Uint8Array {
    const inHead = this.head.subarray(Math.min(offset, this.head.length), offset + atMost);
    const from = Math.max(0, offset - this.head.length) + this.from;
    const rest = this.rest.window(from, atMost - inHead.length);
    if (inHead.length === 0) return rest;
    const joined = new Uint8Array(inHead.length + rest.length);
    joined.set(inHead);
    joined.set(rest, inHead.length);
    return joined;
  }
}
