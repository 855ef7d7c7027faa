import type { ByteSource } from "../../core/bytes";
import type { Neighbours } from "../../core/neighbours";
import type { Artifact } from "../../core/subject";

/** Bytes of a source file that is compared; larger ones are data. */
const MAX_SOURCE = 4 * 1024 ** 2;
/** Folders where handlers are kept, seen from the archive's own and each one above it. */
const FOLDERS = ["", "handlers/", "src/"];

/**
 * Whether the repository has the same file outside of the archive, byte for byte, where people keep it: beside the
 * archive, or on the way up to the root. Then it is reviewed like all other code.
 */
export function isInRepository(member: Artifact, archive: Artifact, neighbours: Neighbours): boolean {
  const content = Buffer.from(member.bytes.window(0, MAX_SOURCE + 1));
  if (content.length > MAX_SOURCE) return false;
  const name = member.at.inside.at(-1)!.replace(/^.*\//, "");
  const depth = archive.at.path.split("/").length;
  return Array.from({ length: depth }, (_, up) => "../".repeat(up)).some((above) =>
    FOLDERS.some((folder) => neighbours.read(above + folder + name, (bytes) => isSame(bytes, content)) === true),
  );
}

function isSame(bytes: ByteSource, content: Buffer): boolean {
  return bytes.size === content.length && content.equals(bytes.read(0, content.length));
}
