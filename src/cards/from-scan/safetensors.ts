import type { CardFact, Source } from "../../core/card-facts";
import type { WeightsFacts } from "../../core/weights-facts";
import { baseFacts } from "../bases";
import { HeaderPairs } from "./metadata";

/** Of the ModelSpec (github.com/Stability-AI/ModelSpec, 1.0), and of the trainers of LoRA that came before it. */
const PROPERTIES: readonly (readonly [property: string, key: string])[] = [
  ["tensor-format", "format"],
  ["modelspec-date", "modelspec.date"],
  ["modelspec-resolution", "modelspec.resolution"],
  ["modelspec-merged-from", "modelspec.merged_from"],
  ["base-model-version", "ss_base_model_version"],
  ["network-module", "ss_network_module"],
  ["network-dim", "ss_network_dim"],
  ["network-alpha", "ss_network_alpha"],
];

/** `__metadata__` of safetensors: a map of text to text, of which the format itself defines nothing. */
export function* safetensorsFacts({ metadata }: WeightsFacts, at: Source): Generator<CardFact> {
  const pairs = new HeaderPairs(metadata, at);
  yield* pairs.fact("name", "modelspec.title");
  yield* pairs.fact("author", "modelspec.author");
  yield* pairs.fact("description", "modelspec.description");
  yield* pairs.fact("license", "modelspec.license");
  yield* pairs.fact("architecture", "modelspec.architecture");
  const network = pairs.text("ss_network_module") !== undefined;
  const name = pairs.text("ss_sd_model_name");
  if (name !== undefined) yield* baseFacts({ name, relation: network ? "adapter" : "unknown", at });
  for (const [property, key] of PROPERTIES) yield* pairs.property(property, key);
  yield* pairs.others();
}
