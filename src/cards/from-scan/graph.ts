import type { CardFact, Source } from "../../core/card-facts";
import type { GraphFacts, GraphValue } from "../../core/graph-facts";
import { plainName } from "../plain-text";
import { dtypeNamed } from "./dtype";
import { HeaderPairs } from "./metadata";

/** Inputs, and outputs, of one graph that are told; language models with caches have some hundred. CWE-770. */
const MAX_PORTS = 300;
/** Dimensions that are shown. */
const MAX_RANK = 16;
/** Operator sets of one model that are told; real ones have below 10. CWE-770. */
const MAX_OPSETS = 32;
const OPSET = /^opset (.*)$/s;

/** What goes into a graph and comes out, and what its producer says. */
export function* graphFacts({ format, inputs, outputs, metadata }: GraphFacts, at: Source): Generator<CardFact> {
  const taken = inputs.filter(({ optional }) => optional !== true);
  for (const value of taken.slice(0, MAX_PORTS)) yield { kind: "input", at, port: portOf(value) };
  for (const value of outputs.slice(0, MAX_PORTS)) yield { kind: "output", at, port: portOf(value) };
  const pairs = new HeaderPairs(metadata, at);
  if (format === "onnx") yield* onnxFacts(pairs);
  else {
    yield* pairs.fact("description", "description");
    yield* pairs.property(`${format}-version`, "version");
  }
}

/** `float32 [batch, 3, 224, 224]`. */
function portOf({ name, dtype, shape }: GraphValue): { readonly name?: string; readonly format: string } {
  const shown = plainName(name);
  const dims = shape.slice(0, MAX_RANK).map((each) => (typeof each === "number" ? each : (plainName(each) ?? "?")));
  const type = plainName(dtypeNamed(dtype)) ?? "?";
  const more = shape.length > MAX_RANK ? ", ..." : "";
  return { ...(shown === undefined ? {} : { name: shown }), format: `${type} [${dims.join(", ")}${more}]` };
}

/** Fields of a ModelProto, and the author's own pairs; some exporters have agreed on names for those. */
function* onnxFacts(pairs: HeaderPairs): Generator<CardFact> {
  const { at } = pairs;
  const producer = [pairs.text("producer_name"), pairs.text("producer_version")].map((text) => plainName(text ?? ""));
  if (producer[0] !== undefined)
    yield { kind: "property", at, name: "producer", value: producer.filter((each) => each !== undefined).join(" ") };
  yield* pairs.property("onnx-ir-version", "ir_version");
  yield* pairs.property("onnx-domain", "domain");
  yield* pairs.property("onnx-model-version", "model_version");
  let opsets = 0;
  for (const key of pairs.keys) {
    const domain = OPSET.exec(key)?.[1];
    const version = domain === undefined ? undefined : pairs.text(key);
    const value = version === undefined ? undefined : plainName(`${domain} ${version}`);
    if (value !== undefined && ++opsets <= MAX_OPSETS) yield { kind: "property", at, name: "onnx-opset", value };
  }
  yield* pairs.fact("description", "doc_string");
  yield* pairs.fact("author", "author");
  yield* pairs.fact("license", "license");
  yield* pairs.others();
}
