import type { CardFact } from "../core/card-facts";
import { isHubId } from "../core/hub-name";
import type { InventoryDataset, InventoryModel } from "../core/inventory";
import { factsOf, inOrder, type Documents } from "./document-facts";
import type { DvcFacts, DvcOutput } from "./dvc";
import type { TreeFile } from "./input";
import { inventoryFile } from "./models";
import { sortedBy } from "./order";
import { baseName, directoryOf } from "./paths";
import { isCard, roleOf } from "./roles";
import type { Directory, Tree } from "./tree";

/** What datasets are looked for in. */
export interface DatasetContext {
  readonly tree: Tree;
  readonly documents: Documents;
  readonly dvc: DvcFacts;
  readonly models: readonly InventoryModel[];
  /** What to call a dataset that is the whole tree. */
  readonly rootName: string;
}

/** Files that describe a dataset of the `datasets` library where no card does. */
const DATASET_INFO: ReadonlySet<string> = new Set(["dataset_info.json", "dataset_infos.json", "dataset_dict.json"]);
/** Files of one dataset that are listed; a folder of images has any number. CWE-770. */
const MAX_FILES = 100_000;

/** The datasets that are in the tree, that DVC keeps for it, and that cards name; by id. */
export function readDatasets(context: DatasetContext): InventoryDataset[] {
  const owned = new Set(context.models.flatMap(({ files }) => files.map(({ path }) => path)));
  const found = new Map<string, InventoryDataset>();
  const add = (dataset: InventoryDataset) => {
    if (!found.has(dataset.id)) found.set(dataset.id, dataset);
    for (const { path } of dataset.files) owned.add(path);
  };
  for (const directory of context.tree.all()) {
    const card = datasetCard(directory, owned);
    if (card !== undefined) {
      const dataset = carded(directory, card, owned, context);
      if (dataset !== undefined) add(dataset);
    }
  }
  const below = new Set([...found.keys()].filter((id) => id !== "."));
  const models = modelPlaces(context.models);
  for (const output of context.dvc.outputs.values())
    if (isData(output, models, owned, below)) add(kept(output, owned, context));
  for (const dataset of named(context.models)) add(dataset);
  return sortedBy(found.values(), ({ id }) => id);
}

/** A README whose front matter speaks of data, or what the library writes. */
function datasetCard({ files }: Directory, owned: ReadonlySet<string>): TreeFile | undefined {
  const free = files.filter(({ path }) => !owned.has(path));
  const card = free.find(({ path, text }) => isCard(path) && text !== undefined && describesData(text));
  return card ?? free.find(({ path }) => DATASET_INFO.has(baseName(path)));
}

/** Front matter has some kB; that of datasets with many configurations 100 kB. CWE-400. */
const MAX_FRONT_MATTER = 256 * 1024;

function describesData(text: string): boolean {
  if (!/^\ufeff?---\s*\n/.test(text)) return false;
  const end = text.indexOf("\n---", 3);
  return /^(dataset_info|task_categories)\s*:/m.test(text.slice(0, Math.min(end < 0 ? 0 : end, MAX_FRONT_MATTER)));
}

function carded(
  { path }: Directory,
  card: TreeFile,
  owned: ReadonlySet<string>,
  { tree, documents, dvc, rootName }: DatasetContext,
): InventoryDataset | undefined {
  const files: TreeFile[] = [];
  for (const file of tree.below(path)) {
    const own = file === card || DATASET_INFO.has(baseName(file.path)) || roleOf(file) === "data";
    if (own && !owned.has(file.path) && files.length < MAX_FILES) files.push(file);
  }
  if (!files.some((file) => roleOf(file) === "data")) return undefined;
  const facts = inOrder(documents.read(card).facts);
  const name = factsOf(facts, "name")[0]?.value;
  return {
    id: idOf(path),
    name: name ?? (path === "." ? rootName : baseName(path)),
    files: sortedBy(files, (file) => file.path).map((file) => inventoryFile(file, dvc)),
    facts,
    at: { path: card.path },
  };
}

/** Every path that is a model or has one in it. */
function modelPlaces(models: readonly InventoryModel[]): Set<string> {
  const places = new Set<string>();
  for (const { path } of models) for (let at = path; !places.has(at); at = directoryOf(at)) places.add(at);
  return places;
}

function isData(
  { path, type }: DvcOutput,
  models: ReadonlySet<string>,
  owned: ReadonlySet<string>,
  datasets: ReadonlySet<string>,
): boolean {
  if (type === "model" || models.has(path) || owned.has(path)) return false;
  for (let at = path; at !== "."; at = directoryOf(at)) if (datasets.has(at)) return false;
  return true;
}

function kept(output: DvcOutput, owned: ReadonlySet<string>, { tree, dvc }: DatasetContext): InventoryDataset {
  const { path, md5, size, directory, at } = output;
  const alone = tree.file(path);
  const all = alone === undefined ? tree.below(path) : [alone];
  const files: TreeFile[] = [];
  for (const file of all) if (!owned.has(file.path) && files.length < MAX_FILES) files.push(file);
  const property = (name: string, value: string): CardFact => ({ at, kind: "property", name, value });
  return {
    id: idOf(path),
    name: baseName(path),
    files: sortedBy(files, (file) => file.path).map((file) => inventoryFile(file, dvc)),
    facts: [
      ...(md5 === undefined ? [] : [property("dvc-md5", md5)]),
      ...(directory && size !== undefined ? [property("dvc-size", String(size))] : []),
    ],
    at,
  };
}

/** Names from before there were organisations: `squad`. */
const SHORT = /^[A-Za-z0-9][\w.-]{0,95}$/;
const isHubDataset = (name: string): boolean => isHubId(name) || SHORT.test(name);

/** What cards say a model learned from. The first one that names it says where, and which revision. */
function named(models: readonly InventoryModel[]): InventoryDataset[] {
  return models.flatMap(({ datasets }) =>
    datasets.map(({ value: reference, at }) => ({
      id: `${isHubDataset(reference.name) ? "hub" : "named"}:${reference.name}`,
      name: reference.name,
      reference,
      files: [],
      facts: [],
      at,
    })),
  );
}

/** A path that looks like one of our own ids is told from it. */
const idOf = (path: string): string => (/^(hub|named):/.test(path) ? `./${path}` : path);
