import { createHash } from "node:crypto";
import { crc32, Crc64 } from "./checksums";

/** Bytes that a check takes, by its id (.xz file format 1.2.1, section 2.1.1.2). */
export const CHECK_SIZES = [0, 4, 4, 4, 8, 8, 8, 16, 16, 16, 32, 32, 32, 64, 64, 64] as const;

export interface Check {
  update(bytes: Uint8Array): void;
  digest(): Uint8Array;
}

/** Undefined for no check, and for the ids that the format reserves: those bytes are passed over. */
export function newCheck(id: number): Check | undefined {
  if (id === 1) return new Crc32Check();
  if (id === 4) return new Crc64();
  if (id === 10) return createHash("sha256");
  return undefined;
}

class Crc32Check implements Check {
  private sum = 0;

  update(bytes: Uint8Array): void {
    this.sum = crc32(bytes, this.sum);
  }

  digest(): Uint8Array {
    return new Uint8Array(Uint32Array.of(this.sum).buffer);
  }
}
