import { Malformed } from "../core/bytes";
import type { LockContext, LockEntry, LockfileSyntax } from "../core/lockfile";
import type { LockedPackage, PackageSource } from "../core/package-facts";
import { parseToml, tomlAt, tomlEntries, tomlItems, tomlString } from "../syntax/toml-places";
import type { TomlTable, TomlValue } from "../syntax/toml-places";
import { httpsHost, withoutCredentials } from "./address";
import { reachPackages, type DependencyRoot, type Reached } from "./dependency-graph";
import { purl, purlOf } from "./purl";
import { lockedTables, unknownVersion, type LockedTable } from "./toml-packages";

/** The index of crates.io as a repository; as a service it is at index.crates.io. */
const CRATES_IO = /^https:\/\/github\.com\/rust-lang\/crates\.io-index\/?$/;

/** `Cargo.lock`, versions 1 to 4 (https://doc.rust-lang.org/cargo/reference/resolver.html, and `[root]` of before 2017). */
export const cargoLock: LockfileSyntax = {
  id: "cargo-lock",
  title: "Cargo's lock",
  claims: (path) => /(^|\/)Cargo\.lock$/.test(path),
  parse,
  upgrade: ({ name, version }) =>
    /^[0-9A-Za-z.+-]+$/.test(version) ? `cargo update -p ${name} --precise ${version}` : undefined,
};

function* parse(text: string, context: LockContext): Generator<LockEntry> {
  const document = parseToml(text);
  const { root } = document;
  if (root["package"] === undefined && root["version"] === undefined && root["root"] === undefined)
    throw new Malformed("it has neither packages nor a version", 0);
  yield* unknownVersion(root["version"], /^[1-4]$/, context.path);
  const { packages, problems } = lockedTables(document, text, context.path, "package");
  yield* problems;
  const reached = reachCrates(packages, tomlAt(root, "root", "dependencies"));
  const checksums = checksumsOf(root);
  const indexes = new Set<string>();
  for (const [i, { name, version, table, at }] of packages.entries()) {
    const address = tomlString(table["source"]);
    if (address === undefined) continue;
    const source = sourceOf(address);
    if (source?.kind === "index" && !indexes.has(source.where)) {
      indexes.add(source.where);
      const detail = "crates are taken from a registry that is not crates.io";
      yield { kind: "practice", at, practice: { kind: "other-index", what: source.where, detail } };
    }
    const checksum = tomlString(table["checksum"]) ?? checksums.get(`${name} ${version} (${address})`);
    yield { kind: "package", pkg: crate({ name, version, at }, source, checksum, reached[i]!) };
  }
}

function crate(
  { name, version, at }: Pick<LockedTable, "name" | "at"> & { version: string | undefined },
  source: PackageSource | undefined,
  checksum: string | undefined,
  reached: Reached,
): LockedPackage {
  const fromIndex = source === undefined || source.kind === "index";
  return {
    name,
    ...(version === undefined ? {} : { version }),
    ...(fromIndex ? { ecosystem: "crates.io" as const } : {}),
    purl: fromIndex
      ? purlOf("crates.io", name, version)
      : purl("cargo", undefined, name, version, source.kind === "vcs" ? { vcs_url: source.where } : {}),
    at,
    ...reached,
    ...(checksum === undefined ? {} : { hashes: [`sha256:${checksum}`] }),
    ...(source === undefined ? {} : { source }),
    ...(fromIndex && version === undefined ? { unlocked: name } : {}),
  };
}

/** None for crates.io. */
function sourceOf(text: string): PackageSource | undefined {
  const plus = text.indexOf("+");
  const [kind, address] = [text.slice(0, Math.max(0, plus)), text.slice(plus + 1)];
  if (kind === "git") return { kind: "vcs", where: `git+${withoutCredentials(address)}` };
  if (kind !== "registry" && kind !== "sparse") return { kind: "local", where: withoutCredentials(address) };
  if (CRATES_IO.test(address) || httpsHost(address) === "index.crates.io") return undefined;
  return { kind: "index", where: withoutCredentials(address) };
}

/** Direct is what the packages without a source ask for: those of the workspace, and path dependencies. */
function reachCrates(packages: readonly LockedTable[], rootAsks: TomlValue | undefined): readonly Reached[] {
  const places = new Map<string, number[]>();
  const add = (key: string, node: number): void => {
    const known = places.get(key);
    if (known === undefined) places.set(key, [node]);
    else known.push(node);
  };
  packages.forEach(({ name, version = "", table }, node) => {
    add(name, node);
    add(`${name} ${version}`, node);
    add(`${name} ${version} (${withoutRevision(tomlString(table["source"]) ?? "")})`, node);
  });
  const find = function* (items: TomlValue | undefined): Generator<number> {
    for (const item of tomlItems(items))
      if (typeof item === "string") yield* places.get(item) ?? places.get(withoutRevision(item)) ?? [];
  };
  const isOwn = ({ table }: LockedTable): boolean => table["source"] === undefined;
  const asked = [...packages.filter(isOwn).map(({ table }) => table["dependencies"]), rootAsks];
  const roots = function* (): Generator<DependencyRoot> {
    for (const items of asked) for (const node of find(items)) yield { node };
  };
  return reachPackages({
    size: packages.length,
    name: (node) => packages[node]!.name,
    asks: (node) => (isOwn(packages[node]!) ? [] : find(packages[node]!.table["dependencies"])),
    roots: roots(),
    complete: asked.some((items) => tomlItems(items).length > 0),
  });
}

/** A dependency names a repository without the commit that its package has. */
function withoutRevision(text: string): string {
  return text.replace(/#[^#()]*(\)?)$/, "$1");
}

/** `[metadata]` of version 1: `"checksum name version (source)" = "hex"`. */
function checksumsOf(root: TomlTable): ReadonlyMap<string, string> {
  return new Map(
    tomlEntries(root["metadata"]).flatMap(([key, value]) =>
      key.startsWith("checksum ") && typeof value === "string" && value !== "<none>"
        ? [[key.slice("checksum ".length), value] as const]
        : [],
    ),
  );
}
