import type { Location } from "../../core/location";
import { extensionOf, isSharedName } from "../model-names";

/** Last part of the innermost name. */
export function baseName({ path, inside }: Location): string {
  const name = inside.at(-1) ?? path;
  return name.slice(Math.max(name.lastIndexOf("/"), name.lastIndexOf("\\")) + 1);
}

/** Names that graphs are saved under, and those that models of every kind have. */
export function graphNamed(name: string): boolean {
  return GRAPHS.includes(extensionOf(name)) || isSharedName(name);
}

const GRAPHS = [".pb", ".pbtxt", ".meta", ".graphdef", ".prototxt", ".textproto"];

/** Core ML's own, whose descriptions of inputs look like nodes, and Keras's: nothing reads a graph from these names. */
export function namedForOthers(name: string): boolean {
  return extensionOf(name) === ".mlmodel" || name.toLowerCase() === "keras_metadata.pb";
}

/** What TensorFlow opens in a directory; some file systems do not tell capitals apart. */
export function isSavedModelName(name: string): boolean {
  return /^saved_model\.(pb|pbtxt|cpb)$/i.test(name);
}
