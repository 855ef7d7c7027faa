import type { ByteSource } from "../../core/bytes";
import {
  CENTRAL_HEADER,
  END_RECORD_SIZE,
  IN_ZIP64,
  IN_ZIP64_16,
  signatureAt,
  viewOf,
  ZIP64_END_RECORD,
  ZIP64_END_RECORD_SIZE,
  ZIP64_LOCATOR,
  ZIP64_LOCATOR_SIZE,
} from "./records";

/** An end record and the longest comment it can have (APPNOTE 4.3.16): no reader looks further back. */
export const MAX_TAIL = END_RECORD_SIZE + 0xffff;

/** End records that are followed. Real files have one, seldom a second inside a comment or a stored zip. CWE-400. */
const MAX_END_RECORDS = 64;

const SIGNATURE = Buffer.from("PK\x05\x06", "latin1");

/** Where some reader would find the central directory. */
export interface DirectoryPlace {
  readonly start: number;
  /** Number of entries and bytes, as the end record has them. */
  readonly entries: number;
  readonly size: number;
  /** Added to each entry's offset: the length of what stands before the archive. */
  readonly base: number;
}

export interface EndRecord {
  readonly at: number;
  /** Behind the record and its comment, at most the end of the file. */
  readonly end: number;
  /** From the first record of the end (Zip64 included) on, nothing is a member. */
  readonly first: number;
  /** The comment ends where the file ends. */
  readonly exact: boolean;
  readonly places: readonly DirectoryPlace[];
}

/**
 * Every end record in the tail that leads to a directory, last first. Readers differ in which they take:
 * Python the last signature whatever its comment says, others the last whose comment fits, libzip the
 * one that agrees best with the rest.
 */
export function findEndRecords(bytes: ByteSource): EndRecord[] {
  const size = bytes.size;
  const start = Math.max(0, size - MAX_TAIL);
  const view = asBuffer(bytes.read(start, size - start));
  if (lastSignature(view, view.length) < 0) return [];
  const tail = Buffer.from(view);
  const found: EndRecord[] = [];
  for (let at = lastSignature(tail, tail.length); at >= 0; at = lastSignature(tail, at)) {
    const record = readEndRecord(bytes, tail.subarray(at, at + END_RECORD_SIZE), start + at);
    if (record !== undefined) found.push(record);
    if (found.length >= MAX_END_RECORDS) break;
  }
  return found;
}

/** The same memory. */
function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
}

function lastSignature(tail: Buffer, before: number): number {
  const from = Math.min(before - 1, tail.length - END_RECORD_SIZE);
  return from < 0 ? -1 : tail.lastIndexOf(SIGNATURE, from);
}

function readEndRecord(bytes: ByteSource, record: Uint8Array, at: number): EndRecord | undefined {
  const view = viewOf(record);
  const short = {
    entries: view.getUint16(10, true),
    size: view.getUint32(12, true),
    offset: view.getUint32(16, true),
  };
  const commentEnd = at + END_RECORD_SIZE + view.getUint16(20, true);
  const places: DirectoryPlace[] = [];
  let first = at;
  for (const wide of zip64Records(bytes, at)) {
    first = Math.min(first, wide.at);
    addPlaces(bytes, places, wide, wide.at);
    // A reader that only looks there where a field says so.
    addPlaces(bytes, places, mixed(short, wide), wide.at);
  }
  // A record that leaves its fields to Zip64 has no place of its own: every file of 4 GiB and more is written so.
  if (places.length === 0 || !defers(short)) addPlaces(bytes, places, short, first);
  const isEmpty = short.entries === 0 && short.size === 0;
  if (places.length === 0 && !isEmpty) return undefined;
  return { at, end: Math.min(bytes.size, commentEnd), first, exact: commentEnd === bytes.size, places };
}

interface DirectoryFields {
  readonly entries: number;
  readonly size: number;
  readonly offset: number;
}

/**
 * The Zip64 end records that readers may use: the one that the locator points to, and the one right
 * before the locator, where Python looked until 3.14 (CVE-2025-8291).
 */
function zip64Records(bytes: ByteSource, end: number): (DirectoryFields & { at: number })[] {
  const locator = end - ZIP64_LOCATOR_SIZE;
  if (signatureAt(bytes, locator) !== ZIP64_LOCATOR) return [];
  const pointed = Number(viewOf(bytes.read(locator, ZIP64_LOCATOR_SIZE)).getBigUint64(8, true));
  const places = new Set([pointed, locator - ZIP64_END_RECORD_SIZE]);
  return [...places].flatMap((at) => {
    if (at + ZIP64_END_RECORD_SIZE > locator || signatureAt(bytes, at) !== ZIP64_END_RECORD) return [];
    const view = viewOf(bytes.read(at, ZIP64_END_RECORD_SIZE));
    const [entries, size, offset] = [32, 40, 48].map((field) => Number(view.getBigUint64(field, true)));
    return [{ at, entries: entries!, size: size!, offset: offset! }];
  });
}

function defers({ entries, size, offset }: DirectoryFields): boolean {
  return entries === IN_ZIP64_16 || size === IN_ZIP64 || offset === IN_ZIP64;
}

function mixed(short: DirectoryFields, wide: DirectoryFields): DirectoryFields {
  return {
    entries: short.entries === IN_ZIP64_16 ? wide.entries : short.entries,
    size: short.size === IN_ZIP64 ? wide.size : short.size,
    offset: short.offset === IN_ZIP64 ? wide.offset : short.offset,
  };
}

/**
 * The directory stands right before its end record (Python, 7-Zip: what comes before the archive shifts
 * everything), or at the offset as written (PyTorch's miniz). In an honest file both are the same place.
 */
function addPlaces(bytes: ByteSource, places: DirectoryPlace[], fields: DirectoryFields, end: number): void {
  const { entries, size, offset } = fields;
  for (const [start, base] of [
    [end - size, end - size - offset],
    [offset, 0],
  ] as const) {
    if (start < 0 || start >= end || signatureAt(bytes, start) !== CENTRAL_HEADER) continue;
    if (!places.some((place) => place.start === start && place.base === base))
      places.push({ start, entries, size, base });
  }
}
