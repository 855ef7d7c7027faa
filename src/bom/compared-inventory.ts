import type { CardFact, Reference } from "../core/card-facts";
import type { ComparedField } from "../core/bom-change";
import type { Inventory, InventoryContainer, InventoryModel } from "../core/inventory";
import type { LockedPackage } from "../core/package-facts";
import {
  datasetKey,
  Gathered,
  insideModel,
  originWords,
  purlWithoutVersion,
  type ComparedBom,
  type ComparedContainer,
  type ComparedModel,
  type ComparedPackage,
} from "./compared";
import { originAddress } from "./purls";

/** An inventory, as far as comparisons need it. */
export function comparedOf(inventory: Inventory): ComparedBom {
  const datasets = new Gathered<string>();
  for (const { id, reference } of inventory.datasets) {
    const key = datasetKey(id, reference?.revision);
    datasets.touch(key);
    if (reference?.revision !== undefined) datasets.add(key, reference.revision);
  }
  return {
    models: new Map(inventory.models.map((model) => [model.path, comparedModel(model)])),
    datasets: datasets.sets,
    containers: containersOf(inventory.containers),
    packages: packagesOf(inventory.packages),
  };
}

function comparedModel(model: InventoryModel): ComparedModel {
  const fields = new Gathered<ComparedField>();
  if (model.version !== undefined) fields.add("version", model.version.value);
  const address = model.origin && originAddress(model.origin.value);
  if (address !== undefined) fields.add("origin", originWords(address, model.origin?.value.revision));
  for (const { value } of model.bases) fields.add("base", `${referenceWords(value.reference)} (${value.relation})`);
  for (const { value } of model.datasets) fields.add("dataset", referenceWords(value));
  for (const fact of model.facts) {
    const value = fieldValue(fact);
    if (value !== undefined) fields.add(...value);
  }
  const code = model.facts.filter((fact) => fact.kind === "property").filter(({ name }) => isRemoteCode(name));
  return {
    path: model.path,
    name: model.name,
    files: new Map(model.files.map((file) => [insideModel(model.path, file.path), file])),
    fields: fields.sets,
    codeNames: new Set(code.map(({ value }) => value)),
  };
}

function fieldValue(fact: CardFact): [ComparedField, string] | undefined {
  switch (fact.kind) {
    case "license":
    case "dtype":
    case "architecture":
      return [fact.kind, fact.value];
    case "parameters":
      return [fact.kind, fact.dtype === undefined ? String(fact.value) : `${fact.value} ${fact.dtype}`];
    default:
      return undefined;
  }
}

/** The property that the readers of configurations give classes which `auto_map` binds to code of the model. */
export function isRemoteCode(property: string): boolean {
  return property === "remote-code";
}

/** `org/name@revision`. */
export function referenceWords({ name, revision }: Reference): string {
  return revision === undefined ? name : `${name}@${revision}`;
}

/** Containers by their name, in the order of the list. */
export function containersOf(
  all: readonly Pick<InventoryContainer, "name" | "image" | "tag" | "digest">[],
): Map<string, ComparedContainer[]> {
  const byName = new Map<string, ComparedContainer[]>();
  for (const container of all) {
    const some = byName.get(container.name);
    if (some === undefined) byName.set(container.name, [container]);
    else some.push(container);
  }
  return byName;
}

/** Packages by their purl without version: the same one in several lockfiles is one, with all its versions. */
export function packagesOf(
  all: readonly Pick<LockedPackage, "name" | "purl" | "version">[],
): Map<string, ComparedPackage> {
  const found = new Map<string, { name: string; versions: Set<string> }>();
  for (const { name, purl, version = "" } of all) {
    const key = purlWithoutVersion(purl);
    const known = found.get(key);
    if (known === undefined) found.set(key, { name, versions: new Set([version]) });
    else known.versions.add(version);
  }
  return found;
}
