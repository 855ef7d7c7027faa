import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";

/** What one role of a TUF repository has signed. */
export interface RoleMetadata {
  readonly role: string;
  readonly version: number;
  /** RFC 3339, UTC. */
  readonly expires: string;
}

/** In the order of what vouches for what (https://theupdateframework.github.io/specification/latest/, section 2.1). */
const ROLES = ["root", "targets", "snapshot", "timestamp"] as const;
/** Bytes of one file: tuf-js takes 5 MB at most. CWE-400. */
const MAX_METADATA_BYTES = 5_000_000;

/**
 * What the client of TUF has just checked and kept: `directory/HOST/ROLE.json`, as `@sigstore/tuf` names them. It is only told to
 * people, so a role whose file cannot be read is left out.
 */
export function keptMetadata(directory: string, mirror: string): RoleMetadata[] {
  const { host, pathname } = new URL(mirror);
  const kept = join(directory, encodeURIComponent(host + pathname.replace(/\/$/, "")));
  return ROLES.flatMap((role) => metadataIn(join(kept, `${role}.json`), role) ?? []);
}

function metadataIn(path: string, role: string): RoleMetadata | undefined {
  try {
    if (statSync(path).size > MAX_METADATA_BYTES) return undefined;
    const { version, expires } = (JSON.parse(readFileSync(path, "utf8")) as { signed: Record<string, unknown> }).signed;
    return typeof version === "number" && typeof expires === "string" ? { role, version, expires } : undefined;
  } catch {
    return undefined;
  }
}
