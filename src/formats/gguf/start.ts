import { Malformed, Unsupported, type ByteSource } from "../../core/bytes";
import { Broken, Cursor } from "./cursor";

/** `GGUF`, in files of both byte orders. */
const MAGIC = 0x46554747;
const NEWEST = 3;
/** Magic, version and the two counts are behind it. Bytes. */
const VERSION_END = 8;
/** The shortest pair: a key's length, a type, a value of one byte. The shortest tensor: name, rank, type, offset. Bytes. */
const MIN_PAIR = { wide: 13, narrow: 9 };
const MIN_TENSOR = { wide: 24, narrow: 20 };

/** Tensors, and pairs; the largest real models have some thousands of each. CWE-400. */
const MAX_COUNT = 300_000;

export interface Start {
  readonly version: number;
  readonly tensors: number;
  readonly pairs: number;
  /** Stands at the first pair. */
  readonly cursor: Cursor;
}

export function beginsGguf(bytes: ByteSource): boolean {
  const head = Buffer.from(bytes.window(0, VERSION_END));
  return head.length >= 4 && head.readUInt32LE(0) === MAGIC;
}

/** Whether the version is one that a file could have, in either byte order: chance has none. */
export function plausibleVersion(bytes: ByteSource): boolean {
  const head = Buffer.from(bytes.window(0, VERSION_END));
  if (head.length < VERSION_END) return false;
  const [little, big] = [head.readUInt32LE(4), head.readUInt32BE(4)];
  return Math.min(little, big) <= 255;
}

/** Magic, version and counts (ggml, docs/gguf.md, "File Structure"). Counts that the file cannot have throw `Broken`. */
export function readStart(bytes: ByteSource): Start {
  const head = Buffer.from(bytes.window(0, VERSION_END));
  if (head.length < VERSION_END) throw new Malformed("it ends within its first eight bytes");
  // As llama.cpp tells the byte orders apart: versions are small.
  const little = (head.readUInt32LE(4) & 0xffff) !== 0;
  const version = little ? head.readUInt32LE(4) : head.readUInt32BE(4);
  if (version === 0) throw new Broken({ oddity: "bad-value", part: "version", detail: "is 0, which never was one" });
  if (version > NEWEST) throw new Unsupported(`version ${version} of GGUF`);
  const width = version === 1 ? "narrow" : "wide";
  const cursor = new Cursor(bytes, VERSION_END, little, width === "wide");
  const [tensors, pairs] = [cursor.count(), cursor.count()];
  fits("its tensors", tensors, MIN_TENSOR[width], cursor.left);
  fits("its metadata", pairs, MIN_PAIR[width], cursor.left);
  return { version, tensors, pairs, cursor };
}

function fits(part: string, count: number, least: number, left: number): void {
  if (count <= left / least && count <= MAX_COUNT) return;
  const why = count <= left / least ? "which is more than any model has" : "which the file has no room for";
  const detail = `it says that there are ${count.toLocaleString("en-US")}, ${why}`;
  throw new Broken({ oddity: "bad-count", part, detail, offset: VERSION_END });
}
