import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ConfigurationError } from "../core/host";

/** Bytes taken from standard input: scanning needs random access, so they go to a file first. CWE-770. */
const MAX_INPUT_BYTES = 16 * 1024 ** 3;
const CHUNK = 1024 * 1024;

/** Standard input as a file, in a directory of its own so that the report calls it `standard-input`. */
export function standardInput(): { path: string; remove: () => void } {
  const directory = mkdtempSync(join(tmpdir(), "model-assay-"));
  const remove = () => rmSync(directory, { recursive: true, force: true });
  try {
    const path = join(directory, "standard-input");
    copyInput(path);
    return { path, remove };
  } catch (error) {
    remove();
    throw error;
  }
}

function copyInput(path: string): void {
  const out = openSync(path, "wx", 0o600);
  const chunk = Buffer.allocUnsafe(CHUNK);
  try {
    for (let total = 0; ;) {
      const got = readSync(0, chunk, 0, CHUNK, null);
      if (got === 0) return;
      total += got;
      if (total > MAX_INPUT_BYTES)
        throw new ConfigurationError(`standard input has more than ${MAX_INPUT_BYTES} bytes`);
      writeSync(out, chunk, 0, got);
    }
  } finally {
    closeSync(out);
  }
}
