import { createHash } from "node:crypto";
import type { CardFact } from "../core/card-facts";
import type { CardReader } from "../core/card-reader";
import { itemsOf, member, stringOf, type JsonNode } from "../syntax/json";
import { baseNameOf, fromJson, type CardDocument } from "./document";
import { remoteCode } from "./remote-code";

const CONFIG = "tokenizer_config.json";
/** A template in a file of its own (transformers since 4.47). */
const TEMPLATE = "chat_template.jinja";
/** Where tokenizers without a limit have a number of this size (`VERY_LARGE_INTEGER`). Tokens. */
const NO_LIMIT = 1e9;
/** Members that name one special token each (`SPECIAL_TOKENS_ATTRIBUTES`). */
const TOKENS = ["bos", "eos", "unk", "sep", "pad", "cls", "mask"].map((name) => `${name}_token`);
/** Templates of one tokenizer by name; real ones have two or three. CWE-770. */
const MAX_TEMPLATES = 16;

/** What a tokenizer of transformers is, and whether it brings a chat template: by its digest, never its text. */
export const tokenizerConfig: CardReader = {
  id: "tokenizer-config",
  title: "Tokenizer configuration",
  claims: (path) => [CONFIG, TEMPLATE].includes(baseNameOf(path)),
  read: (text, path) => (baseNameOf(path) === TEMPLATE ? templateFile(text, path) : fromJson(text, path, facts)),
};

function templateFile(text: string, path: string): CardFact[] {
  const at = { path, line: 1 };
  return [
    { kind: "property", at, name: "chat-template", value: "yes" },
    { kind: "property", at, name: "chat-template-sha256", value: sha256(text) },
  ];
}

function* facts(document: CardDocument): Generator<CardFact> {
  yield* document.property("tokenizer-class", document.get("tokenizer_class"));
  yield* document.property("processor-class", document.get("processor_class"));
  const limit = document.get("model_max_length");
  if (limit?.kind === "scalar" && typeof limit.value === "number" && limit.value > 0 && limit.value < NO_LIMIT)
    yield* document.property("model-max-length", limit);
  const tokens = specialTokens(document);
  if (document.root.kind === "object")
    yield document.say("special-tokens", String(tokens.size), document.get("added_tokens_decoder") ?? document.root);
  yield* templates(document);
  yield* remoteCode(document, document.get("auto_map"));
}

/** Each counts once, wherever it stands. */
function specialTokens(document: CardDocument): Set<string> {
  const found = new Set<string>();
  const add = (node: JsonNode | undefined): void => {
    const text = stringOf(node) ?? stringOf(member(node, "content"));
    if (text !== undefined) found.add(text);
  };
  for (const name of TOKENS) add(document.get(name));
  for (const item of itemsOf(document.get("additional_special_tokens"))) add(item);
  for (const { value } of document.members(document.get("added_tokens_decoder"))) {
    const special = member(value, "special");
    if (special?.kind === "scalar" && special.value === true) add(value);
  }
  return found;
}

/** One text, or a list of them with names. */
function* templates(document: CardDocument): Generator<CardFact> {
  const said = document.get("chat_template");
  const named = itemsOf(said).map((item) => member(item, "template"));
  const texts = [said, ...named].filter((node) => stringOf(node) !== undefined).slice(0, MAX_TEMPLATES);
  if (document.root.kind !== "object") return;
  yield document.say("chat-template", texts.length === 0 ? "no" : "yes", texts[0] ?? document.root);
  for (const node of texts) yield document.say("chat-template-sha256", sha256(stringOf(node)!), node!);
}

function sha256(text: string): string {
  return createHash("sha256").update(text, "utf8").digest("hex");
}
