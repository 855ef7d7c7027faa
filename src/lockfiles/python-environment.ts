import { Malformed } from "../core/bytes";
import type { LockEntry } from "../core/lockfile";
import type { LockProblem } from "../core/package-facts";
import { reachPackages, type Reached } from "./dependency-graph";
import { parseRequirement } from "./pep508";
import { pypiName } from "../core/package-name";
import { purl, purlOf } from "./purl";
import { readDirectUrl, readMetadata, type DirectUrl, type DistributionMetadata } from "./python-metadata";

/** What stands on disk about one installed distribution, as the host has read it. */
export type InstalledMetadata =
  | {
      /** Of the metadata's file, as in `Location.path`. */
      readonly path: string;
      /** `METADATA` or `PKG-INFO`: the headers, and what follows of it. */
      readonly metadata: string;
      /** `direct_url.json`, whole. */
      readonly directUrl?: string;
      /** `INSTALLER`: `pip`, `uv`, `conda`. */
      readonly installer?: string;
      /** Whether `REQUESTED` is there: somebody asked for it by name (PEP 376). */
      readonly requested?: boolean;
    }
  | { readonly path: string; readonly problem: LockProblem; readonly detail: string };

/** As pip has it; what has no such name is no distribution for it. */
const NAME = /^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,254}[A-Za-z0-9])?$/;
/** Characters of a version. CWE-400. */
const MAX_VERSION = 256;

/**
 * What is installed in an environment of Python, as `pip list` says: names and versions of the metadata (core metadata,
 * PEP 376 and 610), whoever installed them. A package of two versions is there twice: which one is imported depends on the
 * order of directories.
 */
export function* readEnvironment(entries: Iterable<InstalledMetadata>): Generator<LockEntry> {
  const installed: Installed[] = [];
  for (const entry of entries) {
    const read = "problem" in entry ? entry : readInstalled(entry);
    if ("problem" in read)
      yield { kind: "unreadable", at: at(read.path, 1), reason: read.problem, detail: read.detail };
    else installed.push(read);
  }
  const reached = reach(installed);
  for (const [i, each] of installed.entries()) yield { kind: "package", pkg: { ...packageOf(each), ...reached[i] } };
}

interface Installed extends DistributionMetadata {
  readonly path: string;
  readonly name: string;
  readonly version: string;
  readonly requested: boolean;
  readonly direct: DirectUrl | undefined;
}

type Read = Extract<InstalledMetadata, { metadata: string }>;
type Problem = Extract<InstalledMetadata, { problem: string }>;

function readInstalled({ path, metadata, directUrl, installer, requested }: Read): Installed | Problem {
  const read = readMetadata(metadata);
  const fromFolder = folderName(path);
  const [name, version] = [read.name ?? fromFolder?.name, read.version ?? fromFolder?.version];
  const malformed = (detail: string): Problem => ({ path, problem: "malformed", detail });
  if (name === undefined || !NAME.test(name))
    return malformed("the metadata has no Name that Python packages can have");
  if (version === undefined || version === "" || version.length > MAX_VERSION)
    return malformed(`the metadata of ${name} has no Version`);
  // Packages of conda name the folder that they were built in, on another machine.
  const isConda = installer?.trim() === "conda";
  try {
    const direct = directUrl === undefined || isConda ? undefined : readDirectUrl(directUrl);
    return { ...read, path, name, version, requested: requested === true, direct };
  } catch (error) {
    if (error instanceof Malformed) return malformed(`direct_url.json of ${name}: ${error.message}`);
    throw error;
  }
}

/** `torch-2.0.1.dist-info`, `foo-1.0-py3.11.egg-info`. */
function folderName(path: string): { name: string; version: string } | undefined {
  const match = /(?:^|\/)([^/-]{1,256})-([^/-]{1,256})(?:-py[\d.]{1,10})?\.(?:dist-info|egg-info|egg)(?:\/|$)/.exec(
    path,
  );
  return match === null ? undefined : { name: match[1]!, version: match[2]! };
}

/** What an archive holds has its version; under the version of a repository or folder anything may stand. */
function packageOf({ path, line, name, version, direct }: Installed) {
  const isPyPI = direct === undefined || direct.isArchive;
  const source = direct?.source;
  const qualifiers = source?.kind === "vcs" ? { vcs_url: source.where } : {};
  return {
    name,
    version,
    ...(isPyPI ? { ecosystem: "PyPI" as const } : {}),
    purl: isPyPI ? purlOf("PyPI", name, version) : purl("pypi", undefined, pypiName(name), version, qualifiers),
    at: at(path, line),
    ...(direct === undefined || direct.hashes.length === 0 ? {} : { hashes: direct.hashes }),
    ...(source === undefined ? {} : { source }),
  };
}

/** Paths from what was asked for by name. Dependencies of extras are left out: nobody knows which were asked for. */
function reach(installed: readonly Installed[]): readonly Reached[] {
  const byName = new Map<string, number[]>();
  for (const [node, { name }] of installed.entries()) {
    const nodes = byName.get(pypiName(name));
    if (nodes === undefined) byName.set(pypiName(name), [node]);
    else nodes.push(node);
  }
  return reachPackages({
    size: installed.length,
    name: (node) => installed[node]!.name,
    *asks(node) {
      for (const text of installed[node]!.requires) {
        const asked = parseRequirement(text);
        if (asked !== undefined && !/\bextra\b/.test(asked.marker ?? "")) yield* byName.get(pypiName(asked.name)) ?? [];
      }
    },
    roots: installed.flatMap(({ requested }, node) => (requested ? [{ node }] : [])),
    // Not every installer writes REQUESTED.
    complete: false,
  });
}

function at(path: string, line: number) {
  return { path, inside: [], line };
}
