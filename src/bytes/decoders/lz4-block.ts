import type { History } from "./history";

/** The shortest match, which a token's length counts from. */
const MIN_MATCH = 4;

/**
 * A block of LZ4 (block format): sequences of a token, literals, and a match. The history has room for
 * `largest` bytes. Returns what is wrong; what was decoded before that is in the history.
 */
export function decodeLz4Block(block: Uint8Array, history: History, largest: number): string | undefined {
  const limit = history.at + largest;
  let at = 0;
  while (at < block.length) {
    const token = block[at++]!;
    let literals = token >>> 4;
    if (literals === 15) {
      for (let more = 255; more === 255; literals += more) {
        if (at >= block.length) return "a literal length runs beyond its block";
        more = block[at++]!;
      }
    }
    const present = Math.min(literals, block.length - at);
    if (history.at + present > limit) return "a block that decodes to more than its frame allows";
    history.bytes.set(block.subarray(at, at + present), history.at);
    history.at += present;
    at += present;
    if (present < literals) return "literals run beyond their block";
    if (at === block.length) return undefined;
    if (at + 2 > block.length) return "a match runs beyond its block";
    const distance = block[at]! | (block[at + 1]! << 8);
    at += 2;
    let length = (token & 15) + MIN_MATCH;
    if ((token & 15) === 15) {
      for (let more = 255; more === 255; length += more) {
        if (at >= block.length) return "a match length runs beyond its block";
        more = block[at++]!;
      }
    }
    if (distance === 0 || distance > history.at) return "a match from before the first byte";
    if (history.at + length > limit) return "a block that decodes to more than its frame allows";
    history.repeat(distance, length);
  }
  return undefined;
}
