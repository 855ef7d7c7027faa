import type { ByteSource } from "../../core/bytes";
import type { ForwardReader } from "./forward-reader";

/** Frames that carry no data, common to LZ4 and Zstandard (RFC 8878, section 3.1.2): sixteen magic numbers, then a size. */
function isMark(head: Uint8Array): boolean {
  return (head[0]! & 0xf0) === 0x50 && head[1] === 0x2a && head[2] === 0x4d && head[3] === 0x18;
}

export function isSkippable(reader: ForwardReader): boolean {
  return isMark(reader.ahead(4));
}

export function skipFrame(reader: ForwardReader): void {
  reader.skip(4);
  reader.skip(reader.uint(4));
}

/** Skippable frames at a file's start that are looked behind: writers put one there, if any. CWE-400. */
const MAX_LOOKED_BEHIND = 16;

/** Where the first frame with data begins. */
export function behindSkippable(source: ByteSource): number {
  let at = 0;
  for (let i = 0; i < MAX_LOOKED_BEHIND; i++) {
    const head = source.window(at, 8);
    if (head.length < 8 || !isMark(head)) break;
    at += 8 + (head[4]! | (head[5]! << 8) | (head[6]! << 16)) + head[7]! * 2 ** 24;
  }
  return at;
}
