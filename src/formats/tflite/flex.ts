import type { Budget } from "../../core/budget";
import { Malformed } from "../../core/bytes";
import { flexTexts } from "../../bytes/flexbuffers";
import { BYTES, protoFields, protoText } from "../../bytes/protobuf";
import { BufferSource } from "../../bytes/sources";

/** Bytes of an operator's name. */
const MAX_NAME = 256;

/**
 * The operator that TensorFlow's delegate would run: its options are a vector of a name, which nobody looks at, and a
 * NodeDef, which decides (tensorflow/lite/delegates/flex/kernel.cc, `InitializeNodeDef`). Throws `Malformed`.
 */
export function flexOperator(options: Uint8Array, budget: Budget): string {
  const [, node] = flexTexts(options);
  if (node === undefined) throw new Malformed("there is no node in it");
  const bytes = new BufferSource(node);
  let operator = "";
  for (const field of protoFields(bytes, budget))
    if (field.number === 2 && field.wire === BYTES) operator = protoText(bytes, field, MAX_NAME);
  return operator;
}
