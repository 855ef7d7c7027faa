import type { ModelsLock } from "./models-lock";
import { NoSource, parseSource } from "./source-address";

/**
 * The commit of each model of the hub, by its `org/name` as the manifest has it. A model that stands in it at two commits, in two spellings,
 * or without a commit has none: nobody can say which one is meant.
 */
export function hubCommits({ models }: ModelsLock): ReadonlyMap<string, string> {
  const found = new Map<string, { readonly model: string; readonly commit: string } | undefined>();
  for (const { source, revision } of models) {
    const model = hubModel(source);
    if (model === undefined) continue;
    const key = model.toLowerCase();
    const known = found.get(key);
    const commit = revision !== undefined && /^[0-9a-f]{40}$/.test(revision) ? revision : undefined;
    const agrees = !found.has(key) || (known?.model === model && known.commit === commit);
    found.set(key, agrees && commit !== undefined ? { model, commit } : undefined);
  }
  return new Map([...found.values()].flatMap((each) => (each === undefined ? [] : [[each.model, each.commit]])));
}

function hubModel(source: string): string | undefined {
  try {
    const address = parseSource(source);
    return address.kind === "hub" ? address.model : undefined;
  } catch (error) {
    if (error instanceof NoSource) return undefined;
    throw error;
  }
}
