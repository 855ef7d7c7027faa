import { Malformed } from "../core/bytes";
import type { PackageSource } from "../core/package-facts";
import { member, parseJson, stringOf, type JsonNode } from "../syntax/json";
import { withoutCredentials } from "./address";

/** What the metadata of an installed distribution says, as far as it is used. */
export interface DistributionMetadata {
  readonly name: string | undefined;
  readonly version: string | undefined;
  /** `Requires-Dist`, each as it stands. */
  readonly requires: readonly string[];
  /** Line of `Version`, from 1. */
  readonly line: number;
}

/** Lines of headers. `Requires-Dist` of the largest distributions (all extras of apache-airflow) has some 1,500. CWE-770. */
const MAX_HEADER_LINES = 50_000;
/** Dependencies of one distribution. CWE-770. */
const MAX_REQUIRES = 10_000;

/**
 * The headers of `METADATA` or `PKG-INFO` (core metadata, PEP 566 and 643): e-mail headers, whose names have no case and
 * whose values go on in lines that begin with a space. The first of several counts, as for Python's `email`. Linear.
 */
export function readMetadata(text: string): DistributionMetadata {
  const requires: string[] = [];
  const found: { name?: string; version?: string; line?: number } = {};
  for (const { key, value, line } of headersOf(text)) {
    if (key === "name") found.name ??= value;
    else if (key === "version" && found.version === undefined) Object.assign(found, { version: value, line });
    else if (key === "requires-dist" && requires.length < MAX_REQUIRES) requires.push(value);
  }
  return { name: found.name, version: found.version, requires, line: found.line ?? 1 };
}

function* headersOf(text: string): Generator<{ key: string; value: string; line: number }> {
  let open: { key: string; value: string; line: number } | undefined;
  for (let [start, line] = [0, 1]; start < text.length && line <= MAX_HEADER_LINES; line++) {
    const newline = text.indexOf("\n", start);
    const end = newline < 0 ? text.length : newline;
    const content = text.slice(start, text[end - 1] === "\r" ? end - 1 : end);
    start = end + 1;
    if (/^[ \t]/.test(content)) {
      // Only short values are put together again: nothing that is used goes on.
      if (open !== undefined && open.value.length < 4096) open.value = `${open.value} ${content.trim()}`;
      continue;
    }
    if (open !== undefined) yield open;
    const colon = content.indexOf(":");
    if (content === "" || colon <= 0) return;
    open = { key: content.slice(0, colon).toLowerCase(), value: content.slice(colon + 1).trim(), line };
  }
  if (open !== undefined) yield open;
}

/** Where an installed distribution came from that no index served (PEP 610). */
export interface DirectUrl {
  readonly source: PackageSource;
  /** An archive, local or not: its version is that of the file. A repository or folder can hold anything under it. */
  readonly isArchive: boolean;
  readonly hashes: readonly string[];
}

/** Values of one `direct_url.json`. CWE-770. */
const MAX_VALUES = 1000;

/** `direct_url.json`; throws `Malformed`. An address has no credentials here, although the file should have none either. */
export function readDirectUrl(text: string): DirectUrl {
  const root = parseJson(text, MAX_VALUES);
  const url = stringOf(member(root, "url"));
  if (url === undefined) throw new Malformed("direct_url.json has no url");
  const where = withoutCredentials(url);
  const commit = stringOf(member(root, "vcs_info", "commit_id"));
  if (member(root, "vcs_info") !== undefined)
    return {
      ...nothing,
      source: { kind: "vcs", where: commit === undefined ? where : `${where}@${commit.slice(0, 64)}` },
    };
  if (member(root, "dir_info") !== undefined) return { ...nothing, source: { kind: "local", where } };
  const kind = /^file:/i.test(url) ? "local" : "url";
  return { source: { kind, where }, isArchive: true, hashes: archiveHashes(member(root, "archive_info")) };
}

const nothing = { isArchive: false, hashes: [] };

/** `hashes: {"sha256": "..."}`, or the older `hash: "sha256=..."`. */
function archiveHashes(info: JsonNode | undefined): string[] {
  const sha256 = stringOf(member(info, "hashes", "sha256"));
  const old = /^sha256=(.*)$/.exec(stringOf(member(info, "hash")) ?? "")?.[1];
  return [sha256 ?? old].flatMap((hex) =>
    hex !== undefined && /^[0-9a-f]{64}$/i.test(hex) ? [`sha256:${hex.toLowerCase()}`] : [],
  );
}
