import type { OpenContext } from "../../core/format";
import { within, type Location } from "../../core/location";
import type { Artifact, Subject } from "../../core/subject";
import { shorten } from "../../core/text";
import type { ByteSource } from "../../core/bytes";
import { SliceSource } from "../../bytes/sources";
import { attribute, messages, nodesOf, type Scope } from "./nodes";
import { sightOf } from "./sight";

/** Shorter strings hold no graph. Bytes. */
const MIN_GRAPH = 16;
/** Characters of a node's name in a place. */
const MAX_NAME = 120;

/**
 * Graphs in the strings of constants, as members: `DatasetFromGraph` runs one, at load if it stands in an initialiser,
 * and operators in there are nowhere else in the file.
 */
export function* innerGraphs(
  at: Location,
  bytes: ByteSource,
  scopes: readonly Scope[],
  { budget }: OpenContext,
): Generator<Subject> {
  for (const scope of scopes)
    for (const node of nodesOf(bytes, scope, budget)) {
      if (node.op !== "Const" || node.end - node.start < MIN_GRAPH) continue;
      const value = attribute(bytes, budget, node, "value");
      if (value === undefined) continue;
      for (const tensor of messages(bytes, budget, value, 8))
        for (const { start, end } of messages(bytes, budget, tensor, 8)) {
          if (end - start < MIN_GRAPH) continue;
          const inner = new SliceSource(bytes, start, end - start);
          if (sightOf(inner, false) === undefined) continue;
          budget.spend("nested", 1);
          const inside = within(at, `<graph in ${shorten(node.name, MAX_NAME)}>`);
          const artifact: Artifact = { at: inside, bytes: inner, depth: inside.inside.length, nested: true };
          yield { kind: "member", at: inside, artifact };
        }
    }
}
