import { ComponentType, ExternalReferenceType } from "@cyclonedx/cyclonedx-library/Enums";
import {
  ExternalReference,
  ExternalReferenceRepository,
  PropertyRepository,
} from "@cyclonedx/cyclonedx-library/Models";
import type { BaseRelation, Reference } from "../core/card-facts";
import type { InventoryModel } from "../core/inventory";
import { addressOf } from "./address";
import { byCodePoint } from "../core/order";
import { oneLine } from "./clean";
import { MlComponent } from "./model/component";
import { asModels, propertiesOf } from "./properties";
import { hubName, huggingFacePurl, isCommit } from "./purls";
import { refOf } from "./refs";

/** What tells one base from another: its name, and the revision that is named. */
export function baseKey({ name, revision }: Reference): string {
  return revision === undefined ? name : `${name}@${revision}`;
}

/** The model of this repository that a base names by its path, if it is one. */
export function ownBase(reference: Reference, model: InventoryModel, models: ReadonlySet<string>): string | undefined {
  const name = reference.name.replace(/\/+$/, "");
  const paths = [name.replace(/^\.\//, ""), `${model.path === "." ? "" : `${model.path}/`}${name}`].map(resolved);
  return paths.find((path) => path !== model.path && models.has(path));
}

function resolved(path: string): string {
  const out: string[] = [];
  for (const segment of path.split("/").slice(0, 64)) {
    if (segment === "..") out.pop();
    else if (segment !== "." && segment !== "") out.push(segment);
  }
  return out.join("/");
}

/** Bases that are not in this repository, each once, as components of their own: edges of the graph lead to them. */
export function basesOf(models: readonly InventoryModel[]): Map<string, MlComponent> {
  const paths = new Set(models.map(({ path }) => path));
  const found = new Map<string, Reference>();
  for (const model of models)
    for (const { value } of model.bases)
      if (ownBase(value.reference, model, paths) === undefined) found.set(baseKey(value.reference), value.reference);
  const keys = [...found.keys()].sort(byCodePoint);
  return new Map(
    keys.map((key) => {
      const component = baseComponent(found.get(key)!, refOf("base", key));
      component.isExternal = true;
      return [key, component];
    }),
  );
}

/** An entry of `pedigree.ancestors`, with its relation. */
export function ancestor(reference: Reference, relation: BaseRelation): MlComponent {
  return baseComponent(reference, undefined, relation);
}

function baseComponent(reference: Reference, bomRef?: string, relation?: BaseRelation): MlComponent {
  const { name, revision, url } = reference;
  const purl = huggingFacePurl(reference);
  const hub = hubName(reference);
  const address = url === undefined ? addressOf(name) : addressOf(url);
  const page = address ?? (hub === undefined ? undefined : `https://huggingface.co/${hub}`);
  return new MlComponent(ComponentType.MachineLearningModel, oneLine(name) || "?", {
    ...(bomRef === undefined ? {} : { bomRef }),
    ...(isCommit(revision) ? { version: revision.toLowerCase() } : {}),
    ...(purl === undefined ? {} : { purl }),
    externalReferences: new ExternalReferenceRepository(
      page === undefined ? [] : [new ExternalReference(page, ExternalReferenceType.Website)],
    ),
    properties: new PropertyRepository(
      asModels(
        propertiesOf([
          ["relation", relation],
          ["revision", revision],
          ["pinned", isCommit(revision) ? "commit" : "no"],
        ]),
      ),
    ),
  });
}
