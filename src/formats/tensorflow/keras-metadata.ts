import { Malformed } from "../../core/bytes";
import type { Format } from "../../core/format";
import { protoText } from "../../bytes/protobuf";
import { kerasConfigFacts } from "../keras/config";
import { baseName } from "./names";
import { messages, textIn } from "./nodes";

/** Facts that a layer is worth: judging each takes half a millisecond, and real models have some thousands. CWE-400. */
export const LAYER_COST = 5;

/** Layers and models of Keras beside a SavedModel: each with its configuration in JSON (SavedMetadata). */
export const kerasMetadata: Format = {
  id: "keras-metadata",
  title: "Keras metadata of a SavedModel",
  extensions: [],
  // Keras looks for this name only, and nothing else has it.
  claims: ({ at, bytes }) => baseName(at).toLowerCase() === "keras_metadata.pb" && bytes.window(0, 1).length > 0,
  *open({ at, bytes }, { budget }) {
    let layers = 0;
    const seen = new Set<string>();
    for (const node of messages(bytes, budget, { start: 0, end: bytes.size }, 1)) {
      budget.spend("facts", LAYER_COST);
      layers++;
      const path = textIn(bytes, budget, node, 3) ?? "";
      for (const metadata of messages(bytes, budget, node, 5))
        yield* kerasConfigFacts(protoText(bytes, metadata), at, path, { seen });
    }
    if (layers === 0) throw new Malformed("there is no layer in it");
  },
};
