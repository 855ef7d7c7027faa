import type { CardFact } from "../../core/card-facts";
import type { CardReader } from "../../core/card-reader";
import { member, type JsonNode } from "../../syntax/json";
import { baseNameOf, fromJson, type CardDocument } from "../document";
import { baseFacts } from "../bases";
import { remoteCode } from "../remote-code";
import { quantizationFacts } from "./quantization";

/** Any of these tells a model's configuration from other files of the name, which say nothing here. */
const MARKS = ["model_type", "architectures", "transformers_version", "auto_map", "quantization_config", "_class_name"];
/** Configurations of the parts of a model (transformers' composite models), by the prefix of their properties. */
const PARTS: readonly (readonly [key: string, prefix: string])[] = [
  ["text_config", "text"],
  ["vision_config", "vision"],
  ["audio_config", "audio"],
  ["language", "language"],
  ["language_config", "language"],
  ["llm_config", "language"],
  ["visual", "vision"],
  ["encoder", "encoder"],
  ["decoder", "decoder"],
  ["generator", "generator"],
  ["question_encoder", "question-encoder"],
  ["thinker_config", "thinker"],
];
/** Properties, by the names that models have for them: the first that is there. */
const SIZES: readonly (readonly [property: string, ...keys: string[]])[] = [
  ["vocab-size", "vocab_size"],
  ["hidden-size", "hidden_size", "n_embd", "d_model", "dim"],
  ["intermediate-size", "intermediate_size", "n_inner", "d_ff"],
  ["num-hidden-layers", "num_hidden_layers", "n_layer", "num_layers", "n_layers"],
  ["num-attention-heads", "num_attention_heads", "n_head", "num_heads", "n_heads"],
  ["num-key-value-heads", "num_key_value_heads"],
  ["num-experts", "num_local_experts", "num_experts", "n_routed_experts"],
  ["num-experts-per-token", "num_experts_per_tok"],
  ["context-length", "max_position_embeddings", "n_positions", "max_sequence_length", "seq_length", "max_seq_len"],
  ["sliding-window", "sliding_window"],
  ["image-size", "image_size"],
  ["patch-size", "patch_size"],
];
const WHOLE: readonly (readonly [property: string, key: string])[] = [
  ["transformers-version", "transformers_version"],
  ["diffusers-version", "_diffusers_version"],
  ["problem-type", "problem_type"],
  ["tokenizer-class", "tokenizer_class"],
];
/** Classes that one configuration names; real ones name one. CWE-770. */
const MAX_ARCHITECTURES = 16;

/** The configuration of a model by transformers or diffusers (`PretrainedConfig.to_json_file`, `ConfigMixin`). */
export const hfConfig: CardReader = {
  id: "hf-config",
  title: "Model configuration (config.json)",
  claims: (path) => baseNameOf(path) === "config.json",
  read: (text, path) => fromJson(text, path, facts),
};

function* facts(document: CardDocument): Generator<CardFact> {
  const { root } = document;
  if (!MARKS.some((key) => document.get(key) !== undefined)) return;
  for (const name of architecturesOf(document, root)) yield* document.fact("architecture", name);
  yield* document.fact("architecture", document.get("_class_name"));
  yield* document.fact("family", document.get("model_type"));
  yield* dtype(document, root);
  const quantization = document.get("quantization_config");
  if (quantization?.kind === "object") yield* quantizationFacts(document, quantization);
  yield* base(document, root);
  yield* sizes(document, root, "");
  for (const [property, key] of WHOLE) yield* document.property(property, document.get(key));
  yield* remoteCode(document, document.get("auto_map"));
  for (const [key, prefix] of PARTS) yield* part(document, document.get(key), prefix);
}

function* part(document: CardDocument, node: JsonNode | undefined, prefix: string): Generator<CardFact> {
  if (node?.kind !== "object") return;
  yield* document.property(`${prefix}-family`, member(node, "model_type"));
  for (const name of architecturesOf(document, node)) yield* document.property(`${prefix}-architecture`, name);
  yield* document.property(`${prefix}-dtype`, member(node, "dtype") ?? member(node, "torch_dtype"));
  yield* sizes(document, node, `${prefix}-`);
  yield* base(document, node);
  yield* remoteCode(document, member(node, "auto_map"));
}

function architecturesOf(document: CardDocument, node: JsonNode): JsonNode[] {
  return document.names(member(node, "architectures")).slice(0, MAX_ARCHITECTURES);
}

/** `dtype`, before transformers 4.56 `torch_dtype`; both say the same where both stand there. */
function* dtype(document: CardDocument, node: JsonNode): Generator<CardFact> {
  const said = member(node, "dtype") ?? member(node, "torch_dtype");
  const value = document.shown(said)?.replace(/^torch\./, "");
  if (value !== undefined && value !== "auto") yield { kind: "dtype", at: document.at(said!), value };
}

/** Where the weights were loaded from before they were saved here: another model, this one, or a directory. */
function* base(document: CardDocument, node: JsonNode): Generator<CardFact> {
  const said = member(node, "_name_or_path");
  const name = document.shown(said);
  if (name !== undefined) yield* baseFacts({ name, relation: "unknown", at: document.at(said!) });
}

function* sizes(document: CardDocument, node: JsonNode, prefix: string): Generator<CardFact> {
  for (const [property, ...keys] of SIZES) {
    const said = keys.map((key) => member(node, key)).find((each) => isCount(each));
    yield* document.property(`${prefix}${property}`, said);
  }
}

function isCount(node: JsonNode | undefined): boolean {
  return node?.kind === "scalar" && typeof node.value === "number";
}
