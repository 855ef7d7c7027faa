import { Malformed, OutOfBounds, type ByteSource } from "../../core/bytes";
import type { OpenContext } from "../../core/format";
import { within, type Location } from "../../core/location";
import type { Artifact, Subject } from "../../core/subject";
import { isDirect, markDirect } from "./claim";
import { isLeftOut, isSymlink } from "./compare";
import { openContent, type Content, type ContentFacts } from "./content";
import type { FactList } from "./fact-list";
import { AES, STORED, type Reading } from "./methods";
import { FLAG, type HeaderFields, type LocalHeader } from "./records";

/** Who loads a member, by its name, where the container's kind tells. */
export type Reader = (name: string) => "torch" | undefined;

/** Enough to see whether a member's bytes decode at all. Bytes. */
const PROBE = 512;
/** Longest path of a link that is shown (Linux's PATH_MAX). Bytes. */
const MAX_LINK = 4096;
/** An empty deflate stream: what some archivers leave in directories. Bytes. */
const MAX_EMPTY = 2;

export interface MemberToOpen {
  readonly entry: HeaderFields & { readonly mode?: number };
  readonly local: LocalHeader;
  readonly facts: FactList;
  readonly artifact: Artifact;
  readonly context: OpenContext;
  readonly reader: Reader;
}

/** The bytes of one member, in every reading that its two headers allow. */
export function* openMember(member: MemberToOpen): Generator<Subject> {
  const { entry, local, artifact } = member;
  if (isDirectory(entry)) return;
  const at = within(artifact.at, entry.name);
  const missing = local.data + entry.packed - artifact.bytes.size;
  if (missing > 0) {
    const detail = `the file ends ${missing} bytes before the member does`;
    yield { kind: "unreadable", at, reason: "malformed", detail };
  }
  for (const reading of readingsOf(member)) yield* openReading(member, reading, at);
}

/** Python and PyTorch go by the directory, streaming readers by the local header. */
function readingsOf({ entry, local, artifact }: MemberToOpen): Reading[] {
  const room = artifact.bytes.size - local.data;
  const listed = { ...entry, flags: entry.flags | local.flags };
  const sizes = [entry.packed, ...(isLeftOut(local.packed, local) ? [] : [local.packed])];
  // PyTorch's miniz takes the unpacked size of a stored member, Python the packed one.
  if (entry.method === STORED) sizes.push(entry.size);
  const span = (packed: number): number => Math.max(0, Math.min(packed, room));
  const reading = (from: HeaderFields, packed: number): Reading => ({
    method: from.method,
    start: local.data,
    packed: span(packed),
    size: from.size,
    crc: from.crc,
    flags: listed.flags,
  });
  const longest = Math.max(...sizes);
  const readings = [reading(entry, longest)];
  if (local.method !== entry.method) readings.push(reading({ ...entry, method: local.method }, longest));
  return readings;
}

function* openReading(member: MemberToOpen, reading: Reading, at: Location): Generator<Subject> {
  const { entry, artifact, facts, reader } = member;
  const isMarked = (reading.flags & FLAG.encrypted) !== 0 || reading.method === AES;
  const content = tryOpen(member, reading);
  if (content instanceof Error) {
    yield isMarked ? encrypted(at) : unreadable(at, content);
    return;
  }
  const nested = isMarked && content.verify(true).checksum !== true;
  if (nested) yield encrypted(at);
  else if (isMarked) noteFalseFlag(member);
  if (isSymlink(entry.mode ?? 0)) {
    const detail = `links to ${linkTarget(content.bytes)}`;
    facts.add({ oddity: "symlink", member: entry.name, detail });
  }
  if (reading.method === STORED && isDirect(artifact)) markDirect(content.bytes);
  const readBy = reader(entry.name);
  const inside: Artifact = {
    at,
    bytes: content.bytes,
    depth: artifact.depth + 1,
    ...(nested ? { nested } : {}),
    ...(readBy === undefined ? {} : { reader: readBy }),
  };
  yield { kind: "member", at, artifact: inside };
  if (nested) return;
  const learnt = content.verify();
  if (learnt.failure !== undefined) yield unreadable(at, learnt.failure.error);
  else noteContent(member, reading, learnt);
}

/** The member's bytes, or why there are none. */
function tryOpen({ artifact, context }: MemberToOpen, reading: Reading): Content | Error {
  try {
    const content = openContent(artifact.bytes, reading, context);
    const isBroken = content.bytes.window(0, PROBE).length === 0;
    const { failure } = content.verify();
    if (isBroken && failure?.error instanceof Error) return failure.error;
    return content;
  } catch (error) {
    if (error instanceof Malformed || error instanceof OutOfBounds) return error;
    throw error;
  }
}

/** What was learnt of a member's bytes while the walk read them. */
function noteContent({ entry, local, facts }: MemberToOpen, reading: Reading, learnt: ContentFacts): void {
  const { checksum, decoded, behind } = learnt;
  const about = { member: entry.name, offset: local.data };
  const size = `it says ${reading.size} bytes and decodes to ${decoded}`;
  const checksumDetail = "its content is not what its CRC-32 says";
  if (checksum === false) facts.add({ ...about, oddity: "wrong-checksum", detail: checksumDetail });
  if (decoded !== undefined && decoded !== reading.size)
    facts.add({ ...about, oddity: "header-mismatch", detail: size });
  if (behind !== undefined && behind > 0)
    facts.add({ ...about, oddity: "data-around", detail: `${behind} bytes behind the end of its compressed data` });
}

/**
 * A member marked as encrypted whose checksum proves that it is not: PyTorch's reader may not look at the
 * flag, and picklescan stopped there (GHSA-w8jq-xcqf-f792).
 */
function noteFalseFlag({ entry, facts }: MemberToOpen): void {
  facts.add({ oddity: "flag-bits", member: entry.name, detail: "it says that it is encrypted, and is not" });
}

function encrypted(at: Location): Subject {
  return { kind: "unreadable", at, reason: "encrypted", detail: "without the password nobody sees what is in it" };
}

function unreadable(at: Location, error: unknown): Subject {
  if (!(error instanceof Malformed || error instanceof OutOfBounds)) throw error;
  return { kind: "unreadable", at, reason: "malformed", detail: error.message };
}

function isDirectory({ name, size, packed }: HeaderFields): boolean {
  return name.endsWith("/") && size === 0 && packed <= MAX_EMPTY;
}

function linkTarget(bytes: ByteSource): string {
  return new TextDecoder().decode(bytes.window(0, MAX_LINK));
}
