import { Malformed, Unsupported } from "../../core/bytes";
import type { Format, OpenContext } from "../../core/format";
import type { Artifact, Subject } from "../../core/subject";
import type { ByteSource } from "../../core/bytes";
import { protoText } from "../../bytes/protobuf";
import { externalFile } from "../external-file";
import { kerasConfigFacts } from "../keras/config";
import { extensionOf } from "../model-names";
import { assetsOf } from "./assets";
import { graphFacts } from "./graph";
import { LAYER_COST } from "./keras-metadata";
import { baseName, graphNamed, isSavedModelName, namedForOthers } from "./names";
import { heldMessages, lastMessage, messages, nodesOf, scopesOf, textIn, type Range } from "./nodes";
import { sightOf, sightsOf, textual } from "./sight";
import { binaryOf } from "./text";

/** What TensorFlow writes beside it; there is nothing in them that a loader acts on. */
const BESIDE = ["fingerprint.pb", "saved_model_debug_info.pb", "tfhub_module.pb"];
/** Operators that hold a variable, whose values are in `variables/`. */
const VARIABLES = new Set(["VarHandleOp", "VariableV2", "Variable", "TemporaryVariable"]);
/** Objects of a meta graph that are asked for Keras' metadata, as TensorFlow up to 2.4 kept it. CWE-770. */
const MAX_OBJECTS = 1_000_000;

/** What `tf.saved_model.save` writes: graphs with their functions, beside `variables/` and `assets/`. */
export const savedModel: Format = {
  id: "saved-model",
  title: "TensorFlow SavedModel",
  extensions: [],
  claims({ at, bytes }) {
    const name = baseName(at);
    if (isSavedModelName(name) || BESIDE.includes(name)) return bytes.window(0, 1).length > 0;
    return !namedForOthers(name) && sightsOf(bytes, graphNamed(name)).includes("SavedModel");
  },
  *open(artifact, context) {
    const name = baseName(artifact.at);
    if (BESIDE.includes(name) && sightOf(artifact.bytes, true) === undefined) return;
    if (extensionOf(name) === ".cpb" && sightOf(artifact.bytes, true) === undefined)
      throw new Unsupported("a SavedModel in chunks (riegeli) is not read");
    const text = extensionOf(name) === ".pbtxt" || textual(artifact.bytes);
    const bytes = text ? binaryOf(artifact.bytes, "SavedModel", context.budget) : artifact.bytes;
    yield* openModel(artifact, bytes, !text, context);
  },
};

function* openModel(artifact: Artifact, bytes: ByteSource, located: boolean, context: OpenContext): Generator<Subject> {
  const { budget } = context;
  const { at } = artifact;
  const metas = heldMessages(bytes, budget, { start: 0, end: bytes.size }, 2);
  if (metas.length === 0) throw new Malformed("there is no graph in it: it is no SavedModel");
  yield* graphFacts({ format: "saved-model", at, bytes, metas, graphs: [], located }, context);
  const neighbours = context.neighbours(artifact);
  for (const meta of metas) {
    for (const { filename, tensor } of assetsOf(bytes, meta, budget)) {
      const path = /^[/\\]/.test(filename) ? filename : `assets/${filename}`;
      yield* externalFile(at, { format: "saved-model", role: "asset", path, part: tensor }, neighbours);
    }
    yield* kerasFacts(artifact, bytes, meta, context);
  }
  if (hasVariables(bytes, metas, context)) {
    const path = "variables/variables.index";
    yield* externalFile(at, { format: "saved-model", role: "index of variables", path }, neighbours);
  }
}

/** Layers of Keras with their configuration: SavedObject.user_object, of identifiers `_tf_keras_...`. */
function* kerasFacts(artifact: Artifact, bytes: ByteSource, meta: Range, { budget }: OpenContext): Generator<Subject> {
  let nodes = 0;
  const seen = new Set<string>();
  for (const objects of messages(bytes, budget, meta, 7))
    for (const node of messages(bytes, budget, objects, 1)) {
      if (++nodes > MAX_OBJECTS)
        throw new Malformed(`more than ${MAX_OBJECTS.toLocaleString("en-US")} objects`, node.at);
      for (const user of messages(bytes, budget, node, 4)) {
        const identifier = textIn(bytes, budget, user, 1) ?? "";
        const metadata = lastMessage(bytes, budget, user, 3);
        if (!identifier.startsWith("_tf_keras") || metadata === undefined || metadata.end === metadata.start) continue;
        yield* kerasConfigFacts(protoText(bytes, metadata), artifact.at, `object ${nodes - 1}`, { seen });
        budget.spend("facts", LAYER_COST);
      }
    }
}

function hasVariables(bytes: ByteSource, metas: readonly Range[], { budget }: OpenContext): boolean {
  for (const meta of metas)
    for (const scope of scopesOf(bytes, heldMessages(bytes, budget, meta, 2), budget).slice(0, 1))
      for (const { op } of nodesOf(bytes, scope, budget)) if (VARIABLES.has(op)) return true;
  return false;
}
