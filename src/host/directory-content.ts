import { lstatSync } from "node:fs";
import type { FileOnDisk } from "../core/host";
import { diskPath, displayPath, joinBytes } from "./path-bytes";
import { walk } from "./walk";

/** What is below a directory now, whatever git thinks of it. Paths from the directory. */
export interface DirectoryContent {
  readonly files: readonly FileOnDisk[];
  /** Symbolic links, and what else is no file: sockets, pipes, devices. */
  readonly links: readonly string[];
}

/**
 * Every file and link below a directory. Its own `.git` is left out, one further down is not: no manifest leaves that out, so
 * what is in it has to be seen. Throws `ConfigurationError` where it cannot be listed.
 */
export function directoryContent(root: string): DirectoryContent {
  const files: FileOnDisk[] = [];
  const links: string[] = [];
  for (const name of walk(root, new Uint8Array(), true)) {
    const absolute = diskPath(joinBytes(root, name));
    const stats = lstatSync(absolute, { throwIfNoEntry: false });
    if (stats?.isFile() === true) files.push({ path: displayPath(name), absolute, size: stats.size });
    else if (stats !== undefined) links.push(displayPath(name));
  }
  return { files, links };
}
