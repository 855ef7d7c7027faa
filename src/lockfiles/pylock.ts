import { Malformed } from "../core/bytes";
import type { LockContext, LockEntry, LockfileSyntax } from "../core/lockfile";
import type { PackageSource } from "../core/package-facts";
import { parseToml, tomlAt, tomlEntries, tomlItems, tomlString, tomlTable } from "../syntax/toml-places";
import type { TomlTable, TomlValue } from "../syntax/toml-places";
import type { Reached } from "./dependency-graph";
import { reachPython, type PythonAsk, type PythonNode } from "./python-graph";
import { addressSource, indexSource, isProjectItself, OtherIndexes, pythonPackageOf } from "./python-locked";
import { lockedTables, unknownVersion } from "./toml-packages";

/** `pylock.toml` and `pylock.NAME.toml`: PEP 751 (https://packaging.python.org/en/latest/specifications/pylock-toml/), version 1. */
export const pylock: LockfileSyntax = {
  id: "pylock",
  title: "pylock.toml",
  claims: (path) => /(^|\/)pylock\.([^./]+\.)?toml$/.test(path),
  parse,
};

function* parse(text: string, context: LockContext): Generator<LockEntry> {
  const document = parseToml(text);
  const { root } = document;
  if (root["packages"] === undefined && root["lock-version"] === undefined)
    throw new Malformed("it has neither packages nor a lock-version", 0);
  yield* unknownVersion(root["lock-version"], /^1(\.|$)/, context.path);
  const { packages, problems } = lockedTables(document, text, context.path, "packages");
  yield* problems;
  const nodes = packages.map(({ name, version, table }) => ({ name, version, asks: [...asksOf(table)] }));
  const reached = pathsOf(nodes);
  const defaults = new Set(tomlItems(root["default-groups"]).filter((each) => typeof each === "string"));
  const indexes = new OtherIndexes();
  for (const [i, { name, version, table, at }] of packages.entries()) {
    const directory = tomlString(tomlAt(table, "directory", "path"));
    if (directory !== undefined && isProjectItself(directory)) continue;
    const source = sourceOf(table);
    const group = groupOf(tomlString(table["marker"]) ?? "", defaults);
    yield* pythonPackageOf(
      {
        name,
        version,
        at,
        source,
        hashes: hashesOf(table),
        reached: { ...reached[i], ...(group === undefined ? {} : { group }) },
      },
      urlsOf(table),
      indexes,
    );
  }
}

function* asksOf(table: TomlTable): Generator<PythonAsk> {
  for (const item of tomlItems(table["dependencies"])) {
    const name = tomlString(tomlAt(item, "name"));
    if (name !== undefined) yield { name, version: tomlString(tomlAt(item, "version")) };
  }
}

/** Most tools write no dependencies at all: then nothing is known. */
function pathsOf(nodes: readonly PythonNode[]): readonly Reached[] {
  return nodes.some(({ asks }) => asks.length > 0) ? reachPython(nodes, undefined) : [];
}

/**
 * The extras or groups that a marker names, if none of them is installed by default: `"dev" in dependency_groups`. The
 * marker is not evaluated.
 */
function groupOf(marker: string, defaults: ReadonlySet<string>): string | undefined {
  const names = [...marker.matchAll(/(["'])([^"']{1,200})\1[ \t]{1,20}in[ \t]{1,20}(?:extras|dependency_groups)\b/g)];
  const groups = new Set(names.map(([, , name]) => name!));
  return groups.size === 0 || [...groups].some((name) => defaults.has(name)) ? undefined : [...groups].join(", ");
}

function sourceOf(table: TomlTable): PackageSource | undefined {
  const vcs = tomlTable(table["vcs"]);
  if (vcs !== undefined) return vcsSource(vcs);
  const directory = tomlTable(table["directory"]);
  if (directory !== undefined) return addressSource("local", tomlString(directory["path"]) ?? ".");
  const archive = tomlTable(table["archive"]);
  if (archive !== undefined) return fileSource(archive);
  const index = tomlString(table["index"]);
  return index === undefined ? undefined : indexSource(index);
}

function vcsSource(vcs: TomlTable): PackageSource {
  const revision = tomlString(vcs["commit-id"]) ?? tomlString(vcs["requested-revision"]);
  const where = tomlString(vcs["url"]) ?? tomlString(vcs["path"]) ?? "";
  return addressSource(
    "vcs",
    `${tomlString(vcs["type"]) ?? "git"}+${where}${revision === undefined ? "" : `@${revision}`}`,
  );
}

function fileSource(archive: TomlTable): PackageSource {
  const url = tomlString(archive["url"]);
  return url === undefined ? addressSource("local", tomlString(archive["path"]) ?? ".") : addressSource("url", url);
}

/** Addresses and paths of the files of an index. */
function urlsOf(table: TomlTable): string[] {
  return [table["sdist"], ...tomlItems(table["wheels"])].flatMap(
    (file) => tomlString(tomlAt(file, "url")) ?? tomlString(tomlAt(file, "path")) ?? [],
  );
}

/** `hashes = { sha256 = "..." }` of the archive, the source distribution and the wheels. */
function hashesOf(table: TomlTable): string[] {
  const files: (TomlValue | undefined)[] = [table["archive"], table["sdist"], ...tomlItems(table["wheels"])];
  return files.flatMap((file) =>
    tomlEntries(tomlAt(file, "hashes")).flatMap(([name, value]) =>
      typeof value === "string" ? `${name}:${value}` : [],
    ),
  );
}
