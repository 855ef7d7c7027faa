import type { Budget } from "../../core/budget";
import type { ByteSource } from "../../core/bytes";
import type { Artifact } from "../../core/subject";
import { readZipDirectory, type ZipDirectory } from "./directory";
import { LOCAL_HEADER, signatureAt } from "./records";

/**
 * A member of a container may be compressed, and then looking at its end decodes all of it. Up to this
 * size that is cheap; beyond it a member is a zip only if it begins like one. Bytes.
 */
const MAX_DECODED_FOR_TAIL = 1024 ** 2;

/** "PK\7\8" or "PK00" before the first local header: an archive that was split, or nearly (APPNOTE 8.5.3). */
const SPLIT_MARKERS = new Set([0x08074b50, 0x30304b50]);

/** Archives that are stored near the end of these are their members or literals, and are looked at as such. */
const TAR_MAGIC = { offset: 257, text: "ustar" };
const NUMPY = 0x4d554e93; // "\x93NUM"
const PICKLE_PROTO = 0x80;

/**
 * Whether the bytes are a zip for any reader. One that begins with a local header is, even if its end is
 * lost; otherwise the last 64 KiB decide, whatever stands before, because Python reads from the end.
 */
export function isZip(artifact: Artifact, budget: Budget): boolean {
  const { bytes } = artifact;
  if (beginsLikeZip(bytes)) return true;
  if (!isDirect(artifact) && bytes.window(MAX_DECODED_FOR_TAIL, 1).length > 0) return false;
  const { records } = readZipDirectory(bytes, budget);
  if (records.some((record) => record.exact && (record.places.length > 0 || record.at === 0))) return true;
  return records.some((record) => record.places.length > 0) && !holdsArchives(bytes);
}

const direct = new WeakSet<ByteSource>();

/** Remembers that looking at the end of these bytes decodes nothing: a stored member of a file. */
export function markDirect(bytes: ByteSource): void {
  direct.add(bytes);
}

/** Whether looking at the end costs no more than looking at the beginning. */
export function isDirect({ bytes, at }: Artifact): boolean {
  return at.inside.length === 0 || direct.has(bytes);
}

/** The directory of a zip, without looking for one in what is surely none. */
export function zipDirectoryOf(artifact: Artifact, budget: Budget): ZipDirectory | undefined {
  return isZip(artifact, budget) ? readZipDirectory(artifact.bytes, budget) : undefined;
}

function beginsLikeZip(bytes: ByteSource): boolean {
  const first = signatureAt(bytes, 0);
  if (first === undefined) return false;
  return first === LOCAL_HEADER || (SPLIT_MARKERS.has(first) && signatureAt(bytes, 4) === LOCAL_HEADER);
}

/**
 * A tar whose last member is a zip (every `.nemo` file), or a pickle with one in a literal, has an end
 * record near its end and is not a second thing at once.
 */
function holdsArchives(bytes: ByteSource): boolean {
  const head = Buffer.from(bytes.window(0, TAR_MAGIC.offset + TAR_MAGIC.text.length));
  return (
    head[0] === PICKLE_PROTO ||
    signatureAt(bytes, 0) === NUMPY ||
    head.toString("latin1", TAR_MAGIC.offset) === TAR_MAGIC.text
  );
}
