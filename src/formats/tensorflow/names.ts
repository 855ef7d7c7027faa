import type { Location } from "../../core/location";
import { extensionOf } from "../model-names";

/** Last part of the innermost name. */
export function baseName({ path, inside }: Location): string {
  const name = inside.at(-1) ?? path;
  return name.slice(Math.max(name.lastIndexOf("/"), name.lastIndexOf("\\")) + 1);
}

/** Names that graphs are saved under. */
export function graphNamed(name: string): boolean {
  return [".pb", ".pbtxt", ".meta", ".graphdef", ".prototxt"].includes(extensionOf(name));
}
