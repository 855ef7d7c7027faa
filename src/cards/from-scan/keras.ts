import type { CardFact, Source } from "../../core/card-facts";
import type { KerasFacts } from "../../core/keras-facts";
import { plainName } from "../plain-text";

/** Classes of layers of one model that are told; real ones have below 50. CWE-770. */
const MAX_CLASSES = 200;
const PROPERTIES: readonly (readonly [property: string, key: string])[] = [
  ["keras-version", "keras_version"],
  ["keras-backend", "backend"],
  ["date-saved", "date_saved"],
];

/** The class of the model, those of its layers, and what wrote it. */
export function* kerasFacts({ names, metadata }: KerasFacts, at: Source): Generator<CardFact> {
  const classes = names.filter(({ use }) => use === "class");
  const [model] = classes;
  const isModel = model !== undefined && !model.where.startsWith("training_config");
  const shown = isModel ? plainName(model.name) : undefined;
  if (shown !== undefined) yield { kind: "architecture", at, value: shown };
  const layers = isModel ? classes.slice(1).filter(isLayer) : [];
  for (const name of new Set(layers.slice(0, MAX_CLASSES).map((each) => plainName(each.name))))
    if (name !== undefined) yield { kind: "property", at, name: "layer-class", value: name };
  // That of a training says the same once more.
  if (model !== undefined && !isModel) return;
  for (const [name, key] of PROPERTIES) {
    const value = plainName(Object.hasOwn(metadata, key) ? metadata[key]! : "");
    if (value !== undefined) yield { kind: "property", at, name, value };
  }
}

/** A class with a name of its own that is no optimizer, metric or type: `dense (Dense)`. */
function isLayer({ where, name, module, registered }: KerasFacts["names"][number]): boolean {
  if (!where.endsWith(`(${name})`)) return false;
  return module === undefined || registered !== undefined || /(?:^|\.)layers(?:\.|$)/.test(module);
}
