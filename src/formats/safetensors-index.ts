import { Malformed } from "../core/bytes";
import type { Format, OpenContext } from "../core/format";
import type { Artifact, Subject } from "../core/subject";
import { latin1 } from "../core/text";
import { duplicates, member, parseJson, type JsonNode } from "../syntax/json";
import { Lines } from "../syntax/lines";
import { LayoutNotes } from "./layout-notes";
import { secretsIn } from "./secrets";
import { compareShards } from "./safetensors-index/compare";
import { readMap } from "./safetensors-index/map";
import { placeShards } from "./safetensors-index/shards";

/** `model.safetensors.index.json`, `pytorch_model.bin.index.json`, and the former with a variant (`fp16`) in it. */
const NAME = /\.(safetensors|bin|pt|pth|h5|msgpack)\.index(\.[\w-]{1,32})?\.json$/i;
/** The largest real ones have some 10 MB. Bytes. CWE-770. */
const MAX_INDEX = 32 * 1024 ** 2;

/** Where an index by a name that says less has to say what it is. Bytes. */
const HEAD = 4096;

/** Which shard has which tensor of a checkpoint that is split; held against the shards beside it. */
export const safetensorsIndex: Format = {
  id: "safetensors-index",
  title: "index of a sharded checkpoint",
  extensions: [],
  text: "config",
  claims({ at, bytes }) {
    const name = at.inside.at(-1) ?? at.path;
    if (!NAME.test(name)) return false;
    return /model[^/]*$|\.safetensors\.[^/]*$/i.test(name) || latin1(bytes.window(0, HEAD)).includes('"weight_map"');
  },
  *open(artifact, context) {
    const notes = new LayoutNotes("safetensors-index");
    try {
      yield* tell(artifact, notes, context);
    } finally {
      yield* notes.told(artifact.at);
    }
  },
};

function* tell(artifact: Artifact, notes: LayoutNotes, context: OpenContext): Generator<Subject> {
  const { at, bytes } = artifact;
  if (bytes.size > MAX_INDEX) throw new Malformed(`an index of ${bytes.size.toLocaleString("en-US")} bytes`);
  const text = new TextDecoder().decode(bytes.read(0, bytes.size));
  const lines = new Lines(text);
  yield* secretsIn(text, at, undefined, lines);
  const root = parseJson(text);
  noteDuplicates(root, "the index", notes, lines);
  const map = readMap(root, lines, notes, context.budget);
  const wanted = NAME.exec(at.inside.at(-1) ?? at.path)![1]!.toLowerCase();
  const shards = yield* placeShards(at, map, wanted, notes, context.neighbours(artifact));
  const total = compareShards(map, shards, wanted, notes, artifact, context);
  noteTotal(member(root, "metadata", "total_size"), total, notes, lines);
}

function noteDuplicates(node: JsonNode, where: string, notes: LayoutNotes, lines: Lines): void {
  for (const { key, at } of duplicates(node))
    notes.add({ oddity: "duplicate-key", part: key, detail: `stands twice in ${where}`, line: lines.lineOf(at) });
}

/** Programs plan memory by it; several writers sum up differently, so it is worth knowing and no more. */
function noteTotal(says: JsonNode | undefined, total: number | undefined, notes: LayoutNotes, lines: Lines): void {
  if (total === undefined || says?.kind !== "scalar" || typeof says.value !== "number" || says.value === total) return;
  const told = `${says.value.toLocaleString("en-US")} bytes, its shards have ${total.toLocaleString("en-US")}`;
  notes.add({ oddity: "stale-total", part: "total_size", detail: `says ${told}`, line: lines.lineOf(says.start) });
}
