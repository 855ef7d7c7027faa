import { ComponentType, ExternalReferenceType } from "@cyclonedx/cyclonedx-library/Enums";
import {
  ExternalReference,
  ExternalReferenceRepository,
  PropertyRepository,
} from "@cyclonedx/cyclonedx-library/Models";
import type { BaseRelation, Reference, Source } from "../core/card-facts";
import type { InventoryModel } from "../core/inventory";
import { byCodePoint } from "../core/order";
import { oneLine } from "./clean";
import { occurrencesOf } from "./facts";
import { MlComponent } from "./model/component";
import { asModels, propertiesOf } from "./properties";
import { isCommit } from "../core/commit";
import { huggingFacePurl, pageOf } from "./purls";
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
  const found = new Map<string, { readonly reference: Reference; readonly places: Source[] }>();
  for (const model of models)
    for (const { value, at } of model.bases) {
      const { reference } = value;
      if (ownBase(reference, model, paths) !== undefined) continue;
      const known = found.get(baseKey(reference));
      if (known === undefined) found.set(baseKey(reference), { reference, places: [at] });
      else known.places.push(at);
    }
  const keys = [...found.keys()].sort(byCodePoint);
  return new Map(
    keys.map((key) => {
      const { reference, places } = found.get(key)!;
      const component = baseComponent(reference, refOf("base", key));
      component.isExternal = true;
      component.seen = { occurrences: occurrencesOf(places) };
      return [key, component];
    }),
  );
}

/** An entry of `pedigree.ancestors`, with its relation. */
export function ancestor(reference: Reference, relation: BaseRelation): MlComponent {
  return baseComponent(reference, undefined, relation);
}

function baseComponent(reference: Reference, bomRef?: string, relation?: BaseRelation): MlComponent {
  const { name, revision } = reference;
  const purl = huggingFacePurl(reference);
  const page = pageOf("model", reference);
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
