import type { CardFact } from "../core/card-facts";
import type { CardReader } from "../core/card-reader";
import { baseNameOf, fromJson, type CardDocument } from "./document";
import { baseFacts } from "./bases";

/** Components of one pipeline; real ones have below 20. CWE-770. */
const MAX_COMPONENTS = 64;

/** The index of a pipeline by diffusers: its class, and a library and class for each folder beside it. */
export const diffusers: CardReader = {
  id: "diffusers",
  title: "Diffusers pipeline",
  claims: (path) => baseNameOf(path) === "model_index.json",
  read: (text, path) => fromJson(text, path, facts),
};

function* facts(document: CardDocument): Generator<CardFact> {
  const type = document.get("_class_name");
  if (document.shown(type) === undefined) return;
  yield* document.fact("architecture", type);
  yield { kind: "library", at: document.at(type!), value: "diffusers" };
  yield* document.property("diffusers-version", document.get("_diffusers_version"));
  const said = document.get("_name_or_path");
  const name = document.shown(said);
  if (name !== undefined) yield* baseFacts({ name, relation: "unknown", at: document.at(said!) });
  for (const { key, value } of document.members(document.root).slice(0, MAX_COMPONENTS)) {
    if (key.startsWith("_") || !/^\w{1,80}$/.test(key) || value.kind !== "array") continue;
    const [library, component] = value.items.map((item) => document.shown(item));
    if (library !== undefined && component !== undefined)
      yield document.say("component", `${key}: ${library}.${component}`, value);
  }
}
