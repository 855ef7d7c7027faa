import { SliceSource } from "../bytes/sources";
import type { OpenContext } from "../core/format";
import { within } from "../core/location";
import type { Artifact, Subject } from "../core/subject";

/** Zeros that may stand before what is hidden: alignment, or what looks like it. Bytes. */
const MAX_ZEROS = 64 * 1024;

/**
 * Bytes of a file that no reader of its format looks at: they go round the walk, where they count only if they are
 * surely something. `name` says which bytes, in words.
 */
export function* hiddenRange(
  artifact: Artifact,
  from: number,
  to: number,
  name: string,
  { budget }: OpenContext,
): Generator<Subject> {
  if (to <= from) return;
  budget.spend("nested", 1);
  const at = within(artifact.at, name);
  const start = from + leadingZeros(artifact.bytes.window(from, Math.min(to - from, MAX_ZEROS)));
  const bytes = new SliceSource(artifact.bytes, start, to - start);
  yield { kind: "member", at, artifact: { at, bytes, depth: artifact.depth + 1, nested: true } };
}

function leadingZeros(bytes: Uint8Array): number {
  const first = bytes.findIndex((byte) => byte !== 0);
  return first < 0 ? 0 : first;
}
