import { ZstdProblem } from "./zstd-fse";
import { decodeHuffman, readHuffman, type HuffmanTable } from "./zstd-huffman";

/** Most bytes that a block stands for (RFC 8878, section 3.1.1.2.4). */
export const MAX_BLOCK = 128 * 1024;

/** A block's literals, and the tree that the next block may use again (section 3.1.1.3.1). */
export class Literals {
  readonly bytes = new Uint8Array(MAX_BLOCK);
  size = 0;
  private tree: HuffmanTable | undefined;

  reset(): void {
    this.tree = undefined;
  }

  /** Reads the section that begins a block; returns where it ends. */
  read(block: Uint8Array, from: number, end: number): number {
    if (from >= end) throw new ZstdProblem("a block without literals");
    const type = block[from]! & 3;
    const format = (block[from]! >>> 2) & 3;
    return type < 2 ? this.readPlain(block, from, end, type, format) : this.readCoded(block, from, end, type, format);
  }

  private readPlain(block: Uint8Array, from: number, end: number, type: number, format: number): number {
    const header = format === 1 ? 2 : format === 3 ? 3 : 1;
    const at = from + header;
    this.setSize(little(block, from, header, end) >>> (header === 1 ? 3 : 4));
    const stored = type === 0 ? this.size : 1;
    if (at + stored > end) throw new ZstdProblem("literals that run beyond their block");
    if (type === 0) this.bytes.set(block.subarray(at, at + stored));
    else this.bytes.fill(block[at]!, 0, this.size);
    return at + stored;
  }

  private readCoded(block: Uint8Array, from: number, end: number, type: number, format: number): number {
    const header = format < 2 ? 3 : format + 2;
    const width = format < 2 ? 10 : format === 2 ? 14 : 18;
    const fields = little(block, from, header, end);
    this.setSize(Math.floor(fields / 16) % 2 ** width);
    const coded = Math.floor(fields / 2 ** (4 + width)) % 2 ** width;
    let at = from + header;
    const past = at + coded;
    if (past > end) throw new ZstdProblem("literals that run beyond their block");
    if (type === 2) ({ table: this.tree, end: at } = readHuffman(block, at, past));
    if (this.tree === undefined) throw new ZstdProblem("literals without a tree");
    if (format === 0) decodeHuffman(this.tree, block, at, past, this.bytes, 0, this.size);
    else this.decodeFour(this.tree, block, at, past);
    return past;
  }

  /** Four streams behind a table of the first three's sizes (section 3.1.1.3.1.6). */
  private decodeFour(tree: HuffmanTable, block: Uint8Array, from: number, end: number): void {
    if (from + 6 > end) throw new ZstdProblem("literals that are cut short");
    const part = (this.size + 3) >> 2;
    let at = from + 6;
    for (let i = 0; i < 4; i++) {
      const past = i === 3 ? end : at + (block[from + 2 * i]! | (block[from + 2 * i + 1]! << 8));
      if (past > end) throw new ZstdProblem("literals that run beyond their block");
      const count = i === 3 ? this.size - 3 * part : part;
      if (count < 0) throw new ZstdProblem("too few literals for four streams");
      decodeHuffman(tree, block, at, past, this.bytes, i * part, count);
      at = past;
    }
  }

  private setSize(size: number): void {
    if (size > MAX_BLOCK) throw new ZstdProblem("more literals than a block may have");
    this.size = size;
  }
}

/** A little-endian number of up to five bytes, which is more than bit operators hold. */
function little(bytes: Uint8Array, from: number, count: number, end: number): number {
  if (from + count > end) throw new ZstdProblem("a block that ends in its header");
  let value = 0;
  for (let i = count - 1; i >= 0; i--) value = value * 256 + bytes[from + i]!;
  return value;
}
