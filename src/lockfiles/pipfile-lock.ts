import { Malformed } from "../core/bytes";
import type { LockContext, LockEntry, LockfileSyntax } from "../core/lockfile";
import type { Location } from "../core/location";
import type { PackageSource } from "../core/package-facts";
import { itemsOf, member, membersOf, parseJson, stringOf, type JsonMember, type JsonNode } from "../syntax/json";
import { Lines } from "../syntax/lines";
import { parseToml, tomlAt, tomlEntries, tomlString } from "../syntax/toml-places";
import { withoutCredentials } from "./address";
import { exactVersion, isVersion } from "./pep508";
import { pypiName } from "../core/package-name";
import { addressSource, indexSource, isProjectItself, OtherIndexes, pythonPackage } from "./python-locked";
import { isPackageName } from "./toml-packages";

/** Values of one text; each takes about 100 bytes. The largest real ones have some 20,000. CWE-770. */
const MAX_VALUES = 2_000_000;
/** Characters of what a file says instead of a version. CWE-770. */
const MAX_UNLOCKED = 200;

/** `Pipfile.lock`, pipfile-spec 6 (https://pipenv.pypa.io/en/latest/pipfile.html), with categories of packages. */
export const pipfileLock: LockfileSyntax = {
  id: "pipfile-lock",
  title: "Pipenv's lock",
  claims: (path) => /(^|\/)Pipfile\.lock$/.test(path),
  parse,
  upgrade: ({ name, version }) => (isVersion(version) ? `pipenv upgrade ${name}==${version}` : undefined),
};

function* parse(text: string, context: LockContext): Generator<LockEntry> {
  const root = parseJson(text, MAX_VALUES);
  if (root.kind !== "object") throw new Malformed("it is no object", 0);
  if (member(root, "_meta") === undefined && member(root, "default") === undefined)
    throw new Malformed("it has neither `_meta` nor `default`", 0);
  const lines = new Lines(text);
  const placeOf = (at: number): Location => ({ path: context.path, inside: [], line: lines.lineOf(at) });
  const indexes = new OtherIndexes();
  const addresses = new Map<string, string>();
  for (const source of itemsOf(member(root, "_meta", "sources"))) {
    const [name, url] = [stringOf(member(source, "name")), stringOf(member(source, "url"))];
    if (url === undefined) continue;
    if (name !== undefined) addresses.set(name, url);
    yield* indexes.note(indexSource(url), placeOf(source.start));
    yield* unverified(source, url, placeOf(source.start));
  }
  const only = addresses.size === 1 ? [...addresses.values()][0] : undefined;
  const asked = pipfileAsks(context);
  for (const section of inOrder(membersOf(root))) {
    const group = section.key === "default" ? undefined : section.key === "develop" ? "dev" : section.key;
    if (section.value.kind !== "object")
      yield unreadable(placeOf(section.at), `the section ${section.key} is no object`);
    for (const { key, at, value } of membersOf(section.value)) {
      const index = addresses.get(stringOf(member(value, "index")) ?? "") ?? only;
      yield* entry(key, value, placeOf(at), index, group, asked);
    }
  }
}

/** Production first: of a package that stands in several sections, the first place counts. */
function inOrder(sections: readonly JsonMember[]): JsonMember[] {
  const rank = ({ key }: JsonMember): number => (key === "default" ? 0 : 1);
  return sections.filter(({ key }) => key !== "_meta").sort((a, b) => rank(a) - rank(b));
}

function* entry(
  name: string,
  value: JsonNode,
  at: Location,
  index: string | undefined,
  group: string | undefined,
  asked: ReadonlyMap<string, string> | undefined,
): Generator<LockEntry> {
  if (value.kind !== "object") return yield unreadable(at, "an entry among the packages is no object");
  const source = sourceOf(value, index);
  if (source?.kind === "local" && isProjectItself(source.where)) return;
  if (!isPackageName(name)) return yield unreadable(at, "a package has no name that could be one");
  const specifier = stringOf(member(value, "version"));
  if (specifier === undefined && member(value, "version") !== undefined)
    return yield unreadable(at, `the version of ${name} is no text`);
  const wanted = asked?.get(pypiName(name));
  yield pythonPackage({
    name,
    version: specifier === undefined ? undefined : exactVersion(specifier),
    at,
    source,
    hashes: itemsOf(member(value, "hashes")).flatMap((hash) => stringOf(hash) ?? []),
    wanted: wanted === "*" ? undefined : wanted,
    reached: {
      ...(asked === undefined ? {} : { direct: wanted !== undefined }),
      ...(group === undefined ? {} : { group }),
    },
    unlocked: specifier?.slice(0, MAX_UNLOCKED),
  });
}

function sourceOf(value: JsonNode, index: string | undefined): PackageSource | undefined {
  const text = (key: string): string | undefined => stringOf(member(value, key));
  for (const type of ["git", "hg", "svn", "bzr"]) {
    const [repository, ref] = [text(type), text("ref")];
    if (repository !== undefined)
      return addressSource("vcs", `${type}+${repository.replace(/^git\+/, "")}${ref === undefined ? "" : `@${ref}`}`);
  }
  const path = text("path");
  if (path !== undefined) return addressSource("local", path);
  const file = text("file") ?? text("uri");
  if (file !== undefined) return addressSource(/^(?!file:)[a-z][a-z0-9+.-]+:/i.test(file) ? "url" : "local", file);
  return index === undefined ? undefined : indexSource(index);
}

/** A source whose certificate nobody looks at can serve anything; the hashes are what is left. */
function* unverified(source: JsonNode, url: string, at: Location): Generator<LockEntry> {
  const verify = member(source, "verify_ssl");
  if (verify?.kind !== "scalar" || verify.value !== false) return;
  const detail = "the certificate of this index is not checked (`verify_ssl`)";
  yield { kind: "practice", at, practice: { kind: "no-verification", what: withoutCredentials(url), detail } };
}

function unreadable(at: Location, detail: string): LockEntry {
  return { kind: "unreadable", at, reason: "malformed", detail };
}

/** What the `Pipfile` beside it asks for, by name, in all its sections; `undefined` where it is not there or cannot be read. */
function pipfileAsks(context: LockContext): ReadonlyMap<string, string> | undefined {
  const included = context.include("Pipfile");
  if (!("text" in included)) return undefined;
  try {
    const asked = new Map<string, string>();
    const { root } = parseToml(included.text);
    for (const [section, packages] of tomlEntries(root))
      if (!["requires", "scripts", "pipenv", "pipfile", "source"].includes(section))
        for (const [name, given] of tomlEntries(packages))
          asked.set(pypiName(name), tomlString(given) ?? tomlString(tomlAt(given, "version")) ?? "*");
    return asked;
  } catch (error) {
    if (error instanceof Malformed) return undefined;
    throw error;
  }
}
