import { Malformed } from "../core/bytes";
import type { LockContext, LockEntry, LockfileSyntax } from "../core/lockfile";
import type { PackageSource } from "../core/package-facts";
import { parseToml, tomlAt, tomlEntries, tomlItems, tomlString } from "../syntax/toml-places";
import type { TomlTable, TomlValue } from "../syntax/toml-places";
import { isVersion } from "./pep508";
import { pypiName } from "../core/package-name";
import { wantedByName, type ProjectAsk } from "./pyproject-asks";
import { PythonIndex, reachPython, type PythonAsk, type PythonNode } from "./python-graph";
import { addressSource, indexSource, isProjectItself, OtherIndexes, pythonPackageOf } from "./python-locked";
import { lockedTables, unknownVersion, type LockedTable } from "./toml-packages";

/**
 * `uv.lock` (https://docs.astral.sh/uv/concepts/projects/layout/#the-lockfile), version 1 with all its revisions, and the
 * first ones, which say `[[distribution]]` and write sources as text.
 */
export const uvLock: LockfileSyntax = {
  id: "uv-lock",
  title: "uv's lock",
  claims: (path) => /(^|\/)uv\.lock$/.test(path),
  parse,
  upgrade: ({ name, version }) => (isVersion(version) ? `uv lock --upgrade-package ${name}==${version}` : undefined),
};

function* parse(text: string, context: LockContext): Generator<LockEntry> {
  const document = parseToml(text);
  const { root } = document;
  const key = root["package"] === undefined && root["distribution"] !== undefined ? "distribution" : "package";
  if (root[key] === undefined && root["version"] === undefined)
    throw new Malformed("it has neither packages nor a version", 0);
  yield* unknownVersion(root["version"], /^1$/, context.path);
  const { packages, problems } = lockedTables(document, text, context.path, key);
  yield* problems;
  const members = new Set(tomlItems(tomlAt(root, "manifest", "members")).filter((each) => typeof each === "string"));
  const isMember = ({ name, table }: LockedTable): boolean => isOwn(sourceText(table), members.has(name));
  const own = packages.filter(isMember);
  const others = packages.filter((each) => !isMember(each));
  const asks = [...projectAsks(own), ...manifestAsks(root)];
  const reached = reachPython(others.map(nodeOf), { asks, complete: asks.length > 0 });
  const wanted = wantedByName(asks);
  const indexes = new OtherIndexes();
  for (const [i, { name, version, table, at }] of others.entries()) {
    const source = sourceOf(table);
    yield* pythonPackageOf(
      {
        name,
        version,
        at,
        source,
        hashes: hashesOf(table),
        wanted: reached[i]!.direct === true ? wanted.get(pypiName(name)) : undefined,
        reached: reached[i]!,
      },
      urlsOf(table),
      indexes,
    );
  }
}

/** The kind and place of a source: `{ registry = "https://..." }`, or `registry+https://...` in the first versions. */
function sourceText(table: TomlTable): readonly [kind: string, where: string] | undefined {
  const source = table["source"];
  if (typeof source === "string") {
    const plus = source.indexOf("+");
    return plus < 0 ? undefined : [source.slice(0, plus), source.slice(plus + 1)];
  }
  const [kind, where] = tomlEntries(source).find(([key]) => key !== "subdirectory") ?? [];
  return kind === undefined || typeof where !== "string" ? undefined : [kind, where];
}

/**
 * Members of the workspace: what is developed here. Other directories are packages that somebody else may have written,
 * and what comes from elsewhere is none, whatever the list of members says.
 */
function isOwn(source: readonly [string, string] | undefined, listed: boolean): boolean {
  if (source === undefined) return false;
  const [kind, where] = source;
  return kind === "virtual" || kind === "editable" || (kind === "directory" && (listed || isProjectItself(where)));
}

function sourceOf(table: TomlTable): PackageSource | undefined {
  const [kind, where] = sourceText(table) ?? [];
  if (kind === undefined || where === undefined) return undefined;
  if (kind === "registry") return indexSource(where);
  if (kind === "git") return addressSource("vcs", `git+${where}`);
  if (kind === "url" || kind === "direct") return addressSource("url", where);
  return addressSource("local", where);
}

