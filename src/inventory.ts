import { CARDS } from "./cards";
import type { Contradiction, Inventory, InventoryModel } from "./core/inventory";
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
import { isCard, isIndex, isModelConfig } from "./inventory/roles";
import { modelSeeds } from "./inventory/seeds";
import { Tree } from "./inventory/tree";

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
  const tree = new Tree([...input.files, ...keptByDvc(input.files, dvc)]);
  const origins = new Origins(
    sortedBy(
      input.origins,
      ({ path }) => path,
      ({ line }) => line,
    ),
    tree,
  );
  const documents = new Documents(input.readers ?? CARDS);
  const models: InventoryModel[] = [];
  const contradictions: Contradiction[] = [...origins.contradictions];
  for (const seed of modelSeeds(tree, dvc, input)) {
    const read = readModel(seed, { documents, dvc, origins });
    models.push(read.model);
    contradictions.push(...read.contradictions);
  }
  const { containers, served } = readContainers(tree.files);
  return {
    subject: input.subject,
    models: sortedBy(models, ({ path }) => path),
    datasets: readDatasets({ tree, documents, dvc, models, rootName: input.subject.name }),
    containers,
    ...(served.length === 0 ? {} : { served }),
    packages: input.packages,
    stages: dvc.stages,
    contradictions: inOrder(contradictions),
    missing: sortedBy(
      input.missing,
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
