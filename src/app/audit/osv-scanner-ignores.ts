import { posix } from "node:path";
import { Malformed } from "../../core/bytes";
import { ConfigurationError } from "../../core/host";
import { contextInCommit, contextOnDisk } from "../../host/lockfile-text";
import type { Lockfile } from "../../lockfiles/read";
import type { FlawIgnore } from "../../policy/ignores";
import { readOsvScannerConfig } from "../../policy/osv-scanner-config";
import type { AuditRun } from "./audit-run";

const FILE = "osv-scanner.toml";
/** Entries of all such files of a run. Real repositories have some hundred. CWE-770. */
const MAX_IGNORES = 50_000;

/**
 * What an `osv-scanner.toml` beside a lockfile ignores, as osv-scanner takes it: for the lockfiles of its directory. The
 * base's file counts in a pull request, as with the policy. Throws `ConfigurationError` where it cannot be read.
 */
export function osvScannerIgnores(
  lockfiles: readonly Lockfile[],
  { workspace, selection, baseDecides }: Pick<AuditRun, "workspace" | "selection" | "baseDecides">,
): { ignores: readonly FlawIgnore[]; notices: readonly string[] } {
  const directories = new Set(lockfiles.map(({ path }) => posix.dirname(path)));
  const ignores: FlawIgnore[] = [];
  const notices: string[] = [];
  const { git, root } = workspace;
  for (const directory of directories) {
    const path = posix.join(directory, FILE);
    if (posix.isAbsolute(path)) continue; // an inventory from elsewhere brings no policy
    const { base } = selection;
    const context =
      baseDecides && git !== undefined && base !== undefined
        ? contextInCommit(git, base, path)
        : contextOnDisk(root, path);
    const found = context.include(FILE);
    if (!("text" in found)) continue;
    const read = parsed(found.text, path);
    if (ignores.length + read.ignores.length > MAX_IGNORES)
      throw new ConfigurationError(`${path}: it and those before it ignore more than ${MAX_IGNORES} things`);
    const where = directory === "." ? "" : `${directory}/`;
    for (const ignore of read.ignores) ignores.push({ ...ignore, directory: where, by: path });
    notices.push(`${path}: what it ignores counts here too.`, ...read.notices.map((notice) => `${path}: ${notice}`));
  }
  return { ignores, notices };
}

function parsed(text: string, path: string): ReturnType<typeof readOsvScannerConfig> {
  try {
    return readOsvScannerConfig(text);
  } catch (error) {
    if (error instanceof Malformed) throw new ConfigurationError(`${path}: ${error.message}`);
    throw error;
  }
}
