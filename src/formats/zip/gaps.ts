import type { Budget } from "../../core/budget";
import { Malformed, type ByteSource } from "../../core/bytes";
import type { Range } from "./directory";
import { METHODS, STORED } from "./methods";
import { DATA_DESCRIPTOR, FLAG, LOCAL_HEADER_SIZE, readLocalHeader, viewOf, type LocalHeader } from "./records";

/** Zeros up to this length between members are alignment. Bytes. */
const MAX_PADDING = 64 * 1024;
const PIECE = 1024 ** 2;
/** `PK\3\4` that are looked at in what no directory lists. CWE-400. */
const MAX_SIGNATURES = 1_000_000;
/** Names of real members are paths. Bytes. */
const MAX_NAME = 4096;
/** Highest "version needed" in use is 6.3 (APPNOTE 4.4.3.2). */
const MAX_VERSION = 63;

/** Signature, checksum and two sizes of eight bytes. */
const LONGEST_DESCRIPTOR = 24;
/** What every record's signature begins with. */
const PK = 0x4b50;

const SIGNATURE = Buffer.from("PK\x03\x04", "latin1");

/** A local header that no directory lists, and where its data ends. */
export interface HiddenMember {
  readonly local: LocalHeader;
  readonly packed: number;
}

/** What is in a stretch of the archive that belongs to no listed member: members, and the bytes around them. */
export interface GapContents {
  readonly hidden: readonly HiddenMember[];
  readonly rests: readonly Range[];
}

/** The stretches of `0..size` that no range covers. */
export function complement(ranges: readonly Range[], size: number): Range[] {
  const gaps: Range[] = [];
  let covered = 0;
  for (const { start, end } of [...ranges].sort((a, b) => a.start - b.start)) {
    if (start > covered) gaps.push({ start: covered, end: Math.min(start, size) });
    covered = Math.max(covered, end);
  }
  if (covered < size) gaps.push({ start: covered, end: size });
  return gaps.filter((gap) => gap.end > gap.start);
}

/** One pass over the gap, however many headers it holds. */
export function searchGap(bytes: ByteSource, gap: Range, budget: Budget): GapContents {
  const headers = [...localHeadersIn(bytes, gap, budget)];
  const hidden: HiddenMember[] = [];
  const rests: Range[] = [];
  let covered = gap.start;
  headers.forEach((local, i) => {
    const next = headers[i + 1]?.at ?? gap.end;
    const { packed, end } = extentOf(bytes, local, next, gap.end);
    hidden.push({ local, packed });
    if (local.at > covered) rests.push({ start: covered, end: local.at });
    covered = Math.max(covered, end);
  });
  if (covered < gap.end) rests.push({ start: covered, end: gap.end });
  return { hidden, rests: rests.filter((rest) => !isPadding(bytes, rest)) };
}

function* localHeadersIn(bytes: ByteSource, gap: Range, budget: Budget): Generator<LocalHeader> {
  let signatures = 0;
  let resume = gap.start;
  for (let from = gap.start; from < gap.end; from += PIECE) {
    // Three bytes more, for a signature that straddles the pieces.
    const piece = bytes.window(from, Math.min(PIECE + SIGNATURE.length - 1, gap.end - from));
    for (const at of signaturesIn(piece)) {
      if (++signatures > MAX_SIGNATURES)
        throw new Malformed("too many local headers that no directory lists", gap.start);
      if (from + at < resume) continue;
      const local = plausibleHeader(bytes, from + at, gap.end);
      if (local === undefined) continue;
      budget.spend("nested", 1);
      resume = local.data + (isSizeUnknown(local) ? 0 : local.packed);
      yield local;
    }
  }
}

function signaturesIn(piece: Uint8Array): number[] {
  const buffer = Buffer.from(piece.buffer, piece.byteOffset, piece.length);
  const found: number[] = [];
  for (let at = buffer.indexOf(SIGNATURE); at >= 0; at = buffer.indexOf(SIGNATURE, at + 1)) found.push(at);
  return found;
}

/** A header that a streaming reader would take: four bytes alone may be chance. */
function plausibleHeader(bytes: ByteSource, at: number, end: number): LocalHeader | undefined {
  if (at + LOCAL_HEADER_SIZE > end) return undefined;
  const fixed = viewOf(bytes.read(at, LOCAL_HEADER_SIZE));
  const nameLength = fixed.getUint16(26, true);
  const fits = at + LOCAL_HEADER_SIZE + nameLength + fixed.getUint16(28, true) <= end;
  const isSane =
    nameLength > 0 &&
    nameLength <= MAX_NAME &&
    (fixed.getUint16(4, true) & 0xff) <= MAX_VERSION &&
    METHODS.isKnown(fixed.getUint16(8, true));
  return fits && isSane ? readLocalHeader(bytes, at) : undefined;
}

function isSizeUnknown(local: LocalHeader): boolean {
  return (local.flags & FLAG.dataDescriptor) !== 0 && local.packed === 0;
}

/** Where a hidden member's data ends. Without a size it is the decoder that knows, or else the next header. */
function extentOf(
  bytes: ByteSource,
  local: LocalHeader,
  next: number,
  gapEnd: number,
): { packed: number; end: number } {
  if (!isSizeUnknown(local)) {
    const packed = Math.min(local.packed, bytes.size - local.data);
    const end = local.data + packed;
    return { packed, end: end + descriptorLength(bytes, end, local, packed) };
  }
  if (local.method !== STORED) return { packed: gapEnd - local.data, end: next };
  for (const length of [24, 16]) {
    const packed = next - length - local.data;
    if (packed >= 0 && descriptorLength(bytes, next - length, local, packed) === length) return { packed, end: next };
  }
  return { packed: next - local.data, end: next };
}

/**
 * Length of the data descriptor at `at`: with or without signature, sizes of four or eight bytes
 * (APPNOTE 4.3.9). Nothing says which, but its packed size and the next record's signature behind it.
 */
export function descriptorLength(bytes: ByteSource, at: number, header: { flags: number }, packed: number): number {
  if ((header.flags & FLAG.dataDescriptor) === 0) return 0;
  const window = bytes.window(at, LONGEST_DESCRIPTOR + 2);
  const view = viewOf(window);
  const signed = window.length >= 4 && view.getUint32(0, true) === DATA_DESCRIPTOR ? 4 : 0;
  const fits = (length: number): boolean => window.length >= signed + length;
  const lengths: number[] = [];
  if (fits(20) && view.getBigUint64(signed + 4, true) === BigInt(packed)) lengths.push(signed + 20);
  if (fits(12) && (signed > 0 || view.getUint32(4, true) === packed)) lengths.push(signed + 12);
  const isFollowed = (length: number): boolean =>
    window.length >= length + 2 ? view.getUint16(length, true) === PK : window.length === length;
  return lengths.find(isFollowed) ?? lengths[0] ?? 0;
}

function isPadding(bytes: ByteSource, { start, end }: Range): boolean {
  return end - start <= MAX_PADDING && bytes.read(start, end - start).every((byte) => byte === 0);
}
