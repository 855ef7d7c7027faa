import type { CardFact } from "../core/card-facts";
import type { CardReader } from "../core/card-reader";
import { itemsOf, member } from "../syntax/json";
import { baseNameOf, fromJson, type CardDocument } from "./document";

const MODULES = "modules.json";
const CONFIG = "config_sentence_transformers.json";
/** Modules of one model; real ones have below 10. CWE-770. */
const MAX_MODULES = 64;
const VERSIONS = ["sentence_transformers", "transformers", "pytorch"];

/** What a model of Sentence Transformers is put together of, and what wrote it. */
export const sentenceTransformers: CardReader = {
  id: "sentence-transformers",
  title: "Sentence Transformers model",
  claims: (path) => [MODULES, CONFIG].includes(baseNameOf(path)),
  read: (text, path) => fromJson(text, path, baseNameOf(path) === MODULES ? modules : config),
};

/** A class outside the library is code that the model brings along or the user has. */
function* modules(document: CardDocument): Generator<CardFact> {
  const types = itemsOf(document.root)
    .slice(0, MAX_MODULES)
    .map((item) => member(item, "type"))
    .filter((type) => document.shown(type) !== undefined);
  const first = types.find((type) => document.shown(type)!.startsWith("sentence_transformers."));
  if (first === undefined) return;
  yield { kind: "library", at: document.at(first), value: "sentence-transformers" };
  for (const type of types) yield* document.property("module", type);
}

function* config(document: CardDocument): Generator<CardFact> {
  for (const name of VERSIONS)
    yield* document.property(`${name.replaceAll("_", "-")}-version`, document.get("__version__", name));
  yield* document.property("similarity", document.get("similarity_fn_name"));
}
