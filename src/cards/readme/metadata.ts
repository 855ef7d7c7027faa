import type { BaseRelation, CardFact, Source } from "../../core/card-facts";
import { itemsOf, membersOf, type JsonNode } from "../../syntax/json";
import { type CardDocument } from "../document";
import { baseFacts } from "../bases";
import { spdxId } from "../licenses";
import { plainName, webAddress } from "../plain-text";
import { modelIndex } from "./model-index";

/** Entries of one list. The longest real ones (languages of speech models) have 1,100. CWE-770. */
const MAX_ENTRIES = 2000;
const LISTS = [
  "license",
  "language",
  "library_name",
  "pipeline_tag",
  "tags",
  "base_model",
  "datasets",
  "metrics",
  "new_version",
];
const RELATIONS: ReadonlySet<string> = new Set<BaseRelation>(["finetune", "adapter", "quantized", "merge"]);
/** As `peft` and the Hub write it into tags: `base_model:adapter:org/name`. */
const BASE_TAG = /^base_model:([a-z]{1,20}):(.{1,400})$/;
/** `arxiv:1810.04805`, `arxiv:hep-th/9901001`, with a version or without. */
const ARXIV_TAG = /^arxiv:(\d{4}\.\d{4,5}(?:v\d{1,3})?|[a-z-]{2,20}(?:\.[A-Z]{2})?\/\d{7}(?:v\d{1,3})?)$/i;
const DOI_TAG = /^doi:(10\.\d{4,9}\/\S{1,200})$/i;

/**
 * What the front matter says (the Hub's "Model Cards" and `modelcard.md` of hub-docs). Values of a wrong type are left
 * out; one value may stand where a list is meant.
 */
export function* metadataFacts(document: CardDocument, text: string): Generator<CardFact> {
  const one = (key: string) => document.names(document.get(key)).slice(0, MAX_ENTRIES);
  yield* licenses(document);
  // YAML 1.1 takes `no`, the code of Norwegian, for false: what is written counts.
  for (const node of one("language"))
    yield { kind: "language", at: document.at(node), value: written(document, node, text) };
  for (const node of one("library_name")) yield* document.fact("library", node);
  for (const node of one("pipeline_tag")) yield* document.fact("task", node);
  for (const node of one("tags")) yield* tag(document, node);
  yield* bases(document, one("base_model"), one("tags"));
  for (const node of one("datasets")) yield dataset(document.shown(node)!, document.at(node));
  for (const node of one("metrics")) yield* document.property("metric-name", node);
  for (const node of one("new_version")) yield* document.property("new-version", node);
  yield* emissions(document);
  yield* modelIndex(document);
  yield* leftOut(document);
}

/** Lists of which not all is read. */
function* leftOut(document: CardDocument): Generator<CardFact> {
  for (const key of LISTS) {
    const node = document.get(key);
    const more = document.names(node).length - MAX_ENTRIES;
    if (more > 0) yield document.say("unreadable", `${key}: ${more} more entries were left out`, node!);
  }
}

/** The name that the front matter has for the model: its own, else the one of its results. */
export function nameOf(document: CardDocument): CardFact | undefined {
  const index = document.get("model-index");
  const first = index?.kind === "array" ? itemsOf(index)[0] : index;
  const inIndex = membersOf(first).findLast(({ key }) => key === "name")?.value;
  for (const node of [document.get("model_name"), inIndex]) {
    const value = document.shown(node);
    if (value !== undefined) return { kind: "name", at: document.at(node!), value };
  }
  return undefined;
}

function written(document: CardDocument, node: JsonNode, text: string): string {
  const isWord = node.kind === "scalar" && typeof node.value === "boolean";
  const source = isWord ? plainName(text.slice(node.start, Math.min(node.end, node.start + 10))) : undefined;
  return source === undefined || source.startsWith("*") ? document.shown(node)! : source;
}

