import { Malformed } from "../core/bytes";
import type { LockContext, LockEntry, LockfileSyntax } from "../core/lockfile";
import type { PackageSource } from "../core/package-facts";
import { parseToml, tomlAt, tomlEntries, tomlItems, tomlString } from "../syntax/toml-places";
import type { TomlTable, TomlValue } from "../syntax/toml-places";
import type { Reached } from "./dependency-graph";
import { exactVersion, isVersion, parseRequirement } from "./pep508";
import { pypiName } from "../core/package-name";
import { pyprojectAsks, wantedByName } from "./pyproject-asks";
import { reachPython, type PythonAsk } from "./python-graph";
import { addressSource, indexSource, isProjectItself, OtherIndexes, pythonPackageOf } from "./python-locked";
import { lockedTables, unknownVersion } from "./toml-packages";

/** `pdm.lock`, lock versions 2 (2021) to 4.5 (https://pdm-project.org/en/latest/usage/lockfile/). */
export const pdmLock: LockfileSyntax = {
  id: "pdm-lock",
  title: "PDM's lock",
  claims: (path) => /(^|\/)pdm\.lock$/.test(path),
  parse,
  upgrade: ({ name, version }) => (isVersion(version) ? `pdm update ${name}` : undefined),
};

function* parse(text: string, context: LockContext): Generator<LockEntry> {
  const document = parseToml(text);
  const { root } = document;
  const metadata = root["metadata"];
  if (root["package"] === undefined && metadata === undefined)
    throw new Malformed("it has neither packages nor metadata", 0);
  yield* unknownVersion(tomlAt(metadata, "lock_version"), /^[1-4](\.|$)/, context.path);
  const { packages, problems } = lockedTables(document, text, context.path, "package");
  yield* problems;
  const project = pyprojectAsks(context);
  const nodes = packages.map(({ name, version, table }) => ({
    name,
    version,
    asks: [...asksOf(table["dependencies"])],
  }));
  const reached = reachPython(nodes, project);
  const wanted = wantedByName(project?.asks ?? []);
  const hashes = hashesByKey(root);
  const indexes = new OtherIndexes();
  for (const [i, { name, version, table, at }] of packages.entries()) {
    const path = tomlString(table["path"]);
    if (path !== undefined && isProjectItself(path)) continue;
    const source = sourceOf(table);
    yield* pythonPackageOf(
      {
        name,
        version,
        at,
        source,
        hashes: [...fileHashes(table["files"]), ...(hashes.get(`${pypiName(name)} ${version ?? ""}`) ?? [])],
        wanted: wanted.get(pypiName(name)),
        reached: withGroup(reached[i]!, table),
      },
      urlsOf(table),
      indexes,
    );
  }
}

function* asksOf(items: TomlValue | undefined): Generator<PythonAsk> {
  for (const item of tomlItems(items)) {
    const read = typeof item === "string" ? parseRequirement(item) : undefined;
    if (read === undefined) continue;
    // An entry with extras stands for itself, and asks for the one without as `name==version`.
    yield { name: read.name, version: exactVersion(read.specifier), extras: read.extras };
  }
}

/** `groups` since 4.3, `sections` before 2: `default` is what runs in production. */
function withGroup({ group, ...reached }: Reached, table: TomlTable): Reached {
  const groups = tomlItems(table["groups"] ?? table["sections"]).filter((each) => typeof each === "string");
  const told = groups.length === 0 ? group : groups.includes("default") ? undefined : groups.join(", ");
  return { ...reached, ...(told === undefined ? {} : { group: told }) };
}

/** PDM names no index; with `static_urls` the files have addresses, which tell it. */
function sourceOf(table: TomlTable): PackageSource | undefined {
  for (const type of ["git", "hg", "svn", "bzr"]) {
    const repository = tomlString(table[type]);
    const revision = tomlString(table["revision"]) ?? tomlString(table["ref"]);
    if (repository !== undefined)
      return addressSource("vcs", `${type}+${repository}${revision === undefined ? "" : `@${revision}`}`);
  }
  const [url, path] = [tomlString(table["url"]), tomlString(table["path"])];
  if (path !== undefined) return addressSource("local", path);
  if (url !== undefined) return url.startsWith("file:") ? addressSource("local", url) : addressSource("url", url);
  const file = tomlItems(table["files"]).flatMap((each) => tomlString(tomlAt(each, "url")) ?? [])[0];
  const origin = file === undefined ? undefined : /^https?:\/\/[^/?#]+/i.exec(file)?.[0];
  return origin === undefined ? undefined : indexSource(origin);
}

/** Addresses of the files; names alone where there are no `static_urls`, which PDM looks up. */
function urlsOf(table: TomlTable): string[] {
  return tomlItems(table["files"]).flatMap((file) => tomlString(tomlAt(file, "url")) ?? []);
}

function fileHashes(files: TomlValue | undefined): string[] {
  return tomlItems(files).flatMap((file) => tomlString(tomlAt(file, "hash")) ?? []);
}

/** Before lock version 4.3 hashes stand in `[metadata.files]`, by name (with extras) and version. */
function hashesByKey(root: TomlTable): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  for (const [key, files] of tomlEntries(tomlAt(root, "metadata", "files"))) {
    const space = key.lastIndexOf(" ");
    const name = key.slice(0, space).split("[", 1)[0]!;
    found.set(`${pypiName(name)} ${key.slice(space + 1)}`, fileHashes(files));
  }
  return found;
}
