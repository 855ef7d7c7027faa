import { SliceSource } from "../bytes/sources";
import type { OpenContext } from "../core/format";
import { within } from "../core/location";
import type { Artifact, Subject } from "../core/subject";

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
  const bytes = new SliceSource(artifact.bytes, from, to - from);
  yield { kind: "member", at, artifact: { at, bytes, depth: artifact.depth + 1, nested: true } };
}
