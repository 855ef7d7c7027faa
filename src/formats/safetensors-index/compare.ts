import { Malformed, OutOfBounds, type ByteSource } from "../../core/bytes";
import type { OpenContext } from "../../core/format";
import type { Artifact } from "../../core/subject";
import { LayoutNotes } from "../layout-notes";
import { readHeader } from "../safetensors/header";
import type { WeightMap } from "./map";
import type { Shard } from "./shards";

/** What of a shard's header the index speaks of. */
interface Contents {
  readonly names: ReadonlySet<string>;
  readonly bytes: number;
}

/**
 * Holds the map against the headers of the safetensors shards that are here, and gives the bytes of all tensors where
 * all shards are. Shards of other formats keep their names in a pickle; they are scanned as files of their own.
 */
export function compareShards(
  map: WeightMap,
  shards: readonly Shard[],
  wanted: string,
  notes: LayoutNotes,
  artifact: Artifact,
  context: OpenContext,
): number | undefined {
  let total: number | undefined = 0;
  const listed = byShard(map);
  for (const { name, line, state } of shards) {
    const contents = state === "present" ? contentsOf(name, artifact, context) : undefined;
    total = contents === undefined || total === undefined ? undefined : total + contents.bytes;
    if (contents !== undefined) compareOne(name, line, contents, listed.get(name) ?? new Set(), map, notes);
    else if (wanted === "safetensors" && state === "present" && name.endsWith(".safetensors"))
      notes.add({ oddity: "wrong-kind", part: name, detail: "cannot be read as a safetensors file", line });
  }
  return total;
}

function byShard(map: WeightMap): Map<string, Set<string>> {
  const listed = new Map<string, Set<string>>();
  for (const [tensor, { shard }] of map) {
    const names = listed.get(shard);
    if (names === undefined) listed.set(shard, new Set([tensor]));
    else names.add(tensor);
  }
  return listed;
}

function compareOne(
  shard: string,
  line: number,
  { names }: Contents,
  listed: ReadonlySet<string>,
  map: WeightMap,
  notes: LayoutNotes,
): void {
  for (const tensor of listed)
    if (!names.has(tensor)) {
      const own = map.get(tensor)!.line;
      notes.add({
        oddity: "missing-part",
        part: tensor,
        detail: `the index puts it into ${shard}, which has no such tensor`,
        line: own,
      });
    }
  for (const tensor of names) {
    if (listed.has(tensor)) continue;
    const other = map.get(tensor);
    const detail = other === undefined ? "the index does not name it" : `the index takes it from ${other.shard}`;
    notes.add({
      oddity: "unlisted-part",
      part: tensor,
      detail: `is in ${shard}, and ${detail}`,
      line: other?.line ?? line,
    });
  }
}

/** `undefined` where it is no safetensors file that can be read. */
function contentsOf(name: string, artifact: Artifact, context: OpenContext): Contents | undefined {
  try {
    return context.neighbours(artifact).read(name, (bytes) => readContents(bytes, context));
  } catch (error) {
    if (error instanceof Malformed || error instanceof OutOfBounds) return undefined;
    throw error;
  }
}

function readContents(bytes: ByteSource, { budget }: OpenContext): Contents | undefined {
  const header = readHeader(bytes, budget, new LayoutNotes("safetensors"));
  if (header === undefined) return undefined;
  const names = new Set(header.tensors.map(({ name }) => name));
  const sizes = header.tensors.map(({ begin, end }) => Math.max(0, end - begin));
  return { names, bytes: sizes.reduce((sum, size) => sum + size, 0) };
}
