import type { CardFact } from "../core/card-facts";
import type { CardReader } from "../core/card-reader";
import { member, type JsonNode } from "../syntax/json";
import { baseNameOf, fromJson, type CardDocument } from "./document";
import { remoteCode } from "./remote-code";

const NAMES = new Set(["preprocessor_config.json", "processor_config.json"]);
const CLASSES: readonly (readonly [property: string, key: string])[] = [
  ["image-processor", "image_processor_type"],
  ["feature-extractor", "feature_extractor_type"],
  ["processor-class", "processor_class"],
];

/** How images and sounds are prepared for a model of transformers: what it takes. */
export const preprocessorConfig: CardReader = {
  id: "preprocessor-config",
  title: "Preprocessor configuration",
  claims: (path) => NAMES.has(baseNameOf(path)),
  read: (text, path) => fromJson(text, path, facts),
};

function* facts(document: CardDocument): Generator<CardFact> {
  for (const [property, key] of CLASSES) yield* document.property(property, document.get(key));
  yield* image(document);
  yield* sound(document);
  yield* remoteCode(document, document.get("auto_map"));
}

/** The crop is what the model sees, where images are cropped after they were made smaller. */
function* image(document: CardDocument): Generator<CardFact> {
  const cropped = document.get("do_center_crop");
  const crops = cropped?.kind !== "scalar" || cropped.value !== false;
  const candidates = [crops ? document.get("crop_size") : undefined, document.get("size")];
  const size = candidates.find((node) => sizeOf(document, node) !== undefined);
  if (size === undefined) return;
  yield { kind: "input", at: document.at(size), port: { format: `image ${sizeOf(document, size)!}` } };
}

/** `224x224` (height, then width), or what is said of an edge. */
function sizeOf(document: CardDocument, node: JsonNode | undefined): string | undefined {
  const count = (each: JsonNode | undefined): string | undefined => {
    const shown = document.shown(each);
    return shown !== undefined && /^\d{1,6}$/.test(shown) ? shown : undefined;
  };
  const side = count(node);
  if (side !== undefined) return `${side}x${side}`;
  const [height, width] = [count(member(node, "height")), count(member(node, "width"))];
  if (height !== undefined && width !== undefined) return `${height}x${width}`;
  const edge = count(member(node, "shortest_edge"));
  return edge === undefined ? undefined : `with a shortest edge of ${edge}`;
}

function* sound(document: CardDocument): Generator<CardFact> {
  const rate = document.get("sampling_rate");
  const shown = document.shown(rate);
  if (shown !== undefined && /^\d{1,7}$/.test(shown))
    yield { kind: "input", at: document.at(rate!), port: { format: `audio ${shown} Hz` } };
}
