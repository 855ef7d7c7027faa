import { Malformed, OutOfBounds, Unsupported, type ByteSource } from "../core/bytes";
import type { Format, OpenContext } from "../core/format";
import { within } from "../core/location";
import type { Artifact, Subject } from "../core/subject";
import { DECODERS, MAGIC_LENGTH, Truncated, UntilBroken, type Decoder } from "../bytes/decoders";
import { TailSource } from "../bytes/sources";
import { SpooledSource } from "../bytes/spooled";

/** Extensions by decoder, first the one that stands for it. The suffix is taken off for the member's name. */
const EXTENSIONS: Record<string, readonly string[]> = {
  gzip: [".gz", ".tgz"],
  zlib: [".zlib"],
  bzip2: [".bz2", ".tbz2"],
  xz: [".xz", ".txz"],
  lzma: [".lzma"],
  lz4: [".lz4"],
  zstd: [".zst", ".zstd"],
};

/** Two bytes are no proof: these are claimed only if their beginning really decodes. */
const NEEDS_PROOF = new Set(["zlib", "lzma"]);

/**
 * One file, compressed: a joblib or gzip pickle, a `.tar.gz`, a model in a registry's store. Each wrapper
 * is a format of its own, so that a policy can name it; all are opened alike.
 */
export const compressedFormats: readonly Format[] = DECODERS.map((decoder) => ({
  id: decoder.id,
  title: decoder.title,
  extensions: EXTENSIONS[decoder.id] ?? [],
  claims: (artifact) =>
    decoder.magic(artifact.bytes.window(0, MAGIC_LENGTH)) &&
    (!NEEDS_PROOF.has(decoder.id) || surelyDecodes(decoder, artifact.bytes)),
  open: (artifact, context) => open(decoder, artifact, context),
}));

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
  for (const extension of EXTENSIONS[id] ?? []) {
    if (!name.toLowerCase().endsWith(extension) || name.length === extension.length) continue;
    const stem = name.slice(0, -extension.length);
    return extension.startsWith(".t") ? `${stem}.tar` : stem;
  }
  return "content";
}

/** Decoded bytes after which chance is ruled out: random bits meet an impossible match within a few dozen. */
const SURE_AFTER = 1024;
/** What a stream that merely ends too early must have given. */
const SURE_BEFORE_CUT = 64;

/** Whether the beginning decodes: to the stream's end, or far enough that it is no accident. */
function surelyDecodes(decoder: Decoder, bytes: ByteSource): boolean {
  let decoded = 0;
  try {
    const stream = decoder.open(bytes);
    while (decoded < SURE_AFTER) {
      const chunk = stream.next();
      if (chunk === undefined) return stream.problem === undefined;
      decoded += chunk.length;
    }
    return true;
  } catch (error) {
    if (error instanceof Unsupported || error instanceof OutOfBounds) return false;
    if (error instanceof Malformed) return error instanceof Truncated && decoded >= SURE_BEFORE_CUT;
    throw error;
  }
}
