import { createHash } from "node:crypto";
import type { Source } from "../core/card-facts";
import type { Inventory, InventoryFact, InventoryModel, PipelineStage } from "../core/inventory";
import { placeMatcher, placeOfReference, placeOfSource } from "../core/model-place";
import type { AllowLists } from "../core/policy";
import { BaseModels } from "./base-models";
import { directoryOf, homeOf, ROOT } from "./paths";
import { placeOf } from "./wanted-evidence";

type SourceFact = InventoryFact & { readonly kind: "source" };

/** A model, or what one was made from, that comes from nowhere that the policy approves of. */
export interface UnapprovedSource {
  readonly fact: SourceFact;
  readonly at: Source;
  readonly model?: InventoryModel;
}

/**
 * What of an inventory comes from elsewhere than all lists say; nothing where there is no list. Of a model that is what
 * `models.lock.yaml` records of it, and what its documents say it was made from. One without a record is told, but for a tokenizer
 * alone, and for what a stage of the repository's own pipeline made: of these only the bases count.
 */
export function unapprovedSources(inventory: Inventory, lists: AllowLists): UnapprovedSource[] {
  if (lists.length === 0) return [];
  const { models, stages, served = [] } = inventory;
  const approved = placeMatcher(lists);
  const bases = new BaseModels(models);
  const made = new Set(stages.flatMap(({ outputs }: PipelineStage) => outputs.map(({ path }) => path)));
  const ofModels = models.flatMap((model) => [...ofOrigin(model, approved, made), ...ofBases(model, approved, bases)]);
  const ofServed = served.flatMap(({ value, at }): UnapprovedSource[] => {
    const place = placeOfReference(value);
    if (place !== undefined && approved(place)) return [];
    const written = value.url ?? value.name;
    return [{ fact: { kind: "source", role: "served", path: at.path, from: place ?? written, content: "" }, at }];
  });
  return [...ofModels, ...ofServed];
}

function ofOrigin(
  model: InventoryModel,
  approved: (place: string) => boolean,
  made: ReadonlySet<string>,
): UnapprovedSource[] {
  const { origin, path, kind } = model;
  const fact = { kind: "source", role: "origin", path, content: contentOf(model) } as const;
  if (origin === undefined) {
    if (kind === "tokenizer" || isMadeHere(made, model)) return [];
    return [{ fact, at: placeOf(model), model }];
  }
  const place = placeOfSource(origin.value.source);
  if (place !== undefined && approved(place)) return [];
  return [{ fact: { ...fact, from: place ?? origin.value.source }, at: origin.at, model }];
}

/** A base that lies in the tree is a model of it, and judged as such. */
function ofBases(model: InventoryModel, approved: (place: string) => boolean, bases: BaseModels): UnapprovedSource[] {
  return model.bases.flatMap(({ value: { reference }, at }): UnapprovedSource[] => {
    if (bases.at(reference.name, homeOf(model)) !== undefined) return [];
    const place = placeOfReference(reference);
    if (place !== undefined && approved(place)) return [];
    const from = place ?? reference.url ?? reference.name;
    return [{ fact: { kind: "source", role: "base", path: model.path, from, content: "" }, at, model }];
  });
}

/** Whether a stage of the pipeline made the model, a directory that it is in, or all of its weights. */
function isMadeHere(made: ReadonlySet<string>, { path, files }: InventoryModel): boolean {
  for (let at = path; at !== ROOT; at = directoryOf(at)) if (made.has(at)) return true;
  const weights = files.filter(({ role }) => role === "weights");
  return weights.length > 0 && weights.every((file) => made.has(file.path));
}

/** Other weights at the same place are another model: what was let pass once says nothing of them. */
function contentOf({ files }: InventoryModel): string {
  const digests = files.flatMap(({ role, sha256, path }) => (role === "weights" ? [sha256 ?? path] : []));
  return createHash("sha256").update(JSON.stringify(digests.sort())).digest("hex");
}
