import table from "./allowed.json";

/** Where the names come from: `tools/globals/weights_only.py` writes them as an installed torch lists them. */
export const WEIGHTS_ONLY_SOURCE = { version: table.version, file: table.file } as const;

const NAMES = new Map(Object.entries(table.modules).map(([module, names]) => [module, new Set<string>(names)]));

/** Whether the unpickler of torch accepts this exact name without `safe_globals`. */
export function allowedByWeightsOnly(module: string, name: string): boolean {
  return NAMES.get(module)?.has(name) ?? false;
}
