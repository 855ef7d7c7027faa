import type { Budget } from "../../core/budget";
import type { ByteSource } from "../../core/bytes";
import { lastMessage, messages, textIn, type Range } from "./nodes";

/** A file that a SavedModel brings along (AssetFileDef). */
export interface Asset {
  /** The constant of the main graph that loaders replace by the file's path. */
  readonly tensor: string;
  /** Under `assets/`. */
  readonly filename: string;
}

/** Assets of a meta graph; real ones have a few. CWE-770. */
const MAX_ASSETS = 10_000;
/** Where TensorFlow 1 lists them. */
const COLLECTION = "saved_model_assets";

/** The assets of a meta graph (MetaGraphDef): its own list, and the collection of older ones. */
export function assetsOf(bytes: ByteSource, meta: Range, budget: Budget): Asset[] {
  const assets: Asset[] = [];
  const add = (definition: Range): void => {
    if (assets.length >= MAX_ASSETS) return;
    budget.spend("facts", 1);
    const info = lastMessage(bytes, budget, definition, 1);
    const tensor = info === undefined ? "" : (textIn(bytes, budget, info, 1) ?? "");
    const asset = { tensor: tensor.split(":", 1)[0]!, filename: textIn(bytes, budget, definition, 2, 4096) ?? "" };
    if (!assets.some((each) => each.tensor === asset.tensor && each.filename === asset.filename)) assets.push(asset);
  };
  for (const definition of messages(bytes, budget, meta, 6)) add(definition);
  for (const entry of messages(bytes, budget, meta, 4)) {
    if (textIn(bytes, budget, entry, 1) !== COLLECTION) continue;
    for (const collection of messages(bytes, budget, entry, 2))
      for (const list of messages(bytes, budget, collection, 5))
        for (const any of messages(bytes, budget, list, 1))
          for (const definition of messages(bytes, budget, any, 2)) add(definition);
  }
  return assets;
}

export function assetTensorsOf(assets: readonly Asset[]): ReadonlySet<string> {
  return new Set(assets.map(({ tensor }) => tensor));
}
