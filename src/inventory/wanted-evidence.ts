import { isCommit } from "../core/commit";
import type { BaseRelation, Source } from "../core/card-facts";
import type { Inventory, InventoryFact, InventoryModel, WantedEvidence } from "../core/inventory";
import { BaseModels } from "./base-models";
import { factsOf, UNREADABLE } from "./document-facts";
import { isSaidLicense } from "../core/license-words";
import { sortedBy } from "./order";
import { baseName, directoryOf, homeOf, ROOT } from "./paths";
import { isCard } from "./roles";

/** A lack, and the place to write what is lacking. */
export interface MissingEvidence {
  readonly fact: InventoryFact & { readonly kind: "missing" };
  readonly at: Source;
  readonly model: InventoryModel;
}

/** What the models of an inventory lack of what a policy wants to be known of every model; by model, in the policy's order. */
export function missingEvidence(
  { models, stages, datasets }: Inventory,
  wanted: readonly WantedEvidence[],
): MissingEvidence[] {
  if (wanted.length === 0) return [];
  const bases = new BaseModels(models);
  const data = new Set(datasets.map(({ id }) => id));
  const made = new Set(
    stages
      .filter(({ inputs }) => inputs.some(({ path }) => data.has(path)))
      .flatMap(({ outputs }) => outputs.map(({ path }) => path)),
  );
  const lacks: Readonly<Record<WantedEvidence, (model: InventoryModel) => Source | undefined>> = {
    card: (model) => (hasCard(model) ? undefined : placeOf(model)),
    license: (model) => (hasLicense(model) ? undefined : placeOf(model)),
    "base-revision": (model) => model.bases.find((base) => !isPinned(base.value.reference, bases))?.at,
    dataset: (model) =>
      model.datasets.length > 0 || !isTrained(model) || isMadeOf(made, model) ? undefined : placeOf(model),
  };
  return models.flatMap((model) =>
    wanted.flatMap((what) => {
      const at = lacks[what](model);
      return at === undefined ? [] : [{ fact: { kind: "missing", what, path: model.path } as const, at, model }];
    }),
  );
}

/** The card; else what there is. */
export function placeOf({ path, files }: InventoryModel): Source {
  const [first] = sortedBy(files, (file) => (file.role === "card" ? 0 : file.role === "config" ? 1 : 2));
  return { path: first?.path ?? path };
}

/** A card that says something. */
function hasCard({ facts }: InventoryModel): boolean {
  return facts.some((fact) => isCard(fact.at.path) && !(fact.kind === "property" && fact.name === UNREADABLE));
}

/** The usual names of files that hold a licence's text, with the licence's name or without. */
const LICENSE_FILE = /^(licen[cs]e|copying|unlicen[cs]e)([-_][\w.-]{1,60})?(\.(txt|md|rst|pdf|html))?$/i;

/** A document names it, or its text stands beside the model; `other` alone names none. */
function hasLicense(model: InventoryModel): boolean {
  const home = homeOf(model);
  return (
    factsOf(model.facts, "license").some(({ value, url }) => url !== undefined || isSaidLicense(value)) ||
    model.files.some(({ path, size }) => size > 0 && directoryOf(path) === home && LICENSE_FILE.test(baseName(path)))
  );
}

/** The commit in an address of the hub or of a forge: `/tree/<commit>`. */
const COMMIT_OF_PAGE = /\/(?:tree|resolve|commit)\/([0-9a-f]{40})(?:[/?#]|$)/i;

/** A base is known to the commit where a document says it, or where it is in the tree and `models.lock.yaml` does. */
function isPinned(reference: InventoryModel["bases"][number]["value"]["reference"], bases: BaseModels): boolean {
  if (isCommit(reference.revision) || COMMIT_OF_PAGE.test(reference.url ?? "")) return true;
  // Another revision than the one in the tree may be meant where one is named.
  return reference.revision === undefined && isCommit(bases.recorded(reference)?.origin?.value.revision);
}

/** Relations in which nothing was trained: the data is that of the base. */
const UNTRAINED: ReadonlySet<BaseRelation> = new Set(["quantized", "converted", "merge"]);

/** Whether the model, a directory that it is in, or one of its files is among these paths. */
function isMadeOf(made: ReadonlySet<string>, { path, files }: InventoryModel): boolean {
  for (let at = path; at !== ROOT; at = directoryOf(at)) if (made.has(at)) return true;
  return files.some((file) => made.has(file.path));
}

/** A tokenizer alone has no data of its own here, and what was only converted has that of its base. */
function isTrained({ kind, bases }: InventoryModel): boolean {
  if (kind === "tokenizer") return false;
  return bases.length === 0 || bases.some(({ value }) => !UNTRAINED.has(value.relation));
}