function nodeOf({ name, version, table }: LockedTable): PythonNode {
  const optional = tomlEntries(table["optional-dependencies"]).flatMap(([extra, items]) =>
    [...dependencies(items)].map((ask) => ({ ...ask, forExtras: [extra] })),
  );
  return { name, version, asks: [...dependencies(table["dependencies"]), ...optional] };
}

function* dependencies(items: TomlValue | undefined): Generator<PythonAsk> {
  for (const item of tomlItems(items)) {
    const name = tomlString(tomlAt(item, "name"));
    const extra = tomlAt(item, "extra");
    const extras = (Array.isArray(extra) ? extra : [extra]).filter((each) => typeof each === "string");
    if (name !== undefined) yield { name, version: tomlString(tomlAt(item, "version")), extras };
  }
}

/** What the members ask for: in production, in an extra that no other member needs, in a group. */
function projectAsks(own: readonly LockedTable[]): ProjectAsk[] {
  const index = new PythonIndex(own.map(nodeOf), []);
  return own.flatMap(({ name, table }) => {
    const wanted = wantedOf(table);
    const asks = (items: TomlValue | undefined, group?: string): ProjectAsk[] =>
      [...dependencies(items)].map((ask) => ({
        name: ask.name,
        ...(ask.version === undefined ? {} : { version: ask.version }),
        extras: ask.extras ?? [],
        ...(group === undefined ? {} : { group }),
        ...wanted(ask.name),
      }));
    return [
      ...asks(table["dependencies"]),
      ...tomlEntries(table["optional-dependencies"]).flatMap(([extra, items]) =>
        asks(items, index.isActive(name, extra) ? undefined : extra),
      ),
      ...tomlEntries(table["dev-dependencies"]).flatMap(([group, items]) => asks(items, group)),
    ];
  });
}

/** A workspace whose root is no project has its groups, and a script has its requirements, in the manifest. */
function manifestAsks(root: TomlTable): ProjectAsk[] {
  const asks = (items: TomlValue | undefined, group?: string): ProjectAsk[] =>
    tomlItems(items).flatMap((item) => {
      const name = tomlString(tomlAt(item, "name"));
      const wanted = tomlString(tomlAt(item, "specifier"));
      if (name === undefined) return [];
      const extras = tomlItems(tomlAt(item, "extras")).filter((each) => typeof each === "string");
      return [{ name, extras, ...(group === undefined ? {} : { group }), ...(wanted === undefined ? {} : { wanted }) }];
    });
  return [
    ...asks(tomlAt(root, "manifest", "requirements")),
    ...tomlEntries(tomlAt(root, "manifest", "dependency-groups")).flatMap(([group, items]) => asks(items, group)),
  ];
}

/** What the metadata of a member wants of a name: the first word counts. */
function wantedOf(table: TomlTable): (name: string) => { wanted?: string } {
  const found = new Map<string, string>();
  const groups = tomlEntries(tomlAt(table, "metadata", "requires-dev")).flatMap(([, items]) => tomlItems(items));
  for (const item of [...tomlItems(tomlAt(table, "metadata", "requires-dist")), ...groups]) {
    const name = tomlString(tomlAt(item, "name"));
    const specifier = tomlString(tomlAt(item, "specifier"));
    if (name !== undefined && specifier !== undefined && !found.has(name)) found.set(name, specifier);
  }
  return (name) => (found.has(name) ? { wanted: found.get(name)! } : {});
}

/** Addresses and paths of the files. */
function urlsOf(table: TomlTable): string[] {
  const files = [table["sdist"], ...tomlItems(table["wheels"]), ...tomlItems(table["wheel"])];
  return files.flatMap((file) => tomlString(tomlAt(file, "url")) ?? tomlString(tomlAt(file, "path")) ?? []);
}

function hashesOf(table: TomlTable): string[] {
  const files = [table["sdist"], ...tomlItems(table["wheels"]), ...tomlItems(table["wheel"])];
  return files.flatMap((file) => tomlString(tomlAt(file, "hash")) ?? []);
}
