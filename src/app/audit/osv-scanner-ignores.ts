import { posix } from "node:path";
import { Malformed } from "../../core/bytes";
import { ConfigurationError } from "../../core/host";
import type { RepositoryEvent, SubjectOf } from "../../core/subject";
import { shorten } from "../../core/text";
import { contextInCommit, contextOnDisk } from "../../host/lockfile-text";
import type { Lockfile } from "../../lockfiles/read";
import type { FlawIgnore } from "../../policy/ignores";
import { whyNotDelegated } from "../../policy/merge/delegated";
import { readOsvScannerConfig, type OsvScannerIgnore } from "../../policy/osv-scanner-config";
import type { AuditRun } from "./audit-run";

const FILE = "osv-scanner.toml";
/** Entries of all such files of a run. Real repositories have some hundred. CWE-770. */
const MAX_IGNORES = 50_000;

/** Entries of one file that do not count and are told one by one. CWE-770. */
const MAX_TOLD = 50;

export interface OsvScannerIgnores {
  readonly ignores: readonly FlawIgnore[];
  readonly notices: readonly string[];
  /** What does not count under the organisation's policy, for MA-POL-009. */
  readonly refused: readonly SubjectOf<"repository">[];
}

/**
 * What an `osv-scanner.toml` beside a lockfile ignores, as osv-scanner takes it: for the lockfiles of its directory. The
 * base's file counts in a pull request, as with the policy. Throws `ConfigurationError` where it cannot be read.
 */
export function osvScannerIgnores(
  lockfiles: readonly Lockfile[],
  run: Pick<AuditRun, "workspace" | "selection" | "baseDecides" | "delegates" | "today">,
): OsvScannerIgnores {
  const { workspace, selection, baseDecides } = run;
  const directories = new Set(lockfiles.map(({ path }) => posix.dirname(path)));
  const ignores: FlawIgnore[] = [];
  const notices: string[] = [];
  const refused: SubjectOf<"repository">[] = [];
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
    const { counting, events } = underOrganisation(read.ignores, run);
    for (const ignore of counting) ignores.push({ ...ignore, directory: where, by: path });
    refused.push(...events.map((event) => subjectAt(path, event)));
    if (counting.length > 0 || events.length === 0) notices.push(`${path}: what it ignores counts here too.`);
    notices.push(...read.notices.map((notice) => `${path}: ${notice}`));
  }
  return { ignores, notices, refused };
}

/** Of what an `osv-scanner.toml` ignores, what the organisation lets the repository ignore: as for `dependencies.ignore`. */
function underOrganisation(
  ignores: readonly OsvScannerIgnore[],
  { delegates, today }: Pick<AuditRun, "delegates" | "today">,
): { counting: readonly OsvScannerIgnore[]; events: readonly RepositoryEvent[] } {
  if (delegates === undefined) return { counting: ignores, events: [] };
  const events: RepositoryEvent[] = [];
  const counting = ignores.filter(({ id, package: name, until, line }) => {
    const entry = { ...(name === undefined ? {} : { name }), ...(until === undefined ? {} : { until }) };
    const why = whyNotDelegated(delegates, "dependencies.ignore", entry, today);
    const what = `that ${shorten(id ?? "every flaw", 100)}${name === undefined ? "" : ` of ${shorten(name, 100)}`} is ignored`;
    if (why !== undefined) events.push({ kind: "not-delegated", line, detail: `${what} does not count: ${why}` });
    return why === undefined;
  });
  const more = events.length - MAX_TOLD;
  if (more <= 0) return { counting, events };
  const rest = { kind: "not-delegated", detail: `${more} more of what it ignores does not count` } as const;
  return { counting, events: [...events.slice(0, MAX_TOLD), rest] };
}

function subjectAt(path: string, event: RepositoryEvent): SubjectOf<"repository"> {
  return { kind: "repository", at: { path, inside: [], line: event.line ?? 1 }, event };
}

function parsed(text: string, path: string): ReturnType<typeof readOsvScannerConfig> {
  try {
    return readOsvScannerConfig(text);
  } catch (error) {
    if (error instanceof Malformed) throw new ConfigurationError(`${path}: ${error.message}`);
    throw error;
  }
}
