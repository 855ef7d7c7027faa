import type { CardFact, Reference, Source } from "../../core/card-facts";
import type { WeightsFacts } from "../../core/weights-facts";
import { hubRepository, isHubId } from "../../core/hub-name";
import { plainName, webAddress } from "../plain-text";
import { fileType } from "./gguf-file-types";
import { HeaderPairs } from "./metadata";

/** Parents, and datasets, of one model that are told; merges have some ten. CWE-770. */
const MAX_REFERENCES = 32;
const NUMBERED = /^general\.(base_model|dataset)\.(\d{1,3})\.(?:name|repo_url)$/;

const PROPERTIES: readonly (readonly [property: string, key: string])[] = [
  ["quantized-by", "general.quantized_by"],
  ["quantization-version", "general.quantization_version"],
  ["size-label", "general.size_label"],
  ["basename", "general.basename"],
  ["finetune", "general.finetune"],
  ["doi", "general.doi"],
  ["gguf-type", "general.type"],
  ["gguf-version", "GGUF version"],
  ["tokenizer-model", "tokenizer.ggml.model"],
];
/** Behind the architecture's name (docs/gguf.md, "LLM"). */
const SIZES: readonly (readonly [property: string, key: string])[] = [
  ["context-length", "context_length"],
  ["hidden-size", "embedding_length"],
  ["num-hidden-layers", "block_count"],
  ["intermediate-size", "feed_forward_length"],
  ["num-attention-heads", "attention.head_count"],
  ["num-key-value-heads", "attention.head_count_kv"],
  ["num-experts", "expert_count"],
  ["num-experts-per-token", "expert_used_count"],
  ["vocab-size", "vocab_size"],
];

/** Keys of GGUF (github.com/ggml-org/ggml, docs/gguf.md, "Standardized key-value pairs"). */
export function* ggufFacts({ metadata, lists = {} }: WeightsFacts, at: Source): Generator<CardFact> {
  const pairs = new HeaderPairs(metadata, at);
  yield* pairs.fact("name", "general.name");
  yield* pairs.fact("version", "general.version");
  yield* pairs.fact("description", "general.description");
  yield* pairs.fact("author", "general.author");
  yield* pairs.fact("supplier", "general.organization");
  yield* pairs.fact("family", "general.architecture");
  yield* pairs.address("homepage", "general.url");
  yield* pairs.address("repository", "general.repo_url");
  yield* license(pairs);
  yield* quantization(pairs);
  yield* converted(pairs);
  yield* numbered(pairs);
  for (const [property, key] of PROPERTIES) yield* pairs.property(property, key);
  const family = pairs.text("general.architecture") ?? "";
  for (const [property, key] of SIZES) yield* pairs.property(property, `${family}.${key}`);
  if (pairs.text("tokenizer.chat_template") !== undefined)
    yield { kind: "property", at, name: "chat-template", value: "yes" };
  yield* words("tag", lists["general.tags"], at);
  yield* words("language", lists["general.languages"], at);
  for (const name of lists["general.datasets"] ?? [])
    if (isHubId(name)) yield { kind: "dataset", at, reference: { name } };
}

function* license(pairs: HeaderPairs): Generator<CardFact> {
  const url = webAddress(pairs.text("general.license.link") ?? "");
  const value = plainName(pairs.text("general.license") ?? "") ?? plainName(pairs.text("general.license.name") ?? "");
  if (value !== undefined) yield { kind: "license", at: pairs.at, value, ...(url === undefined ? {} : { url }) };
}

/** The type of most tensors. Files of plain floats are not quantized. */
function* quantization(pairs: HeaderPairs): Generator<CardFact> {
  const name = fileType(pairs.text("general.file_type") ?? "");
  if (name === undefined) return;
  yield { kind: "property", at: pairs.at, name: "file-type", value: name };
  if (!/^B?F\d+$/.test(name)) yield { kind: "quantization", at: pairs.at, value: name };
}

/** What the file was converted from, by an address or by its name on the hub. */
function* converted(pairs: HeaderPairs): Generator<CardFact> {
  const { at } = pairs;
  const relation = "converted";
  const hub = pairs.text("general.source.huggingface.repository");
  const url = webAddress(pairs.text("general.source.repo_url") ?? pairs.text("general.source.url") ?? "");
  if (hub !== undefined && isHubId(hub)) yield { kind: "base", at, relation, reference: { name: hub } };
  else if (url !== undefined)
    yield { kind: "base", at, relation, reference: { name: hubRepository(url)?.id ?? url, url } };
}

function* numbered(pairs: HeaderPairs): Generator<CardFact> {
  const { at } = pairs;
  const found = new Set<string>();
  for (const key of pairs.keys) {
    const [, what, number] = NUMBERED.exec(key) ?? [];
    const prefix = `general.${what}.${number}`;
    if (what === undefined || found.has(prefix)) continue;
    if (found.size >= MAX_REFERENCES) return;
    found.add(prefix);
    const reference = referenceOf(pairs, prefix);
    if (reference === undefined) continue;
    if (what === "dataset") yield { kind: "dataset", at, reference };
    else yield { kind: "base", at, reference, relation: "unknown" };
  }
}

/** Its version is one for people, and no revision of a repository. */
function referenceOf(pairs: HeaderPairs, prefix: string): Reference | undefined {
  const url = webAddress(pairs.text(`${prefix}.repo_url`) ?? "");
  const own = plainName(pairs.text(`${prefix}.name`) ?? "");
  const name = (url === undefined ? undefined : hubRepository(url)?.id) ?? own ?? url;
  return name === undefined ? undefined : { name, ...(url === undefined ? {} : { url }) };
}

function* words(kind: "tag" | "language", list: readonly string[] | undefined, at: Source): Generator<CardFact> {
  for (const word of list ?? []) {
    const value = plainName(word);
    if (value !== undefined) yield { kind, at, value };
  }
}
