import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ConfigurationError } from "../../core/host";
import type { OriginEntry } from "../../inventory";
import { InvalidModelsLock, MODELS_LOCK, parseModelsLock } from "../../sources/models-lock";

/** Entries of `models.lock.yaml`. Throws `ConfigurationError` where it cannot be read. */
export function originsOf(root: string): OriginEntry[] {
  const path = join(root, MODELS_LOCK);
  if (!existsSync(path)) return [];
  try {
    return [...parseModelsLock(readFileSync(path, "utf8")).models];
  } catch (error) {
    if (error instanceof InvalidModelsLock) throw new ConfigurationError(error.message);
    throw error;
  }
}
