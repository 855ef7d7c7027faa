import type { Inventory, InventoryModel } from "../core/inventory";
import type { LockedPackage } from "../core/package-facts";
import { baseKey, ownBase } from "./bases";
import { datasetIds } from "./datasets";
import type { MlComponent } from "./model/component";
import { packageRef } from "./packages";

/** Everything that edges of the dependency graph go between, by what the inventory calls it. */
export interface Nodes {
  readonly root: MlComponent;
  readonly models: ReadonlyMap<string, MlComponent>;
  readonly datasets: ReadonlyMap<string, MlComponent>;
  readonly bases: ReadonlyMap<string, MlComponent>;
  readonly containers: readonly MlComponent[];
  readonly packages: ReadonlyMap<string, MlComponent>;
}

/** Adds the edges that are known: none is guessed. */
export function connect(inventory: Inventory, nodes: Nodes): void {
  for (const each of [...nodes.models.values(), ...nodes.containers]) edge(nodes.root, each);
  const paths = new Set(nodes.models.keys());
  for (const model of inventory.models) connectModel(model, inventory.models, paths, nodes);
  connectPackages(inventory.packages, nodes);
}

function connectModel(
  model: InventoryModel,
  models: readonly InventoryModel[],
  paths: ReadonlySet<string>,
  nodes: Nodes,
): void {
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
  if (model.kind === "tokenizer") return;
  const inside = model.path === "." ? "" : `${model.path}/`;
  for (const { kind, path } of models)
    if (kind === "tokenizer" && path !== model.path && path.startsWith(inside)) edge(from, nodes.models.get(path)!);
}

/** The last of `via` asks for the package; what has neither that nor a word about it belongs to the project. */
function connectPackages(packages: readonly LockedPackage[], { root, packages: components }: Nodes): void {
  const named = new Map<string, MlComponent[]>();
  const nameOf = (pkg: LockedPackage, name: string) => `${pkg.at.path}\0${pkg.ecosystem ?? ""}\0${name}`;
  for (const pkg of packages) {
    const component = components.get(packageRef(pkg))!;
    const key = nameOf(pkg, pkg.name);
    const others = named.get(key);
    if (others === undefined) named.set(key, [component]);
    else if (!others.includes(component)) others.push(component);
  }
  for (const pkg of packages) {
    const component = components.get(packageRef(pkg))!;
    const parent = pkg.via?.at(-1);
    const parents = parent === undefined ? undefined : named.get(nameOf(pkg, parent));
    // Several versions of the parent: which one asks is not said.
    if (parents?.length === 1) edge(parents[0]!, component);
    if (pkg.direct === true || (pkg.direct === undefined && parent === undefined)) edge(root, component);
  }
}

function edge(from: MlComponent, to: MlComponent): void {
  if (from === to) return;
  from.dependencies.add(to.bomRef);
  from.inGraph = true;
}
