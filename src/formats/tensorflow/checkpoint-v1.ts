import type { OpenContext } from "../../core/format";
import type { Artifact, Subject } from "../../core/subject";
import { tableEntries } from "../../bytes/sorted-table";
import { lastMessage, messages, numberIn } from "./nodes";
import { dtypeOf } from "./schema";
import { elementsOf, sizesOf } from "./tensors";
import { WeightSums } from "./weights";

/** A checkpoint of the first kind: names, shapes and types in the table's first entry (saved_tensor_slice.proto). */
export function* openSlices({ at, bytes }: Artifact, { budget }: OpenContext): Generator<Subject> {
  const sums = new WeightSums();
  for (const { key, start, end } of tableEntries(bytes, budget)) {
    if (key.length > 0) {
      sums.addBytes(end - start);
      continue;
    }
    for (const meta of messages(bytes, budget, { start, end }, 1))
      for (const tensor of messages(bytes, budget, meta, 1)) {
        const shape = lastMessage(bytes, budget, tensor, 2);
        const elements = shape === undefined ? 1n : elementsOf(sizesOf(bytes, shape, budget) ?? []);
        sums.add(dtypeOf(numberIn(bytes, budget, tensor, 3)).name, elements, 0);
      }
  }
  if (sums.tensors > 0) yield { kind: "weights", at, weights: sums.facts("tf-checkpoint") };
}
