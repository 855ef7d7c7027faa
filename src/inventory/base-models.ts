import type { Reference } from "../core/card-facts";
import { hubRepository, isHubId } from "../core/hub-name";
import type { InventoryModel } from "../core/inventory";
import { resolveIn } from "./paths";

/** Finds the models of a tree that other models in it were made from. Only where it is beyond doubt which one is meant. */
export class BaseModels {
  private readonly byPath = new Map<string, InventoryModel>();
  private readonly byOrigin = new Map<string, InventoryModel | "several">();
  private readonly byDirectory = new Map<string, InventoryModel | "several">();

  constructor(models: readonly InventoryModel[]) {
    for (const model of models) {
      this.byPath.set(model.path, model);
      const id = originId(model);
      if (id !== undefined) note(this.byOrigin, id.toLowerCase(), model);
      const place = model.path.split("/").slice(-2).join("/");
      if (isHubId(place)) note(this.byDirectory, place.toLowerCase(), model);
    }
  }

  /** The model that `models.lock.yaml` says came from where the reference points. */
  recorded(reference: Reference): InventoryModel | undefined {
    const id = reference.url === undefined ? reference.name : hubRepository(reference.url)?.id;
    return id === undefined ? undefined : known(this.byOrigin.get(id.toLowerCase()));
  }

  /** The same, or the model in a directory of that name: `models/org/name`. */
  named(reference: Reference): InventoryModel | undefined {
    return this.recorded(reference) ?? known(this.byDirectory.get(reference.name.toLowerCase()));
  }

  /** The model at a path that a document of the directory `home` names: from there, or from the root of the tree. */
  at(written: string, home: string): InventoryModel | undefined {
    for (const from of [home, "."]) {
      const path = resolveIn(from, written);
      const model = path === undefined ? undefined : this.byPath.get(path);
      if (model !== undefined) return model;
    }
    return undefined;
  }
}

/** `org/name` of what the manifest records, where it is the hub's. */
function originId({ origin }: InventoryModel): string | undefined {
  if (origin === undefined) return undefined;
  const { source } = origin.value;
  const short = /^hf:(?:\/\/)?([^/@]{1,200}\/[^/@]{1,200})/.exec(source)?.[1];
  const found = short ?? hubRepository(source)?.id;
  return found !== undefined && isHubId(found) ? found : undefined;
}

function note(into: Map<string, InventoryModel | "several">, key: string, model: InventoryModel): void {
  into.set(key, into.has(key) ? "several" : model);
}

const known = (model: InventoryModel | "several" | undefined): InventoryModel | undefined =>
  model === "several" ? undefined : model;
