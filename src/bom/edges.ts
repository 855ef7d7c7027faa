import type { Inventory, InventoryModel } from "../core/inventory";
import type { LockedPackage } from "../core/package-facts";
import { baseKey, ownBase } from "./bases";
import { datasetIds } from "./datasets";
import { imageOf } from "./images";
import type { MlComponent } from "./model/component";
import { packageRef } from "./packages";

/** Everything that edges of the dependency graph go between, by what the inventory calls it. */
export interface Nodes {
  readonly root: MlComponent;
  readonly models: ReadonlyMap<string, MlComponent>;
  readonly datasets: ReadonlyMap<string, MlComponent>;
  readonly bases: ReadonlyMap<string, MlComponent>;
  readonly served: readonly MlComponent[];
  readonly containers: readonly MlComponent[];
  /** Images by what packages in them say of where they are. */
  readonly images: ReadonlyMap<string, readonly MlComponent[]>;
  readonly packages: ReadonlyMap<string, MlComponent>;
}

/** Adds the edges that are known: none is guessed. */
export function connect(inventory: Inventory, nodes: Nodes): void {
  for (const each of [...nodes.models.values(), ...nodes.served, ...nodes.containers]) edge(nodes.root, each);
  const paths = new Set(nodes.models.keys());
  for (const model of inventory.models) connectModel(model, paths, nodes);
  connectTokenizers(inventory.models, nodes);
  connectPackages(inventory.packages, nodes);
}

function connectModel(model: InventoryModel, paths: ReadonlySet<string>, nodes: Nodes): void {
  const from = nodes.models.get(model.path)!;
  for (const { value } of model.datasets) {
    const id = datasetIds(value).find((each) => nodes.datasets.has(each));
    if (id !== undefined) edge(from, nodes.datasets.get(id)!);
  }
  for (const { value } of model.bases) {
    const own = ownBase(value.reference, model, paths);
    const to = own === undefined ? nodes.bases.get(baseKey(value.reference)) : nodes.models.get(own);
    if (to !== undefined) edge(from, to);
  }
}

/** Every model has the tokenizers that lie in its directory. */
function connectTokenizers(models: readonly InventoryModel[], nodes: Nodes): void {
  const holders = new Set(models.filter(({ kind }) => kind !== "tokenizer").map(({ path }) => path));
  for (const { kind, path } of models) {
    if (kind !== "tokenizer") continue;
    for (const above of [".", ...parentsOf(path)])
      if (holders.has(above)) edge(nodes.models.get(above)!, nodes.models.get(path)!);
  }
}

/** `a/b` and `a` of `a/b/c`. */
function* parentsOf(path: string): Generator<string> {
  for (let end = path.lastIndexOf("/"); end > 0; end = path.lastIndexOf("/", end - 1)) yield path.slice(0, end);
}

/**
 * The last of `via` asks for the package; what has neither that nor a word about it belongs to the project. An image has all
 * that its inventory lists: who asks for what in it is mostly not told.
 */
function connectPackages(packages: readonly LockedPackage[], { root, images, packages: components }: Nodes): void {
  const named = new Map<string, Set<MlComponent>>();
  const nameOf = (pkg: LockedPackage, name: string) => `${listOf(pkg)}\0${pkg.ecosystem ?? ""}\0${name}`;
  for (const pkg of packages) {
    const component = components.get(packageRef(pkg))!;
    const key = nameOf(pkg, pkg.name);
    const others = named.get(key);
    if (others === undefined) named.set(key, new Set([component]));
    else others.add(component);
  }
  for (const pkg of packages) {
    const component = components.get(packageRef(pkg))!;
    const parent = pkg.via?.at(-1);
    const parents = parent === undefined ? undefined : named.get(nameOf(pkg, parent));
    // Several versions of the parent: which one asks is not said.
    if (parents?.size === 1) edge([...parents][0]!, component);
    const image = imageOf(pkg);
    if (image !== undefined) for (const holder of images.get(image) ?? []) edge(holder, component);
    else if (pkg.direct === true || (pkg.direct === undefined && parent === undefined)) edge(root, component);
  }
}

/** The file that names all packages of its project; what is installed has a file each, in one directory. */
function listOf({ at: { path } }: LockedPackage): string {
  return path.replace(/\/[^/]+\.(?:dist|egg)-info(?:\/[^/]+)?$/, "");
}

function edge(from: MlComponent, to: MlComponent): void {
  if (from === to) return;
  from.dependencies.add(to.bomRef);
  from.inGraph = true;
}
