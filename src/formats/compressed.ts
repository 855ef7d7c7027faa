import { copyOf, Malformed, type ByteSource } from "../core/bytes";
import type { Format, OpenContext } from "../core/format";
import { within } from "../core/location";
import type { Artifact, Subject } from "../core/subject";
import { behindSkippable, DECODERS, MAGIC_LENGTH, Truncated, UntilBroken, type Decoder } from "../bytes/decoders";
import { BufferSource, TailSource } from "../bytes/sources";
import { SpooledSource } from "../bytes/spooled";

/** Suffixes by decoder: they are taken off for the member's name. They promise nothing: other files have them too. */
const SUFFIXES: Record<string, readonly string[]> = {
  gzip: [".gz", ".tgz"],
  zlib: [".zlib"],
  bzip2: [".bz2", ".tbz2"],
  xz: [".xz", ".txz"],
  lzma: [".lzma"],
  lz4: [".lz4"],
  zstd: [".zst", ".zstd"],
};

/**
 * Compressed bytes that must decode before a form without a real magic is claimed. zlib's mark is two
 * bytes, one pair in a thousand; random bits behind it meet an impossible match or code within a few dozen
 * bytes. The 14 bytes that are checked of an `.lzma` file leave little to chance.
 */
const PROOF: Partial<Record<string, number>> = { zlib: 256, lzma: 32 };
/** Compressed bytes that are decoded for the proof; zlib makes 4 MB of them at most, LZMA some 30. */
const PROOF_READ = 4096;

/**
 * One file, compressed: a joblib or gzip pickle, a `.tar.gz`, a model in a registry's store. Each wrapper
 * is a format of its own, so that a policy can name it; all are opened alike.
 */
export const compressedFormats: readonly Format[] = DECODERS.map((decoder) => ({
  id: decoder.id,
  title: decoder.title,
  extensions: [],
  claims: ({ bytes }) => {
    const proof = PROOF[decoder.id];
    return mayBe(decoder, bytes) && (proof === undefined || surelyDecodes(decoder, bytes, proof));
  },
  open: (artifact, context) => open(decoder, artifact, context),
}));

/** Frames without data may come before the first of zstd and lz4, and look the same in both. */
function mayBe(decoder: Decoder, bytes: ByteSource): boolean {
  if (decoder.magic(bytes.window(0, MAGIC_LENGTH))) return true;
  if (decoder.id !== "zstd" && decoder.id !== "lz4") return false;
  const start = behindSkippable(bytes);
  return start > 0 && decoder.magic(bytes.window(start, MAGIC_LENGTH));
}

function* open(decoder: Decoder, artifact: Artifact, context: OpenContext): Generator<Subject> {
  const { at, bytes, depth } = artifact;
  context.budget.spend("members", 1);
  context.budget.spend("depth", depth + 1);
  context.budget.release("depth", depth + 1);
  const stream = decoder.open(bytes);
  const whole = new UntilBroken(stream);
  const content = new SpooledSource(whole, context.budget, () => context.spill());
  yield member(artifact, memberName(decoder.id, at.inside.at(-1) ?? at.path), content);

  // The walk is done with the member when it asks on: the rest is decoded for its end and checksum only.
  content.skipTo(Number.MAX_SAFE_INTEGER);
  void content.size;
  if (stream.problem !== undefined) {
    const oddities = [{ oddity: "wrong-checksum", detail: stream.problem } as const];
    yield { kind: "archive", at, archive: { container: decoder.id, members: 1, oddities } };
  }
  if (whole.failure !== undefined) throw whole.failure.error;
  if (bytes.window(stream.consumed, 1).length === 0) return;
  const rest = new TailSource(bytes, stream.consumed);
  yield { kind: "trailing", at: { ...at, offset: stream.consumed }, bytes: rest.size, after: decoder.title };
  yield member(artifact, "trailing", rest);
}

function member(parent: Artifact, name: string, bytes: ByteSource): Subject {
  const at = within(parent.at, name);
  return { kind: "member", at, artifact: { at, bytes, depth: parent.depth + 1 } };
}

/** The file's name without the wrapper's suffix; a name inside the file would be its author's choice of words. */
function memberName(id: string, path: string): string {
  const name = path.slice(path.lastIndexOf("/") + 1);
  for (const suffix of SUFFIXES[id] ?? []) {
    if (!name.toLowerCase().endsWith(suffix) || name.length === suffix.length) continue;
    const stem = name.slice(0, -suffix.length);
    return suffix.startsWith(".t") ? `${stem}.tar` : stem;
  }
  return "content";
}

/** Whether the beginning decodes: to an end with the right checksum, or so far that it is no accident. */
function surelyDecodes(decoder: Decoder, bytes: ByteSource, proof: number): boolean {
  const head = new BufferSource(copyOf(bytes.window(0, PROOF_READ)));
  const stream = decoder.open(head);
  try {
    while (stream.next() !== undefined);
    return stream.problem === undefined || stream.consumed >= proof;
  } catch (error) {
    if (error instanceof Truncated) return head.size >= proof;
    if (error instanceof Malformed) return false;
    throw error;
  }
}
