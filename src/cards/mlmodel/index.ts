import type { CardFact } from "../../core/card-facts";
import type { CardReader } from "../../core/card-reader";
import { member, type JsonNode } from "../../syntax/json";
import { baseNameOf, fromYaml, type CardDocument } from "../document";
import { baseFacts } from "../bases";
import { ports } from "./signature";

/** Flavours of one model; real ones have two to four. CWE-770. */
const MAX_FLAVORS = 32;
/** Versions that one flavour says. CWE-770. */
const MAX_VERSIONS = 16;
/** The flavour that every other one can be loaded as; it names no library. */
const GENERIC = "python_function";
const PROPERTIES: readonly (readonly [property: string, key: string])[] = [
  ["mlflow-version", "mlflow_version"],
  ["mlflow-model-id", "model_id"],
  ["mlflow-model-uuid", "model_uuid"],
  ["created", "utc_time_created"],
  ["model-size-bytes", "model_size_bytes"],
  ["databricks-runtime", "databricks_runtime"],
];

/** The description of a model that MLflow saved (mlflow.models.Model.to_yaml). */
export const mlmodel: CardReader = {
  id: "mlmodel",
  title: "MLflow model",
  claims: (path) => baseNameOf(path) === "MLmodel",
  read: (text, path) => fromYaml(text, path, facts),
};

function* facts(document: CardDocument): Generator<CardFact> {
  const run = document.get("run_id");
  const id = document.shown(run);
  if (id !== undefined) yield { kind: "run", at: document.at(run!), system: "mlflow", id };
  for (const [property, key] of PROPERTIES) yield* document.property(property, document.get(key));
  for (const { key, value } of document.members(document.get("flavors")).slice(0, MAX_FLAVORS))
    yield* flavor(document, key, value);
  yield* ports(document, "input", document.get("signature", "inputs"));
  yield* ports(document, "output", document.get("signature", "outputs"));
}

function* flavor(document: CardDocument, name: string, node: JsonNode): Generator<CardFact> {
  if (!/^\w{1,64}$/.test(name)) return;
  yield document.say("mlflow-flavor", name, node);
  if (name !== GENERIC) yield { kind: "library", at: document.at(node), value: name };
  yield* document.property("loader-module", member(node, "loader_module"));
  yield* document.property("serialization-format", member(node, "serialization_format"));
  const versions = document.members(node).filter(({ key }) => /^\w{1,40}_version$/.test(key));
  for (const { key, value } of versions.slice(0, MAX_VERSIONS))
    yield* document.property(key.replaceAll("_", "-"), value);
  yield* source(document, node);
}

/** A pipeline of transformers says what it was made of. */
function* source(document: CardDocument, node: JsonNode): Generator<CardFact> {
  yield* document.fact("task", member(node, "task"));
  yield* document.fact("architecture", member(node, "pipeline_model_type"));
  const said = member(node, "source_model_name");
  const name = document.shown(said);
  if (name === undefined) return;
  const revision = document.shown(member(node, "source_model_revision"));
  yield* baseFacts({ name, revision, relation: "unknown", at: document.at(said!) });
}
