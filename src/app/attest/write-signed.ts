import { rmSync, writeFileSync } from "node:fs";
import { SigningError } from "../../core/attestation";

/**
 * Writes what was signed. A link that waits under this name must not lead what is written elsewhere (CWE-59). `lost`: what is gone where it
 * cannot be written, for words. Throws `SigningError`.
 */
export function writeSigned(path: string, text: string, lost: string): void {
  try {
    rmSync(path, { force: true });
    writeFileSync(path, text, { flag: "wx" });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new SigningError("configuration", `${path} cannot be written (${code}), so ${lost} is lost.`);
  }
}
