import { ComponentType, ExternalReferenceType, HashAlgorithm } from "@cyclonedx/cyclonedx-library/Enums";
import {
  ExternalReference,
  ExternalReferenceRepository,
  HashDictionary,
  LicenseRepository,
  OrganizationalEntity,
  PropertyRepository,
} from "@cyclonedx/cyclonedx-library/Models";
import type { Contradiction, InventoryModel } from "../core/inventory";
import { addressOf, pathAddress } from "./address";
import { ancestor } from "./bases";
import { distinct, oneLine, prose } from "./clean";
import { dataOf, datasetIds } from "./datasets";
import { factSources } from "./fact-properties";
import { textsOf } from "./facts";
import { filesOf } from "./files";
import { licensesOf } from "./licenses";
import { modelCardOf } from "./model-card";
import { modelProperties, type DriftsOfModels } from "./model-properties";
import { MlComponent, type FieldSource } from "./model/component";
import { asModels } from "./properties";
import { fixedVersion, originAddress, originPurl } from "./purls";
import { type References, refOf } from "./refs";

/** What a model refers to. */
export interface ModelContext {
  readonly references: References;
  readonly fileRefs: Map<string, string>;
  readonly datasets: ReadonlyMap<string, MlComponent>;
  readonly contradictions: readonly Contradiction[];
  readonly drifts: DriftsOfModels;
}

/** A model with its files, its card and its ancestors. */
export function modelComponent(model: InventoryModel, context: ModelContext): MlComponent {
  const { facts, origin } = model;
  const description = textsOf(facts, prose, "description")[0];
  const supplier = textsOf(facts, oneLine, "supplier")[0];
  const version = model.version === undefined ? undefined : fixedVersion(oneLine(model.version.value));
  const purl = origin === undefined ? undefined : originPurl(origin.value);
  const licenses = facts.flatMap((fact) => (fact.kind === "license" ? [fact] : []));
  const properties = modelProperties(model, context);
  const component = new MlComponent(ComponentType.MachineLearningModel, oneLine(model.name) || "?", {
    bomRef: context.references.claim(refOf("model", model.path)),
    ...(version === undefined ? {} : { version }),
    ...(description === undefined ? {} : { description: description.value }),
    ...(supplier === undefined ? {} : { supplier: new OrganizationalEntity({ name: supplier.value }) }),
    ...(purl === undefined ? {} : { purl }),
    licenses: new LicenseRepository(licensesOf(licenses)),
    externalReferences: new ExternalReferenceRepository(referencesOf(model)),
    components: filesOf(model.files, context.references, context.fileRefs),
    properties: new PropertyRepository(asModels(properties)),
  });
  const { card, sources } = modelCardOf(model, datasetRefs(model, context.datasets));
  if (card !== undefined) component.modelCard = card;
  component.inGraph = true;
  component.authors = distinct(textsOf(facts, oneLine, "author").map(({ value }) => value));
  component.tags = distinct(textsOf(facts, oneLine, "tag").map(({ value }) => value));
  component.ancestors = model.bases.map(({ value }) => ancestor(value.reference, value.relation));
  component.seen = { occurrences: [{ location: oneLine(model.path) || "?" }] };
  component.sources = [
    ...(version === undefined ? [] : [{ path: ["version"], at: model.version!.at }]),
    ...(description === undefined ? [] : [{ path: ["description"], at: description.at }]),
    ...(supplier === undefined ? [] : [{ path: ["supplier"], at: supplier.at }]),
    ...licenseSources(model),
    ...model.bases.map(({ at }, index): FieldSource => ({ path: ["pedigree", "ancestors", index], at })),
    ...(purl === undefined ? [] : [{ path: ["purl"], at: origin!.at }]),
    ...sources,
    ...factSources(model, properties),
  ];
  return component;
}

function licenseSources({ facts }: InventoryModel): FieldSource[] {
  return textsOf(facts, oneLine, "license").map(({ at }, index) => ({ path: ["licenses", index], at }));
}

function datasetRefs(model: InventoryModel, datasets: ReadonlyMap<string, MlComponent>) {
  const seen = new Set<string>();
  return model.datasets.flatMap(({ value, at }) => {
    const component = datasetIds(value)
      .map((id) => datasets.get(id))
      .find((each) => each !== undefined);
    const entry = component === undefined ? dataOf(value) : { ref: String(component.bomRef) };
    const key = JSON.stringify(entry);
    if (seen.has(key)) return [];
    seen.add(key);
    return [{ value: entry, at }];
  });
}

function referencesOf(model: InventoryModel): ExternalReference[] {
  const found = new Map<string, ExternalReference>();
  const add = (url: string | undefined, type: ExternalReferenceType, comment?: string, sha256?: string) => {
    if (url === undefined || found.has(`${type}\0${url}`)) return;
    const hashes = new HashDictionary(sha256 === undefined ? [] : [[HashAlgorithm["SHA-256"], sha256]]);
    found.set(
      `${type}\0${url}`,
      new ExternalReference(url, type, { hashes, ...(comment === undefined ? {} : { comment }) }),
    );
  };
  const texts = (kind: "homepage" | "paper" | "repository") =>
    textsOf(model.facts, (text) => addressOf(text) ?? "", kind);
  if (model.origin !== undefined) add(originAddress(model.origin.value), ExternalReferenceType.Distribution);
  for (const { value } of texts("repository")) add(value, ExternalReferenceType.VCS);
  for (const { value } of texts("homepage")) add(value, ExternalReferenceType.Website);
  for (const { value } of texts("paper")) add(value, ExternalReferenceType.Documentation, "paper");
  for (const file of model.files)
    if (file.role === "card") add(pathAddress(file.path), ExternalReferenceType.ModelCard, undefined, hex(file.sha256));
  return [...found.values()].slice(0, 1_000);
}

function hex(text: string | undefined): string | undefined {
  return text !== undefined && /^[0-9a-f]{64}$/.test(text) ? text : undefined;
}
