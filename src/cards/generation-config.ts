import type { CardReader } from "../core/card-reader";
import { baseNameOf, fromJson } from "./document";

/** Settings that are told, by the names that transformers has for them (`GenerationConfig`). */
const SETTINGS = [
  "do_sample",
  "temperature",
  "top_k",
  "top_p",
  "min_p",
  "repetition_penalty",
  "num_beams",
  "max_length",
  "max_new_tokens",
  "cache_implementation",
];

/** How a model generates where its user says nothing else. */
export const generationConfig: CardReader = {
  id: "generation-config",
  title: "Generation configuration",
  claims: (path) => baseNameOf(path) === "generation_config.json",
  read: (text, path) =>
    fromJson(text, path, function* (document) {
      for (const key of SETTINGS) yield* document.property(`generation-${key.replaceAll("_", "-")}`, document.get(key));
      yield* document.property("transformers-version", document.get("transformers_version"));
    }),
};
