import type { Format, OpenContext } from "../../core/format";
import type { Artifact, Subject } from "../../core/subject";
import { isProblem, openHdf5, type Attribute, type Hdf5File } from "../../bytes/hdf5";
import { hdf5, seeHdf5 } from "../hdf5";
import { kerasConfigFacts } from "./config";

/** Attributes of the root that hold configurations (keras/src/legacy/saving/legacy_h5_format.py). */
const CONFIGS = new Set(["model_config", "training_config"]);
/** With any of these it is Keras that wrote the file: a model, or its weights alone. */
const MARKS = new Set([...CONFIGS, "keras_version", "layer_names"]);
/** What is said of the model in words. */
const METADATA = ["keras_version", "backend"];
/** Attributes of the root that are looked at; Keras writes four. CWE-400. */
const MAX_ATTRIBUTES = 10_000;

/** What `model.save("x.h5")` wrote before there was `.keras`, and still does: the configuration is an attribute. */
export const kerasH5: Format = {
  id: "keras-h5",
  title: "Keras model (HDF5)",
  refines: "hdf5",
  extensions: [],
  claims(artifact, context) {
    if (!hdf5.claims(artifact, context)) return false;
    try {
      const attributes = rootAttributes(openHdf5(artifact.bytes, context.budget));
      return attributes.some(({ name }) => MARKS.has(name));
    } catch (error) {
      if (isProblem(error)) return false;
      throw error;
    }
  },
  *open(artifact, context) {
    const file = openHdf5(artifact.bytes, context.budget);
    yield* configsOf(rootAttributes(file), artifact, context);
    yield* seeHdf5(file, artifact, context, "keras-h5");
  },
};

function* configsOf(attributes: readonly Attribute[], artifact: Artifact, context: OpenContext): Generator<Subject> {
  const { at } = artifact;
  const metadata = metadataOf(attributes);
  const seen = new Set<string>();
  for (const { name, value } of attributes) {
    if (!CONFIGS.has(name)) continue;
    const place = name === "model_config" ? "" : name;
    try {
      // `seeHdf5` looks for secrets in every attribute.
      for (const text of textsOf(value, context))
        yield* kerasConfigFacts(text, at, place, { loader: "keras-h5", metadata, seen, secrets: false });
    } catch (error) {
      if (!isProblem(error)) throw error;
      yield { kind: "unreadable", at, reason: "malformed", detail: `its attribute ${name}: ${error.message}` };
    }
  }
}

function textsOf(value: Attribute["value"], { budget }: OpenContext): string[] {
  const texts = value.blobs().map((blob) => Buffer.from(blob).toString("utf8"));
  budget.spend("fields", texts.length);
  return texts;
}

function metadataOf(attributes: readonly Attribute[]): Record<string, string> {
  const pairs = attributes.flatMap(({ name, value }) => {
    const text = METADATA.includes(name) ? value.text()?.slice(0, 100) : undefined;
    return text === undefined ? [] : [[name, text] as const];
  });
  return Object.fromEntries(pairs);
}

/** As far as they can be read: an attribute that cannot must not hide the ones before it. */
function rootAttributes(file: Hdf5File): Attribute[] {
  const found: Attribute[] = [];
  try {
    for (const attribute of file.root().attributes()) {
      if (found.length >= MAX_ATTRIBUTES) break;
      found.push(attribute);
    }
  } catch (error) {
    if (!isProblem(error)) throw error;
  }
  return found;
}
