import { ComponentType, ExternalReferenceType, HashAlgorithm } from "@cyclonedx/cyclonedx-library/Enums";
import {
  ExternalReference,
  ExternalReferenceRepository,
  HashDictionary,
  PropertyRepository,
} from "@cyclonedx/cyclonedx-library/Models";
import type { Inventory, InventoryContainer } from "../core/inventory";
import { pathAddress } from "./address";
import { distinct, oneLine } from "./clean";
import { occurrencesOf } from "./facts";
import { imagesOf, type Image } from "./images";
import { MlComponent } from "./model/component";
import { asModels, propertiesOf } from "./properties";
import { publicPath } from "./public-path";
import { fixedVersion, ociPurl } from "./purls";
import { refOf } from "./refs";

const DIGEST = /^sha256:([0-9a-f]{64})$/;

/** Images that the repository names, and those that only an inventory is of, each once. */
export function containersOf(inventory: Inventory): MlComponent[] {
  return imagesOf(inventory).map((image) => containerComponent(image, inventory));
}

/** By what `PackageSource.where` of packages in an image says: the components of that image. */
export function containersByInventory(
  inventory: Inventory,
  containers: readonly MlComponent[],
): Map<string, MlComponent[]> {
  const found = new Map<string, MlComponent[]>();
  imagesOf(inventory).forEach(({ where }, index) => {
    for (const each of where) found.set(each, [...(found.get(each) ?? []), containers[index]!]);
  });
  return found;
}

/** Only what is pinned by digest has a purl and a hash. */
function containerComponent({ image, name, tag, digest, named, inventories }: Image, inventory: Inventory) {
  const hex = DIGEST.exec(digest ?? "")?.[1];
  const purl = ociPurl(name, digest);
  const version = hex === undefined ? fixedVersion(oneLine(tag ?? "")) : digest;
  const component = new MlComponent(ComponentType.Container, oneLine(name) || "?", {
    bomRef: refOf("container", image),
    ...(version === undefined ? {} : { version }),
    ...(purl === undefined ? {} : { purl }),
    hashes: new HashDictionary(hex === undefined ? [] : [[HashAlgorithm["SHA-256"], hex]]),
    externalReferences: new ExternalReferenceRepository(bomReferences(inventories, inventory)),
    properties: new PropertyRepository(
      asModels(
        propertiesOf([
          ["tag", tag],
          ["pinned", hex === undefined ? "no" : "digest"],
          ["named-by", named.length === 0 ? "an inventory alone" : undefined],
          ...distinct(named.map(({ use }) => use)).map((use) => ["use", use] as const),
          ...gapsOf(inventories, inventory).map((gap) => ["gap", gap] as const),
        ]),
      ),
    ),
  });
  component.seen = {
    occurrences: occurrencesOf(named.length === 0 ? inventories.map((path) => ({ path })) : placesOf(named)),
  };
  return component;
}

const placesOf = (named: readonly InventoryContainer[]) => named.map(({ at }) => at);

/** Inventories by their file and, where it is known, its digest. */
export function bomReferences(paths: readonly string[], { supplied = [] }: Inventory): ExternalReference[] {
  return paths.map((path) => {
    const sha256 = supplied.find((each) => each.path === path)?.sha256;
    const hashes = new HashDictionary(
      sha256 === undefined || !DIGEST.test(`sha256:${sha256}`) ? [] : [[HashAlgorithm["SHA-256"], sha256]],
    );
    return new ExternalReference(pathAddress(oneLine(publicPath(path))) || ".", ExternalReferenceType.BOM, {
      hashes,
      comment: "the inventory that its packages are from",
    });
  });
}

/** What of these inventories could not be read. */
export function gapsOf(paths: readonly string[], { supplied = [] }: Inventory): string[] {
  const read = supplied.filter(({ path }) => paths.includes(path));
  return distinct(read.flatMap(({ path, gaps }) => gaps.map((gap) => `${oneLine(publicPath(path))}: ${oneLine(gap)}`)));
}
