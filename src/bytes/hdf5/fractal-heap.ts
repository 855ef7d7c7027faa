import { Malformed, Unsupported } from "../../core/bytes";
import { Cursor } from "./cursor";
import { decodeFiltered, readFilters, type Filter } from "./filters";
import { bytesFor, type Space } from "./space";
import { treeRecords } from "./tree-v2";

/** A heap of more than 2^52 bytes does not exist; the format writes 2^32 or 2^40. Bits. */
const MAX_HEAP_BITS = 52;
/** Bytes of direct blocks of one heap that are kept while its objects are read. CWE-770. */
const MAX_KEPT = 16 * 1024 ** 2;
/** Objects of the "huge" kind in one heap's tree. CWE-400. */
const MAX_HUGE = 100_000;
/** Bytes of the header beside addresses and lengths, generously. */
const FIXED_HEADER = 42;

interface Direct {
  readonly address: number;
  readonly size: number;
  /** Stored bytes and the filters that were left out, where blocks are filtered. */
  readonly filtered?: { readonly size: number; readonly mask: number };
}

/** A heap of links or attributes (III.G): its objects are found by the ids that B-trees hold. */
export class FractalHeap {
  private readonly idLength: number;
  private readonly largestManaged: number;
  private readonly hugeTree: number | undefined;
  private readonly width: number;
  private readonly startSize: number;
  private readonly largestDirect: number;
  private readonly heapBits: number;
  private readonly root: number | undefined;
  private readonly rootRows: number;
  private readonly filters: readonly Filter[] = [];
  private readonly rootFiltered: Direct["filtered"];
  private readonly kept = new Map<number, Cursor>();
  private keptBytes = 0;
  private huge: Map<number, { address: number; length: number }> | undefined;

  constructor(
    private readonly space: Space,
    address: number,
  ) {
    const { address: a, length: l } = space.widths;
    const head = space.head(address, FIXED_HEADER + 3 * a + 12 * l, "a fractal heap's header");
    head.signature("FRHP");
    const version = head.u8();
    if (version !== 0) throw new Unsupported(`version ${version} of HDF5's fractal heap`);
    this.idLength = head.u16();
    const filterLength = head.u16();
    head.skip(1);
    this.largestManaged = head.u32();
    head.skip(l);
    this.hugeTree = head.address();
    head.skip(l + a + 8 * l);
    this.width = head.u16();
    this.startSize = head.length();
    this.largestDirect = head.length();
    this.heapBits = head.u16();
    head.skip(2);
    this.root = head.address();
    this.rootRows = head.u16();
    this.check(head);
    if (filterLength === 0) return;
    const more = space.block(address + head.at, l + 4 + filterLength, "a fractal heap's header");
    this.rootFiltered = { size: more.length(), mask: more.u32() };
    this.filters = readFilters(more.part(filterLength), space.budget);
  }

  /** The object of an id, as a fresh cursor. */
  object(id: Uint8Array): Cursor {
    const cursor = new Cursor(id, this.space.widths, 0, "a fractal heap's id");
    const first = cursor.u8();
    if (first >>> 6 !== 0) throw new Unsupported(`version ${first >>> 6} of HDF5's heap ids`);
    switch ((first >>> 4) & 3) {
      case 0:
        return this.managed(cursor);
      case 1:
        return this.hugeObject(cursor);
      case 2:
        return this.tiny(cursor, first & 0x0f);
      default:
        throw new Malformed("a fractal heap's id is of no kind that exists");
    }
  }

  private check(head: Cursor): void {
    const { width, startSize, largestDirect, heapBits } = this;
    const sensible =
      width > 0 && isPower(width) && isPower(startSize) && isPower(largestDirect) && startSize <= largestDirect;
    if (!sensible || heapBits === 0 || heapBits > MAX_HEAP_BITS) throw head.malformed("has a table that cannot be", 0);
  }

  private managed(cursor: Cursor): Cursor {
    const offset = cursor.uint(this.offsetWidth());
    const length = cursor.uint(Math.min(bytesForLength(this.largestDirect), bytesFor(this.largestManaged)));
    const { block, from } = this.blockOf(offset);
    const content = this.content(block);
    const start = offset - from;
    if (start + length > content.bytes.length)
      throw new Malformed("a fractal heap's object leaves its block", content.start);
    this.space.budget.spend("fields", 1 + Math.floor(length / 16));
    const bytes = content.bytes.subarray(start, start + length);
    return new Cursor(bytes, this.space.widths, content.start + start, "a fractal heap's object");
  }

  private offsetWidth(): number {
    return Math.ceil(this.heapBits / 8);
  }

