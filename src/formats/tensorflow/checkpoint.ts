import { Budget, LimitExceeded } from "../../core/budget";
import { Malformed, OutOfBounds, Unsupported, type ByteSource } from "../../core/bytes";
import type { Format, OpenContext } from "../../core/format";
import type { Artifact, Subject } from "../../core/subject";
import { protoText } from "../../bytes/protobuf";
import { endsAsTable, tableEntries } from "../../bytes/sorted-table";
import { externalFile } from "../external-file";
import { openIndex } from "./checkpoint-index";
import { openSlices } from "./checkpoint-v1";
import { baseName } from "./names";
import { messages, type Range } from "./nodes";
import { sightOf } from "./sight";
import { binaryOf } from "./text";

/** Raw bytes of tensors; what they mean stands in the index. */
const SHARD = /\.data-\d{5}-of-\d{5}$/;
/** Names under which Savers of TensorFlow 1 put everything into one table. */
const OLD = /ckpt|checkpoint|-\d{5}-of-\d{5}$/i;
/** Paths that a state file lists; real ones have the last few. CWE-770. */
const MAX_PATHS = 10_000;

/** Variables, as `tf.train.Checkpoint` and `Saver` leave them: index, shards, and the file that names the last one. */
export const tfCheckpoint: Format = {
  id: "tf-checkpoint",
  title: "TensorFlow checkpoint",
  extensions: [],
  claims({ at, bytes }) {
    const name = baseName(at);
    if (SHARD.test(name)) return bytes.window(0, 1).length > 0;
    if (name === "checkpoint" || name.endsWith("_checkpoint")) return sightOf(bytes, true) === "CheckpointState";
    return (name.endsWith(".index") || OLD.test(name)) && kindOf(bytes) !== undefined;
  },
  *open(artifact, context) {
    const name = baseName(artifact.at);
    if (SHARD.test(name)) return;
    if (kindOf(artifact.bytes) === "slices") yield* openSlices(artifact, context);
    else if (kindOf(artifact.bytes) === "bundle") yield* openIndex(artifact, context);
    else yield* openState(artifact, context);
  },
};

/** What a table's first entry, the one without a name, says. LevelDB's own tables have none. */
function kindOf(bytes: ByteSource): "bundle" | "slices" | undefined {
  const budget = new Budget(0, { fields: 1000 });
  try {
    if (!endsAsTable(bytes)) return undefined;
    for (const { key, start, end } of tableEntries(bytes, budget)) {
      if (key.length > 0) return undefined;
      return isSliceHeader(bytes, { start, end }, budget) ? "slices" : "bundle";
    }
  } catch (error) {
    if (!isExpected(error)) throw error;
    return "bundle"; // the footer is a table's and the name a checkpoint's: the error is told when it is opened
  }
  return undefined;
}

/** SavedTensorSlices.meta is a message; BundleHeaderProto.num_shards a number. */
function isSliceHeader(bytes: ByteSource, range: Range, budget: Budget): boolean {
  return !messages(bytes, budget, range, 1).next().done;
}

function isExpected(error: unknown): boolean {
  return [Malformed, OutOfBounds, Unsupported, LimitExceeded].some((type) => error instanceof type);
}

/**
 * The text file `checkpoint` (CheckpointState). Savers write absolute paths into it as a matter of course; a relative
 * one that leads out of the directory nobody writes.
 */
function* openState(artifact: Artifact, context: OpenContext): Generator<Subject> {
  const { budget } = context;
  const bytes = binaryOf(artifact.bytes, "CheckpointState", budget);
  const paths = new Set<string>();
  for (const number of [1, 2])
    for (const field of messages(bytes, budget, { start: 0, end: bytes.size }, number))
      if (paths.size < MAX_PATHS) paths.add(protoText(bytes, field, 4096));
  for (const path of paths)
    if (/(^|[/\\])\.\.([/\\]|$)/.test(path))
      yield* externalFile(
        artifact.at,
        { format: "tf-checkpoint", role: "checkpoint", path },
        context.neighbours(artifact),
      );
}
