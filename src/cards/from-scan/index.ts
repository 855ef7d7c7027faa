import type { CardFact, Source } from "../../core/card-facts";
import type { Subject } from "../../core/subject";
import type { WeightsFacts } from "../../core/weights-facts";
import { dtypeNamed, isNumeric } from "./dtype";
import { ggufFacts } from "./gguf";
import { graphFacts } from "./graph";
import { kerasFacts } from "./keras";
import { safetensorsFacts } from "./safetensors";

/**
 * What the header of a model's file says of the model, from a fact that the scan met. Nothing for all others. The place
 * is the file: parts inside of it have no line.
 */
export function* cardFactsOf(subject: Subject): Generator<CardFact> {
  const at = { path: subject.at.path };
  if (subject.kind === "weights") yield* weightsFacts(subject.weights, at);
  else if (subject.kind === "graph") yield* graphFacts(subject.graph, at);
  else if (subject.kind === "keras") yield* kerasFacts(subject.keras, at);
}

function* weightsFacts(weights: WeightsFacts, at: Source): Generator<CardFact> {
  const counts = countsOf(weights);
  for (const [dtype, count] of counts)
    // A header may say any number; one above 2^53 is no model's.
    if (count <= BigInt(Number.MAX_SAFE_INTEGER)) yield { kind: "parameters", at, value: Number(count), dtype };
  const most = [...counts].reduce<readonly [string, bigint] | undefined>(
    (best, each) => (best === undefined || each[1] > best[1] ? each : best),
    undefined,
  );
  if (most !== undefined) yield { kind: "dtype", at, value: most[0] };
  if (weights.format === "gguf") yield* ggufFacts(weights, at);
  if (weights.format === "safetensors") yield* safetensorsFacts(weights, at);
}

/** Elements of parameters by dtype: without an optimiser's state, and without what is no number. */
function countsOf({ dtypes, state = {} }: WeightsFacts): Map<string, bigint> {
  const counts = new Map<string, bigint>();
  for (const [written, elements] of Object.entries(dtypes)) {
    if (!isNumeric(written)) continue;
    const name = dtypeNamed(written);
    const own = elements - (Object.hasOwn(state, written) ? state[written]! : 0n);
    if (own > 0n) counts.set(name, (counts.get(name) ?? 0n) + own);
  }
  return counts;
}
