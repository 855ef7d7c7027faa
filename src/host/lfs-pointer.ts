/** A file that stands for another in git: content by digest, kept by Git LFS. */
export interface LfsPointer {
  readonly oid: string;
  readonly size: number;
}

/** The specification's own limit: what is longer is no pointer. */
export const MAX_POINTER_BYTES = 1024;

const VERSIONS = ["https://git-lfs.github.com/spec/v1", "https://hawser.github.com/spec/v1", "http://git-media.io/v/2"];

/**
 * Reads a pointer as git-lfs does: lines of `key value`, `version` first, then `oid` and `size` with
 * extension lines between. What only looks like one is an ordinary file, and is scanned as it is.
 */
export function parsePointer(bytes: Uint8Array): LfsPointer | undefined {
  if (bytes.length === 0 || bytes.length >= MAX_POINTER_BYTES) return undefined;
  const lines = Buffer.from(bytes).toString("utf8").trim().split("\n");
  const [version, ...rest] = lines.map((line) => line.replace(/\r$/, ""));
  if (!VERSIONS.some((known) => version === `version ${known}`)) return undefined;
  let oid: string | undefined;
  let size: number | undefined;
  for (const line of rest) {
    const found = /^([a-z0-9.-]+) (.+)$/.exec(line);
    if (!found) return undefined;
    const [, key, value = ""] = found;
    if (key === "oid") oid = /^sha256:([0-9a-f]{64})$/.exec(value)?.[1];
    else if (key === "size") size = /^[0-9]{1,15}$/.test(value) ? Number(value) : undefined;
  }
  return oid === undefined || size === undefined ? undefined : { oid, size };
}
