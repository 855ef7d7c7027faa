import { ComponentType, ExternalReferenceType } from "@cyclonedx/cyclonedx-library/Enums";
import {
  ExternalReference,
  ExternalReferenceRepository,
  LicenseRepository,
  PropertyRepository,
} from "@cyclonedx/cyclonedx-library/Models";
import type { Reference } from "../core/card-facts";
import type { InventoryDataset } from "../core/inventory";
import { byCodePoint } from "../core/order";
import { oneLine, prose } from "./clean";
import { textsOf } from "./facts";
import { filesOf } from "./files";
import { licensesOf } from "./licenses";
import { MlComponent, type ComponentData } from "./model/component";
import { asModels, propertiesOf } from "./properties";
import { isCommit } from "../core/commit";
import { pageOf } from "./purls";
import { type References, refOf } from "./refs";

/** Data sets as components of type `data`, by their id. */
export function datasetsOf(
  datasets: readonly InventoryDataset[],
  references: References,
  fileRefs: Map<string, string>,
): Map<string, MlComponent> {
  const sorted = [...datasets].sort((a, b) => byCodePoint(a.id, b.id));
  return new Map(sorted.map((dataset) => [dataset.id, datasetComponent(dataset, references, fileRefs)]));
}

function datasetComponent(
  dataset: InventoryDataset,
  references: References,
  fileRefs: Map<string, string>,
): MlComponent {
  const { reference, facts } = dataset;
  const name = oneLine(dataset.name) || oneLine(dataset.id) || "?";
  const description = textsOf(facts, prose, "description")[0];
  const data = dataOf({ name: dataset.name, ...reference });
  const component = new MlComponent(ComponentType.Data, name, {
    bomRef: references.claim(refOf("data", dataset.id)),
    ...(isCommit(reference?.revision) ? { version: reference.revision.toLowerCase() } : {}),
    ...(description === undefined ? {} : { description: description.value }),
    licenses: new LicenseRepository(licensesOf(facts.flatMap((fact) => (fact.kind === "license" ? [fact] : [])))),
    externalReferences: new ExternalReferenceRepository(
      data.contents === undefined ? [] : [new ExternalReference(data.contents.url, ExternalReferenceType.Website)],
    ),
    components: filesOf(dataset.files, references, fileRefs),
    properties: new PropertyRepository(
      asModels(
        propertiesOf([
          ["revision", reference?.revision],
          ["pinned", reference === undefined ? undefined : isCommit(reference.revision) ? "commit" : "no"],
        ]),
      ),
    ),
  });
  component.data = [data];
  component.inGraph = true;
  component.authors = textsOf(facts, oneLine, "author").map(({ value }) => value);
  component.seen = {
    occurrences: [
      {
        location: oneLine(dataset.at.path) || "?",
        ...(dataset.at.line === undefined ? {} : { line: dataset.at.line }),
      },
    ],
  };
  if (description !== undefined) component.sources = [{ path: ["description"], at: description.at }];
  return component;
}

/** A data set as `data` has it. */
export function dataOf(reference: Reference): ComponentData {
  const url = pageOf("dataset", reference);
  return { type: "dataset", name: oneLine(reference.name) || "?", ...(url === undefined ? {} : { contents: { url } }) };
}

/** The ids under which a data set may stand in the inventory. */
export function datasetIds({ name, revision }: Reference): string[] {
  return [...(revision === undefined ? [] : [`hub:${name}@${revision}`]), `hub:${name}`, `named:${name}`, name];
}
