import type { Budget } from "../../core/budget";
import { Malformed, type ByteSource } from "../../core/bytes";
import { decodeName } from "../member-names";
import { MAX_EXTENDED, readLongName, readPax, type Extension } from "./extended";
import { BLOCK_SIZE, isHeader, readHeader, type TarHeader } from "./header";

/** A member with what its extended headers say of it. */
export interface TarEntry {
  readonly kind: "entry";
  readonly name: string;
  readonly link: string;
  readonly type: string;
  /** Where its header is. */
  readonly offset: number;
  readonly dataAt: number;
  /** Bytes stored for it; 0 for types that have no data. */
  readonly size: number;
  readonly sparse: boolean;
  /** Set where readers disagree about what belongs to it. */
  readonly disputed?: string;
}

/** The end marker, and whether something follows it: another archive, or bytes that are none. */
export interface TarEnd {
  readonly kind: "another" | "trailing";
  readonly offset: number;
}

/** Links, directories, devices and fifos: Python ignores what size their headers give. */
const WITHOUT_DATA = new Set(["1", "2", "3", "4", "5", "6"]);

/**
 * The members in the order they are stored, as Python's `tarfile` walks them: a type it does not know is
 * a file, a block of zeros ends the archive. What follows the end is told, and read on if it is a tar.
 */
export function* readEntries(bytes: ByteSource, budget: Budget): Generator<TarEntry | TarEnd> {
  const global: Extension = {};
  let next: Extension = {};
  for (let at = 0; ;) {
    const block = bytes.window(at, BLOCK_SIZE);
    if (block.every((byte) => byte === 0)) {
      const rest = skipZeros(bytes, at);
      if (rest === undefined) return;
      const isAnother = isHeader(bytes.window(rest, BLOCK_SIZE));
      yield { kind: isAnother ? "another" : "trailing", offset: rest };
      if (!isAnother) return;
      at = rest;
      continue;
    }
    if (block.length < BLOCK_SIZE) throw new Malformed("the tar ends inside a header", at);
    const header = readHeader(block, at);
    const dataAt = at + BLOCK_SIZE;
    if (EXTENDED.has(header.type)) {
      readExtended(bytes, header, dataAt, budget, header.type === "g" ? global : next);
      at = dataAt + padded(header.size);
      continue;
    }
    const entry = toEntry(bytes, header, at, { ...global, ...next });
    next = {};
    yield entry;
    at = entry.dataAt + padded(entry.size);
  }
}

/** Long names and links of GNU; pax headers for one member (also Solaris's `X`) and for all that follow. */
const EXTENDED = new Set(["L", "K", "x", "X", "g"]);

function readExtended(bytes: ByteSource, header: TarHeader, at: number, budget: Budget, into: Extension): void {
  if (header.size > MAX_EXTENDED) throw new Malformed(`an extended tar header of ${header.size} bytes`, at);
  budget.spend("held", header.size);
  const data = bytes.window(at, header.size);
  if (data.length < header.size) throw new Malformed("the tar ends inside an extended header", at);
  if (header.type === "L") into.name = readLongName(data);
  else if (header.type === "K") into.link = readLongName(data);
  else readPax(data, at, into);
  // A size for all members makes no sense, and readers differ in what they make of it.
  if (header.type === "g" && into.size !== undefined)
    throw new Malformed("a pax header gives all members one size", at);
  budget.release("held", header.size);
}

function toEntry(bytes: ByteSource, header: TarHeader, offset: number, extension: Extension): TarEntry {
  const stated = extension.size ?? header.size;
  const firstData = offset + BLOCK_SIZE;
  const dataAt = header.type === "S" ? behindSparseMap(bytes, offset) : firstData;
  const hasData = !WITHOUT_DATA.has(header.type);
  const size = hasData || !isBoundary(bytes, firstData) ? stated : 0;
  return {
    kind: "entry",
    name: decodeName(extension.name ?? header.name),
    link: decodeName(extension.link ?? header.link),
    type: header.type,
    offset,
    dataAt,
    size,
    sparse: header.type === "S" || extension.sparse === true,
    ...(hasData || stated === 0
      ? {}
      : { disputed: `has ${stated} bytes of data, which some readers skip and others read as headers` }),
  };
}

/** Whether an archive can go on at an offset: with a header, with zeros, or with its end. */
function isBoundary(bytes: ByteSource, at: number): boolean {
  const block = bytes.window(at, BLOCK_SIZE);
  return block.every((byte) => byte === 0) || isHeader(block);
}

/** GNU's old sparse members: more of the map follows the header while a flag says so. */
function behindSparseMap(bytes: ByteSource, offset: number): number {
  let at = offset + BLOCK_SIZE;
  let more = bytes.window(offset, BLOCK_SIZE)[482];
  while (more !== undefined && more !== 0) {
    more = bytes.window(at, BLOCK_SIZE)[504];
    at += BLOCK_SIZE;
  }
  return at;
}

function padded(size: number): number {
  return Math.ceil(size / BLOCK_SIZE) * BLOCK_SIZE;
}

/** Compared at once: padding may be gigabytes. */
const ZEROS = Buffer.alloc(64 * 1024);

/** The block of the first byte at or behind `at` that is not zero, if there is one. */
function skipZeros(bytes: ByteSource, at: number): number | undefined {
  for (;;) {
    const window = bytes.window(at, ZEROS.length);
    if (window.length === 0) return undefined;
    if (!ZEROS.subarray(0, window.length).equals(window)) {
      const found = window.findIndex((byte) => byte !== 0);
      return at + found - (found % BLOCK_SIZE);
    }
    at += window.length;
  }
}
