import { readdirSync } from "node:fs";
import { ConfigurationError } from "../core/host";
import { diskPath, displayPath, joinBytes } from "./path-bytes";

/** Files that one run looks at. The largest repositories have some 500,000. CWE-770. */
const MAX_FILES = 2_000_000;
/** Directories inside directories; paths end before that on every system. CWE-674. */
const MAX_DEPTH = 512;

/**
 * Names below `start`, relative to `root`, sorted by bytes: everything that is not a directory, links
 * as themselves. Links to directories are not followed, so there is no circle; `.git` is left out, with `gitInside` only
 * that of `start` itself.
 */
export function walk(root: string, start: Uint8Array, gitInside = false): Buffer[] {
  const found: Buffer[] = [];
  const pending: { name: Buffer; depth: number }[] = [{ name: Buffer.from(start), depth: 0 }];
  for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
    if (at.depth > MAX_DEPTH)
      throw new ConfigurationError(`${displayPath(at.name)}: more than ${MAX_DEPTH} directories deep`);
    for (const entry of list(root, at.name)) {
      const name = joinBytes(at.name, entry.name);
      if (!entry.isDirectory()) found.push(name);
      else if (entry.name.toString("latin1") !== ".git" || (gitInside && at.depth > 0))
        pending.push({ name, depth: at.depth + 1 });
    }
    if (found.length > MAX_FILES)
      throw new ConfigurationError(
        `more than ${MAX_FILES} files below ${displayPath(start) || root}. Name fewer with \`paths\`.`,
      );
  }
  return found.sort(Buffer.compare);
}

function list(root: string, name: Buffer) {
  try {
    return readdirSync(diskPath(joinBytes(root, name)), { withFileTypes: true, encoding: "buffer" });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new ConfigurationError(
      `${displayPath(name) || root} cannot be listed (${code}). Give read permission, or name other \`paths\`.`,
    );
  }
}
