import type { JsonNode } from "../syntax/json";
import type { TomlValue } from "../syntax/toml-places";

/** A value of a manifest, whatever it is written in. Maps, since keys such as `__proto__` are the input's. */
export type ManifestValue =
  string | number | boolean | null | readonly ManifestValue[] | ReadonlyMap<string, ManifestValue>;

/** Keys from the root; `*` is any. */
export type Path = readonly string[];

/** The parser bounds the depth. Of two members of one name the last counts, as for those who read it. */
export function ofJson(node: JsonNode): ManifestValue {
  if (node.kind === "scalar") return node.value;
  if (node.kind === "array") return node.items.map(ofJson);
  return new Map(node.members.map(({ key, value }) => [key, ofJson(value)]));
}

export function ofToml(value: TomlValue): ManifestValue {
  if (Array.isArray(value)) return value.map(ofToml);
  if (value instanceof Date) return value.toISOString();
  if (typeof value === "object") return new Map(Object.entries(value).map(([key, each]) => [key, ofToml(each)]));
  return value;
}

/** What stands at some paths, each under its own; what is not there is left out. */
export function pick(root: ManifestValue, paths: readonly Path[]): ManifestValue {
  const picked = new Map<string, ManifestValue>();
  for (const path of paths) for (const [found, value] of at(root, path)) picked.set(JSON.stringify(found), value);
  return picked;
}

function at(root: ManifestValue, path: Path): (readonly [Path, ManifestValue])[] {
  let places: (readonly [Path, ManifestValue])[] = [[[], root]];
  for (const key of path)
    places = places.flatMap(([above, value]) => {
      if (!(value instanceof Map)) return [];
      const members: ReadonlyMap<string, ManifestValue> = value;
      if (key === "*") return [...members].map(([name, each]) => [[...above, name], each] as const);
      const found = members.get(key);
      return found === undefined ? [] : [[[...above, key], found] as const];
    });
  return places;
}

/** Lists in which the first goes before the others; the order of dependencies says nothing. */
const ORDERED = /(?:channels|source|index|extra-index-url|repositories)"?\]?$/;

/** One text for what means the same: keys in order, lists of texts too, without space and empty tables. */
export function canonical(value: ManifestValue, key = ""): string {
  if (typeof value === "string") return JSON.stringify(value.replace(/\s+/g, ""));
  if (Array.isArray(value)) {
    const items = (value as readonly ManifestValue[]).map((each) => canonical(each));
    return `[${(ORDERED.test(key) ? items : items.sort()).join(",")}]`;
  }
  if (value instanceof Map) {
    const members = [...(value as ReadonlyMap<string, ManifestValue>)]
      .map(([name, each]) => [name, canonical(each, name)] as const)
      .filter(([, each]) => each !== "{}" && each !== "[]")
      .map(([name, each]) => `${JSON.stringify(name)}:${each}`);
    return `{${members.sort().join(",")}}`;
  }
  return String(value);
}
