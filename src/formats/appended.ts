import type { OpenContext } from "../core/format";
import type { Artifact, Subject } from "../core/subject";
import { hiddenRange } from "./hidden-range";

/**
 * Bytes behind the end of what a format describes: how many, and what they are, for they go round the walk as a
 * member that counts only where it is surely something. `after` says in words what they follow.
 */
export function* appended(artifact: Artifact, from: number, after: string, context: OpenContext): Generator<Subject> {
  const { at, bytes } = artifact;
  const length = bytes.size - from;
  if (length <= 0) return;
  yield { kind: "trailing", at: { ...at, offset: from }, bytes: length, after };
  yield* hiddenRange(artifact, from, bytes.size, "appended data", context);
}
