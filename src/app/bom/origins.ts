import { readFileSync } from "node:fs";
import { ConfigurationError } from "../../core/host";
import { Disk } from "../../host/disk";
import type { OriginEntry } from "../../inventory";
import { InvalidModelsLock, MODELS_LOCK, parseModelsLock } from "../../sources/models-lock";

/** Bytes. That of 10,000 models has some 10 MB. CWE-770. */
const MAX_MANIFEST_BYTES = 64 * 1024 ** 2;

/**
 * Entries of `models.lock.yaml`. Throws `ConfigurationError` where it cannot be read: a pipe never ends, a device has no size,
 * and a link out of the tree tells of another one.
 */
export function originsOf(root: string): OriginEntry[] {
  const found = new Disk(root).locate(Buffer.from(MODELS_LOCK));
  if (found.kind === "absent") return [];
  if (found.kind === "missing") throw new ConfigurationError(`${MODELS_LOCK}: ${found.detail}`);
  if (found.kind === "directory") throw new ConfigurationError(`${MODELS_LOCK} is a directory, not a file`);
  if (found.size > MAX_MANIFEST_BYTES)
    throw new ConfigurationError(`${MODELS_LOCK} has more than ${MAX_MANIFEST_BYTES} bytes`);
  try {
    return [...parseModelsLock(readFileSync(found.absolute, "utf8")).models];
  } catch (error) {
    if (error instanceof InvalidModelsLock) throw new ConfigurationError(error.message);
    throw error;
  }
}