function* licenses(document: CardDocument): Generator<CardFact> {
  const nodes = document.names(document.get("license")).slice(0, MAX_ENTRIES);
  const name = document.get("license_name");
  const [ownName, link] = [document.shown(name), document.shown(document.get("license_link"))];
  const url = link === undefined ? undefined : webAddress(link);
  const address = url === undefined ? {} : { url };
  const known = nodes.filter((node) => document.shown(node)!.toLowerCase() !== "other" || ownName === undefined);
  for (const node of known) {
    const value = document.shown(node)!;
    yield { kind: "license", at: document.at(node), value: spdxId(value) ?? value, ...address };
  }
  // `other` says only that the name stands elsewhere.
  if (ownName !== undefined && known.length === 0)
    yield { kind: "license", at: document.at(name!), value: spdxId(ownName) ?? ownName, ...address };
  else yield* document.property("license-name", name);
  if (url === undefined) yield* document.property("license-file", document.get("license_link"));
}

function* tag(document: CardDocument, node: JsonNode): Generator<CardFact> {
  const value = document.shown(node)!;
  const at = document.at(node);
  const [arxiv, doi] = [ARXIV_TAG.exec(value)?.[1], DOI_TAG.exec(value)?.[1]];
  if (arxiv !== undefined) yield { kind: "paper", at, value: `https://arxiv.org/abs/${arxiv}` };
  else if (doi !== undefined) yield { kind: "paper", at, value: `https://doi.org/${encodeURI(doi)}` };
  else if (!BASE_TAG.test(value)) yield { kind: "tag", at, value };
}

/** Each base once, with the relation of the card, else the one that a tag has for it. */
function* bases(document: CardDocument, named: readonly JsonNode[], tags: readonly JsonNode[]): Generator<CardFact> {
  const [relationNode] = document.names(document.get("base_model_relation"));
  const relation = relationOf(document.shown(relationNode));
  const tagged = new Map<string, { relation: BaseRelation; node: JsonNode; name: string }>();
  for (const node of tags) {
    const [, word, name] = BASE_TAG.exec(document.shown(node)!) ?? [];
    if (name !== undefined) tagged.set(name.toLowerCase(), { relation: relationOf(word), node, name });
  }
  for (const node of named) {
    const name = document.shown(node)!;
    const inTag = tagged.get(name.toLowerCase())?.relation ?? "unknown";
    tagged.delete(name.toLowerCase());
    const known = relation === "unknown" ? inTag : relation;
    yield* baseFacts({ name, relation: known, at: document.at(node), short: true });
  }
  for (const { relation: known, node, name } of tagged.values())
    yield* baseFacts({ name, relation: known, at: document.at(node), short: true });
}

function relationOf(word: string | undefined): BaseRelation {
  return word !== undefined && RELATIONS.has(word.toLowerCase()) ? (word.toLowerCase() as BaseRelation) : "unknown";
}

function dataset(name: string, at: Source): CardFact {
  const url = webAddress(name);
  return { kind: "dataset", at, reference: url === undefined ? { name } : { name: url, url } };
}

/** A number counts grams; the members of an object are the Hub's ("Displaying carbon emissions for your model"). */
function* emissions(document: CardDocument): Generator<CardFact> {
  const node = document.get("co2_eq_emissions");
  if (node === undefined) return;
  const parts: (readonly [string, JsonNode | undefined])[] =
    node.kind === "object"
      ? ["emissions", "source", "training_type", "geographical_location", "hardware_used"].map(
          (key) => [key, document.get("co2_eq_emissions", key)] as const,
        )
      : [["emissions", node]];
  for (const [key, value] of parts) {
    const shown = document.shown(value);
    if (shown === undefined) continue;
    const isNumber = value?.kind === "scalar" && typeof value.value === "number";
    const amount = key === "emissions" && isNumber ? `${shown} g CO2eq` : shown;
    yield { kind: "emission", at: document.at(value!), name: key.replaceAll("_", "-"), value: amount };
  }
}
