import type { Budget } from "../../core/budget";
import type { ByteSource } from "../../core/bytes";
import type { GraphValue } from "../../core/graph-facts";
import { shorten } from "../../core/text";
import { attribute, lastMessage, messages, nodesOf, numberIn, textIn, type Range, type Scope } from "./nodes";
import { dtypeOf } from "./schema";
import { shapeOf } from "./tensors";

export interface Values {
  readonly inputs: readonly GraphValue[];
  readonly outputs: readonly GraphValue[];
}

/** Signatures of the loader's own steps, which no user calls. */
const INTERNAL = ["__saved_model_init_op", "__saved_model_train_op"];
/** Inputs, and outputs, that are told of one graph; the rest is left out. */
const MAX_VALUES = 1000;
/** Characters of names. */
const MAX_TEXT = 256;

/** What goes into the signatures of meta graphs (MetaGraphDef) and comes out: `serving_default/x`. */
export function signaturesOf(bytes: ByteSource, graphs: readonly Range[], budget: Budget): Values {
  const inputs: GraphValue[] = [];
  const outputs: GraphValue[] = [];
  const seen = new Set<string>();
  for (const graph of graphs)
    for (const entry of messages(bytes, budget, graph, 5)) {
      const key = textIn(bytes, budget, entry, 1) ?? "";
      if (INTERNAL.includes(key)) continue;
      for (const signature of messages(bytes, budget, entry, 2)) {
        if (seen.has(key) || inputs.length + outputs.length >= 2 * MAX_VALUES) continue; // of another set of tags
        collect(inputs, key, messages(bytes, budget, signature, 1), bytes, budget);
        collect(outputs, key, messages(bytes, budget, signature, 2), bytes, budget);
        seen.add(key);
      }
    }
  return { inputs, outputs };
}

/** Placeholders of a graph that has no signatures; what comes out of it, it does not say. */
export function placeholdersOf(bytes: ByteSource, main: Scope, budget: Budget): Values {
  const inputs: GraphValue[] = [];
  for (const node of nodesOf(bytes, main, budget)) {
    if (node.op !== "Placeholder" || inputs.length >= MAX_VALUES) continue;
    const [dtype, shape] = ["dtype", "shape"].map((name) => attribute(bytes, budget, node, name));
    const dims = shape === undefined ? undefined : lastMessage(bytes, budget, shape, 7);
    inputs.push({
      name: shorten(node.name, MAX_TEXT),
      dtype: dtypeOf(dtype === undefined ? 0 : numberIn(bytes, budget, dtype, 6)).name,
      shape: (dims === undefined ? undefined : shapeOf(bytes, dims, budget)) ?? ["?"],
    });
  }
  return { inputs, outputs: [] };
}

function collect(into: GraphValue[], key: string, entries: Iterable<Range>, bytes: ByteSource, budget: Budget): void {
  for (const entry of entries) {
    const name = textIn(bytes, budget, entry, 1) ?? "";
    for (const info of messages(bytes, budget, entry, 2)) {
      if (into.length >= MAX_VALUES) return;
      const shape = lastMessage(bytes, budget, info, 3);
      into.push({
        name: shorten(`${key}/${name}`, MAX_TEXT),
        dtype: dtypeOf(numberIn(bytes, budget, info, 2)).name,
        shape: (shape === undefined ? undefined : shapeOf(bytes, shape, budget)) ?? ["?"],
      });
    }
  }
}
