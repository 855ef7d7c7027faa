import { Malformed } from "../core/bytes";
import type { LockContext, LockEntry, LockfileSyntax } from "../core/lockfile";
import type { PackageSource } from "../core/package-facts";
import { parseToml, tomlAt, tomlEntries, tomlItems, tomlString, type TomlTable } from "../syntax/toml-places";
import type { Reached } from "./dependency-graph";
import { isVersion, parseRequirement } from "./pep508";
import { pypiName } from "../core/package-name";
import { pyprojectAsks, wantedByName, type ProjectAsk } from "./pyproject-asks";
import { reachPython, type PythonAsk } from "./python-graph";
import { addressSource, indexSource, OtherIndexes, pythonPackage } from "./python-locked";
import { lockedTables, unknownVersion } from "./toml-packages";

/** `poetry.lock`, lock versions 1.0 to 2.x (https://python-poetry.org/docs/); before 1.0, hashes stand in `[metadata.hashes]`. */
export const poetryLock: LockfileSyntax = {
  id: "poetry-lock",
  title: "Poetry's lock",
  claims: (path) => /(^|\/)poetry\.lock$/.test(path),
  parse,
  upgrade: ({ name, version }) => (isVersion(version) ? `poetry update ${name}` : undefined),
};

function* parse(text: string, context: LockContext): Generator<LockEntry> {
  const document = parseToml(text);
  const { root } = document;
  if (root["package"] === undefined && root["metadata"] === undefined)
    throw new Malformed("it has neither packages nor metadata", 0);
  yield* unknownVersion(tomlAt(root, "metadata", "lock-version"), /^[12](\.|$)/, context.path);
  const { packages, problems } = lockedTables(document, text, context.path, "package");
  yield* problems;
  const project = pyprojectAsks(context) ?? { asks: [...extrasOf(root)], complete: false };
  const nodes = packages.map(({ name, version, table }) => ({ name, version, asks: asksOf(table) }));
  const reached = reachPython(nodes, project);
  const wanted = wantedByName(project.asks);
  const hashes = hashesByName(root);
  const indexes = new OtherIndexes();
  for (const [i, { name, version, table, at }] of packages.entries()) {
    const source = sourceOf(table);
    yield* indexes.note(source, at);
    yield pythonPackage({
      name,
      version,
      at,
      source,
      hashes: [...fileHashes(table["files"]), ...(hashes.get(pypiName(name)) ?? [])],
      wanted: wanted.get(pypiName(name)),
      reached: withGroup(reached[i]!, table),
    });
  }
}

/** The extras of the project, as the lock has them: what it asks for itself, but not in production. */
function* extrasOf(root: TomlTable): Generator<ProjectAsk> {
  for (const [extra, items] of tomlEntries(root["extras"]))
    for (const item of tomlItems(items)) {
      const read = typeof item === "string" ? parseRequirement(item) : undefined;
      if (read !== undefined) yield { name: read.name, extras: [], group: extra };
    }
}

function asksOf(table: TomlTable): PythonAsk[] {
  const forExtras = new Map<string, string[]>();
  for (const [extra, items] of tomlEntries(table["extras"]))
    for (const item of tomlItems(items)) {
      const name = typeof item === "string" ? parseRequirement(item)?.name : undefined;
      if (name === undefined) continue;
      const known = forExtras.get(pypiName(name));
      if (known === undefined) forExtras.set(pypiName(name), [extra]);
      else known.push(extra);
    }
  return tomlEntries(table["dependencies"]).map(([name, given]) => {
    const all = Array.isArray(given) ? given : [given];
    const optional = all.length > 0 && all.every((each) => tomlAt(each, "optional") === true);
    const extras = all.flatMap((each) => tomlItems(tomlAt(each, "extras"))).filter((each) => typeof each === "string");
    return { name, extras, ...(optional ? { forExtras: forExtras.get(pypiName(name)) ?? [] } : {}) };
  });
}

/** What the lock itself says of groups beats what follows from the dependencies: `groups` since 2.1, `category` before 1.5. */
function withGroup({ group, ...reached }: Reached, table: TomlTable): Reached {
  const groups = tomlItems(table["groups"]).filter((each) => typeof each === "string");
  const category = tomlString(table["category"]);
  const inMain = groups.includes("main") || (groups.length === 0 && category === "main");
  const others = groups.length > 0 ? groups.join(", ") : category;
  const optional = table["optional"] === true ? (group ?? "optional") : undefined;
  const told = groups.length === 0 && category === undefined ? group : inMain ? optional : others;
  return { ...reached, ...(told === undefined ? {} : { group: told }) };
}

function sourceOf(table: TomlTable): PackageSource | undefined {
  const source = table["source"];
  const type = tomlString(tomlAt(source, "type"));
  const url = tomlString(tomlAt(source, "url"));
  if (type === undefined || url === undefined) return undefined;
  if (type === "legacy" || type === "pypi") return indexSource(url);
  if (type === "directory" || type === "file") return addressSource("local", url);
  if (type === "url") return addressSource("url", url);
  const revision = tomlString(tomlAt(source, "resolved_reference")) ?? tomlString(tomlAt(source, "reference"));
  return addressSource("vcs", `${type}+${url}${revision === undefined ? "" : `@${revision}`}`);
}

/** `files = [{ file, hash }]`. */
function fileHashes(files: TomlTable[string] | undefined): string[] {
  return tomlItems(files).flatMap((file) => tomlString(tomlAt(file, "hash")) ?? []);
}

/** `[metadata.files]`, and `[metadata.hashes]` before 1.0: one list for all versions of a name. */
function hashesByName(root: TomlTable): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  for (const [name, files] of tomlEntries(tomlAt(root, "metadata", "files")))
    found.set(pypiName(name), fileHashes(files));
  for (const [name, hashes] of tomlEntries(tomlAt(root, "metadata", "hashes")))
    found.set(
      pypiName(name),
      tomlItems(hashes).flatMap((each) => (typeof each === "string" ? `sha256:${each}` : [])),
    );
  return found;
}
