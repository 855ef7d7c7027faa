import type { Source } from "../core/card-facts";
import type { Contradiction, Drift, Inventory, InventoryFact, InventoryModel } from "../core/inventory";
import type { Policy } from "../core/policy";
import { MODELS_LOCK } from "../sources/models-lock";
import { unapprovedLicenses } from "./approved-licenses";
import { unapprovedSources } from "./approved-sources";
import { homeOf } from "./paths";
import { missingEvidence } from "./wanted-evidence";

/** One fact that rules judge. */
export interface Told {
  readonly fact: InventoryFact;
  /** Where people are shown it. */
  readonly at: Source;
  /** Files that say it, or would if they were there: where a change touches none of them, the fact is older. */
  readonly paths: readonly string[];
}

/** Whether `models.lock.yaml` says of any model where it came from. */
export function hasRecords({ models }: Inventory): boolean {
  return models.some(({ origin }) => origin !== undefined);
}

/**
 * Everything that rules judge of an inventory, in its order: by what the policy wants to be known of every model, the sources and the
 * licences that it lets in. `recording` is whether a model without a record is told.
 */
export function factsOf(
  inventory: Inventory,
  { bom, sources, licenses }: Pick<Policy, "bom" | "sources" | "licenses">,
  recording = hasRecords(inventory),
): Told[] {
  return [
    ...inventory.contradictions.map((contradiction) => ({
      fact: { kind: "contradiction", contradiction } as const,
      at: contradiction.at,
      paths: placesOf(contradiction),
    })),
    ...inventory.drifts.map(drifted),
    ...(recording ? unlisted(inventory) : []),
    ...missingEvidence(inventory, bom.require).map(({ fact, at, model }) => ({ fact, at, paths: pathsOf(model) })),
    ...unapprovedSources(inventory, sources.allow).map(({ fact, at, model }) => ({
      fact,
      at,
      paths: [MODELS_LOCK, at.path, ...(model === undefined ? [] : pathsOf(model))],
    })),
    ...unapprovedLicenses(inventory, licenses).map(({ fact, at, model }) => ({ fact, at, paths: pathsOf(model) })),
  ];
}

function placesOf({ at, other }: Contradiction): string[] {
  return [at.path, ...(other === undefined ? [] : [other.path])];
}

/** What is here is shown where it is; what is not, where it is recorded. */
function drifted(drift: Drift): Told {
  const { path, found, files = [], at } = drift;
  return {
    fact: { kind: "drift", ...drift },
    at: found === undefined ? at : { path },
    paths: [...new Set([MODELS_LOCK, at.path, path, ...files])],
  };
}

/** Models without a record. What stands among a recorded model's files was told as a drift. */
function unlisted({ models, drifts }: Inventory): Told[] {
  const drifting = new Set(drifts.map(({ path }) => path));
  return models
    .filter(({ path, origin, kind }) => origin === undefined && kind === "model" && !drifting.has(path))
    .map(({ path, files }) => ({
      fact: { kind: "unlisted-origin", path, manifest: MODELS_LOCK } as const,
      at: { path: files[0]?.path ?? path },
      paths: [MODELS_LOCK, ...files.map((file) => file.path)],
    }));
}

/** The files of a model, and the card that it would have: taking that away is a change too. */
function pathsOf(model: InventoryModel): string[] {
  const home = homeOf(model);
  return [...model.files.map(({ path }) => path), home === "." ? "README.md" : `${home}/README.md`];
}
