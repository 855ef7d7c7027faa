import { CARDS } from "./cards";
import type { Contradiction, Inventory, InventoryModel } from "./core/inventory";
import { baseLicenseContradictions } from "./inventory/base-licenses";
import { readContainers } from "./inventory/containers";
import { isDockerfile } from "./inventory/containers/dockerfile";
import { isManifest } from "./inventory/containers/manifests";
import { readDatasets } from "./inventory/datasets";
import { Documents } from "./inventory/document-facts";
import { isDvc, readDvc, type DvcFacts } from "./inventory/dvc";
import type { InventoryInput, TreeFile } from "./inventory/input";
import { readModel } from "./inventory/models";
import { Origins } from "./inventory/origins";
import { sortedBy } from "./inventory/order";
import { directoryOf, ROOT } from "./inventory/paths";
import { isCard, isIndex, isModelConfig } from "./inventory/roles";
import { modelSeeds } from "./inventory/seeds";
import { Tree } from "./inventory/tree";
import { MODELS_LOCK } from "./sources/models-lock";

export type { InventoryInput, OriginEntry, TreeFile } from "./inventory/input";

/** Whether the inventory reads the text of a file of this path, so that the host has to bring it. */
export function wantsText(path: string): boolean {
  if (isCard(path) || isModelConfig(path) || isIndex(path)) return true;
  return isDvc(path) || isDockerfile(path) || isManifest(path) || CARDS.some((reader) => reader.claims(path));
}

/**
 * Everything that a bill of materials is made of: models with their files and what is said of them, datasets, containers,
 * pipelines, and where sources contradict each other. Pure: the same input, in whatever order, gives the same inventory.
 * Total for any text: what cannot be read is a gap of its model.
 */
export function buildInventory(input: InventoryInput): Inventory {
  const dvc = readDvc(input.files);
  const notHere = new Set(input.missing.map(({ path }) => path));
  const tree = new Tree([...input.files, ...keptByDvc(input.files, dvc)]);
  const origins = new Origins(
    sortedBy(
      input.origins,
      ({ path }) => path,
      ({ line }) => line,
    ),
    tree,
    (path) => notHere.has(path) || isKeptByDvc(path, tree, dvc) || input.leftOut?.(path) === true,
  );
  const documents = new Documents(input.readers ?? CARDS);
  const models: InventoryModel[] = [];
  const contradictions: Contradiction[] = [];
  for (const seed of modelSeeds(tree, dvc, input)) {
    const read = readModel(seed, { documents, dvc, origins });
    models.push(read.model);
    contradictions.push(...read.contradictions);
  }
  const { containers, served, unread } = readContainers(tree.files);
  // What the host says of a file is said once.
  const notRead = [...dvc.unread, ...unread, ...leftOut(origins, tree, dvc)].filter(({ path }) => !notHere.has(path));
  return {
    subject: input.subject,
    models: sortedBy(models, ({ path }) => path),
    datasets: readDatasets({ tree, documents, dvc, models, rootName: input.subject.name }),
    containers,
    ...(served.length === 0 ? {} : { served }),
    packages: input.packages,
    stages: dvc.stages,
    contradictions: inOrder([...contradictions, ...baseLicenseContradictions(models)]),
    drifts: sortedBy(
      origins.drifts(models),
      ({ path }) => path,
      ({ at }) => at.line ?? 0,
    ),
    missing: sortedBy(
      [...input.missing, ...notRead],
      ({ path }) => path,
      ({ detail }) => detail,
    ),
  };
}

/** Single files that are in the cache of DVC and not in the tree: known by their size and MD5. */
function keptByDvc(files: readonly TreeFile[], { outputs }: DvcFacts): TreeFile[] {
  const here = new Set(files.map(({ path }) => path));
  return [...outputs.values()].flatMap(({ path, size, directory }) =>
    here.has(path) || directory || size === undefined ? [] : [{ path, size }],
  );
}

/** Whether DVC has a file that is not in the tree: by itself, or in a directory that is not there. */
function isKeptByDvc(path: string, tree: Tree, { outputs }: DvcFacts): boolean {
  if (outputs.has(path)) return true;
  for (let at = directoryOf(path); at !== ROOT; at = directoryOf(at))
    if (outputs.get(at)?.directory === true) return tree.directory(at) === undefined;
  return false;
}

/** Recorded files that nothing else speaks of, because they are not part of the tree. */
function leftOut(origins: Origins, tree: Tree, dvc: DvcFacts): { readonly path: string; readonly detail: string }[] {
  const detail = `${MODELS_LOCK} records it, and it is left out of the tree: git or the policy ignores it, or it is not checked out`;
  return origins.elsewhere().flatMap((path) => (isKeptByDvc(path, tree, dvc) ? [] : [{ path, detail }]));
}

function inOrder(contradictions: readonly Contradiction[]): Contradiction[] {
  return sortedBy(
    contradictions,
    ({ path }) => path,
    ({ about }) => about,
    ({ at }) => at.path,
    ({ at }) => at.line ?? 0,
    ({ detail }) => detail,
  );
}
