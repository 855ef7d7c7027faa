import { Malformed } from "../core/bytes";
import type { LockContext, LockEntry, LockfileSyntax, UpgradeAsked } from "../core/lockfile";
import type { LockedPackage, PackageSource } from "../core/package-facts";
import { itemsOf, member, membersOf, parseJson, stringOf, type JsonNode } from "../syntax/json";
import { Lines } from "../syntax/lines";
import { withoutCredentials } from "./address";
import { reachPackages, type DependencyRoot } from "./dependency-graph";
import { purlOf } from "./purl";

/** Values of one text. The largest real ones have some hundred thousand. CWE-770. */
const MAX_VALUES = 2_000_000;
/** A version that follows a branch: `dev-master`, `2.x-dev` (https://getcomposer.org/doc/articles/versions.md). */
const BRANCH = /^dev-|[-.]dev$/i;

/**
 * composer.lock (https://getcomposer.org/doc/01-basic-usage.md). Versions stay as the tag spells them (`v5.4.0`), because OSV's
 * lists of Packagist versions have the same spelling. What follows a branch is no version: it is locked to a commit.
 */
export const composerLock: LockfileSyntax = {
  id: "composer-lock",
  title: "Composer (composer.lock)",
  claims: (path) => /(?:^|\/)composer\.lock$/.test(path),
  parse: parseComposer,
  upgrade: ({ name, direct }: UpgradeAsked) =>
    direct === undefined || direct === name
      ? `composer update ${name} --with-dependencies`
      : `composer update ${direct} ${name} --with-dependencies`,
};

interface Entry {
  readonly node: JsonNode;
  readonly name: string;
  readonly dev: boolean;
}

function* parseComposer(text: string, context: LockContext): Iterable<LockEntry> {
  const root = parseJson(text, MAX_VALUES);
  if (root.kind !== "object") throw new Malformed("it is no composer.lock: it is no object", 0);
  const lines = new Lines(text);
  const entries: Entry[] = [];
  for (const key of ["packages", "packages-dev"])
    for (const node of itemsOf(member(root, key))) {
      const name = stringOf(member(node, "name"));
      if (name !== undefined && stringOf(member(node, "version")) !== undefined)
        entries.push({ node, name, dev: key === "packages-dev" });
      else {
        const at = { path: context.path, inside: [], line: lines.lineOf(node.start) };
        yield { kind: "unreadable", at, reason: "malformed", detail: "a package without a name or version" };
      }
    }
  const reached = reachOf(entries, rootsBeside(context));
  for (const [number, entry] of entries.entries()) {
    const at = { path: context.path, inside: [], line: lines.lineOf(entry.node.start) };
    yield {
      kind: "package",
      pkg: { ...packageOf(entry), at, ...reached?.[number], ...(entry.dev ? { group: "dev" } : {}) },
    };
  }
}

function packageOf({ node, name }: Entry): Omit<LockedPackage, "at"> {
  const version = stringOf(member(node, "version"))!;
  const branch = BRANCH.test(version);
  const source = sourceOf(node, branch);
  const shasum = stringOf(member(node, "dist", "shasum"));
  return {
    name,
    ...(branch ? { unlocked: version } : { version }),
    ...(source?.kind === "local" ? {} : { ecosystem: "Packagist" as const }),
    purl: purlOf("Packagist", name, version),
    ...(shasum === undefined || shasum === "" ? {} : { hashes: [`sha1:${shasum}`] }),
    ...(source === undefined ? {} : { source }),
  };
}

/** Packagist serves addresses of version control, so that only a branch or a directory makes a difference. */
function sourceOf(node: JsonNode, branch: boolean): PackageSource | undefined {
  const dist = stringOf(member(node, "dist", "url"));
  if (stringOf(member(node, "dist", "type")) === "path") return { kind: "local", where: dist ?? "" };
  if (!branch) return undefined;
  const url = stringOf(member(node, "source", "url")) ?? dist ?? "";
  const reference = stringOf(member(node, "source", "reference")) ?? stringOf(member(node, "dist", "reference"));
  return { kind: "vcs", where: `${withoutCredentials(url)}${reference === undefined ? "" : `@${reference}`}` };
}

/** What composer.json asks for; undefined where it is not there or cannot be read. */
function rootsBeside(context: LockContext): ReadonlyMap<string, "dev" | undefined> | undefined {
  if (!context.siblings().includes("composer.json")) return undefined;
  const manifest = context.include("composer.json");
  if (!("text" in manifest)) return undefined;
  try {
    const root = parseJson(manifest.text, MAX_VALUES);
    const names = (key: string) => membersOf(member(root, key)).map((each) => each.key.toLowerCase());
    return new Map([
      ...names("require-dev").map((name) => [name, "dev"] as const),
      ...names("require").map((name) => [name, undefined] as const),
    ]);
  } catch (error) {
    if (error instanceof Malformed) return undefined;
    throw error;
  }
}

function reachOf(entries: readonly Entry[], asked: ReadonlyMap<string, "dev" | undefined> | undefined) {
  if (asked === undefined) return undefined;
  const numbers = new Map<string, number>();
  entries.forEach(({ name }, number) => numbers.set(name.toLowerCase(), number));
  const roots: DependencyRoot[] = [];
  for (const [name, group] of asked) {
    const node = numbers.get(name);
    if (node !== undefined) roots.push({ node, ...(group === undefined ? {} : { group }) });
  }
  return reachPackages({
    size: entries.length,
    name: (number) => entries[number]!.name,
    *asks(number) {
      for (const { key } of membersOf(member(entries[number]!.node, "require"))) {
        const next = numbers.get(key.toLowerCase());
        if (next !== undefined) yield next;
      }
    },
    roots,
  });
}