  private content(block: Direct): Cursor {
    const known = this.kept.get(block.address);
    if (known !== undefined) return known;
    const stored = this.space.block(block.address, block.filtered?.size ?? block.size, "a fractal heap's block");
    const content = block.filtered === undefined ? stored : this.decoded(stored, block);
    content.signature("FHDB");
    this.keptBytes += content.bytes.length;
    if (this.keptBytes > MAX_KEPT) {
      this.kept.clear();
      this.keptBytes = content.bytes.length;
    }
    this.kept.set(block.address, content);
    return content;
  }

  private decoded(stored: Cursor, { size, filtered }: Direct): Cursor {
    const bytes = decodeFiltered(stored.bytes, this.filters, filtered!.mask, size, this.space.budget);
    return new Cursor(bytes, this.space.widths, stored.start, stored.what);
  }

  /** The direct block that holds an offset of the heap's own address space, and where it begins in it. */
  private blockOf(offset: number): { block: Direct; from: number } {
    if (this.root === undefined) throw new Malformed("a fractal heap has no blocks");
    if (this.rootRows === 0) {
      const filtered = this.rootFiltered;
      return {
        block: { address: this.root, size: this.startSize, ...(filtered === undefined ? {} : { filtered }) },
        from: 0,
      };
    }
    let [address, rows, from] = [this.root, this.rootRows, 0];
    for (;;) {
      const { row, column, size, begins } = this.entryOf(offset - from);
      if (row >= rows) throw new Malformed("a fractal heap's id points behind its blocks", this.space.base + address);
      const child = this.child(address, row * this.width + column, row);
      from += begins;
      if (size <= this.largestDirect) return { block: { ...child, size }, from };
      address = child.address;
      // Each level is at least one doubling smaller, so this ends.
      rows = Math.log2(size) - Math.log2(this.startSize * this.width) + 1;
    }
  }

  /** Row and column of the doubling table: rows 0 and 1 have blocks of the starting size, each later one doubles. */
  private entryOf(offset: number): { row: number; column: number; size: number; begins: number } {
    const rowBytes = this.startSize * this.width;
    let row = 0;
    while (offset >= rowBytes * 2 ** row) row++;
    const size = row === 0 ? this.startSize : this.startSize * 2 ** (row - 1);
    const rowBegins = row === 0 ? 0 : rowBytes * 2 ** (row - 1);
    const column = Math.floor((offset - rowBegins) / size);
    return { row, column, size, begins: rowBegins + column * size };
  }

  private child(address: number, index: number, row: number): Omit<Direct, "size"> {
    const { address: a, length: l } = this.space.widths;
    const directRows = Math.log2(this.largestDirect) - Math.log2(this.startSize) + 2;
    const isFiltered = this.filters.length > 0;
    const directEntry = isFiltered ? a + l + 4 : a;
    const direct = Math.min(index, directRows * this.width);
    const at = 5 + a + this.offsetWidth() + direct * directEntry + (index - direct) * a;
    const head = this.space.head(address, 4, "a fractal heap's block");
    head.signature("FHIB");
    const entry = this.space.block(address + at, row < directRows ? directEntry : a, "a fractal heap's block");
    const child = entry.definedAddress();
    return row < directRows && isFiltered
      ? { address: child, filtered: { size: entry.length(), mask: entry.u32() } }
      : { address: child };
  }

  private tiny(cursor: Cursor, low: number): Cursor {
    // Ids of more than 17 bytes have a length of 12 bits.
    const length = 1 + (this.idLength > 17 ? (low << 8) | cursor.u8() : low);
    return cursor.part(length, "a fractal heap's object");
  }

  private hugeObject(cursor: Cursor): Cursor {
    if (this.filters.length > 0) throw new Unsupported("filtered objects of HDF5's fractal heap");
    const { address: a, length: l } = this.space.widths;
    if (a + l <= this.idLength - 1) return this.hugeAt(cursor.definedAddress(), cursor.length());
    const found = this.hugeObjects().get(cursor.uint(Math.min(l, this.idLength - 1)));
    if (found === undefined) throw new Malformed("a fractal heap's id names no object");
    return this.hugeAt(found.address, found.length);
  }

  private hugeAt(address: number, length: number): Cursor {
    return this.space.block(address, length, "a fractal heap's object");
  }

  private hugeObjects(): Map<number, { address: number; length: number }> {
    if (this.huge !== undefined) return this.huge;
    this.huge = new Map();
    if (this.hugeTree === undefined) return this.huge;
    for (const record of treeRecords(this.space, this.hugeTree)) {
      const [address, length, id] = [record.definedAddress(), record.length(), record.length()];
      if (this.huge.size >= MAX_HUGE) throw new Malformed("a fractal heap has too many huge objects");
      this.huge.set(id, { address, length });
    }
    return this.huge;
  }
}

function isPower(value: number): boolean {
  return value > 0 && Number.isInteger(Math.log2(value));
}

/** As the library counts the bytes of a length below a power of two. */
function bytesForLength(size: number): number {
  return Math.ceil(Math.log2(size) / 8) || 1;
}
