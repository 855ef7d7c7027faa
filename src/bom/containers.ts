import { ComponentType, HashAlgorithm } from "@cyclonedx/cyclonedx-library/Enums";
import { HashDictionary, PropertyRepository } from "@cyclonedx/cyclonedx-library/Models";
import type { InventoryContainer } from "../core/inventory";
import { byCodePoint } from "../core/order";
import { distinct, oneLine } from "./clean";
import { MlComponent } from "./model/component";
import { asModels, propertiesOf } from "./properties";
import { fixedVersion, ociPurl } from "./purls";
import { refOf } from "./refs";

const DIGEST = /^sha256:([0-9a-f]{64})$/;

/** Images, each once, however many files name it; only what is pinned by digest has a purl and a hash. */
export function containersOf(containers: readonly InventoryContainer[]): MlComponent[] {
  const same = new Map<string, InventoryContainer[]>();
  for (const each of containers) same.set(each.image, [...(same.get(each.image) ?? []), each]);
  return [...same.keys()].sort(byCodePoint).map((image) => containerComponent(image, same.get(image)!));
}

function containerComponent(image: string, same: readonly InventoryContainer[]): MlComponent {
  const { name, tag, digest } = same[0]!;
  const hex = DIGEST.exec(digest ?? "")?.[1];
  const purl = ociPurl(name, digest);
  const version = hex === undefined ? fixedVersion(oneLine(tag ?? "")) : digest;
  const component = new MlComponent(ComponentType.Container, oneLine(name) || "?", {
    bomRef: refOf("container", image),
    ...(version === undefined ? {} : { version }),
    ...(purl === undefined ? {} : { purl }),
    hashes: new HashDictionary(hex === undefined ? [] : [[HashAlgorithm["SHA-256"], hex]]),
    properties: new PropertyRepository(
      asModels(
        propertiesOf([
          ["tag", tag],
          ["pinned", hex === undefined ? "no" : "digest"],
          ...distinct(same.map(({ use }) => use)).map((use) => ["use", use] as const),
        ]),
      ),
    ),
  });
  const places = new Map(same.map(({ at }) => [`${at.path}\0${at.line ?? 0}`, at]));
  component.seen = {
    occurrences: [...places.keys()].sort(byCodePoint).map((key) => {
      const { path, line } = places.get(key)!;
      return { location: oneLine(path) || "?", ...(line === undefined ? {} : { line }) };
    }),
  };
  return component;
}
