import type { LockEntry, LockfileSyntax } from "../core/lockfile";
import type { Location } from "../core/location";
import { parseToml, tomlAt, tomlEntries, tomlItems, tomlString, tomlTable } from "../syntax/toml-places";
import type { TomlTable, TomlValue } from "../syntax/toml-places";
import { hasLockBeside } from "./locks-beside";
import { parseRequirement } from "./pep508";
import { pypiName } from "../core/package-name";
import { TomlPlaces } from "./pyproject/places";
import { addressOf, poetryPackages } from "./pyproject/poetry";
import { readAddress } from "./python-address";
import { packageAt, packageOf } from "./python-package";
import { indexSource, OtherIndexes } from "./python-locked";
import { indexPractices } from "./requirements/indexes";

/** Dependencies of one file. The largest real ones have some hundred. CWE-770. */
const MAX_PACKAGES = 20_000;

/**
 * What a project of Python asks for (https://packaging.python.org/en/latest/specifications/pyproject-toml/), where no lock
 * beside it says what it gets.
 */
export const pyproject: LockfileSyntax = {
  id: "pyproject",
  title: "pyproject.toml",
  claims: (path) => path.slice(path.lastIndexOf("/") + 1) === "pyproject.toml",
  *parse(text, context) {
    if (hasLockBeside(context)) return;
    const { root } = parseToml(text);
    let left = MAX_PACKAGES;
    for (const entry of new Project(root, text, context.path).entries()) {
      if (left-- === 0) {
        const detail = `it has more than ${MAX_PACKAGES} dependencies`;
        yield { kind: "unreadable", at: entry.kind === "package" ? entry.pkg.at : entry.at, reason: "limit", detail };
        return;
      }
      yield entry;
    }
  },
  upgrade: ({ file, name, version }) => `edit ${file}: ${name}==${version}`,
};

class Project {
  private readonly places: TomlPlaces;
  /** Where uv takes a package from instead of the index. */
  private readonly sources: ReadonlyMap<string, TomlValue>;

  constructor(
    private readonly root: TomlTable,
    text: string,
    private readonly path: string,
  ) {
    this.places = new TomlPlaces(text);
    const sources = tomlEntries(tomlAt(root, "tool", "uv", "sources"));
    this.sources = new Map(sources.map(([name, source]) => [pypiName(name), source]));
  }

  *entries(): Generator<LockEntry> {
    yield* this.indexes();
    yield* this.list(["build-system", "requires"], "build");
    yield* this.list(["project", "dependencies"], undefined);
    yield* this.groups(["project", "optional-dependencies"]);
    yield* this.groups(["dependency-groups"]);
    yield* this.list(["tool", "uv", "dev-dependencies"], "dev");
    yield* this.groups(["tool", "pdm", "dev-dependencies"]);
    yield* this.poetry();
  }

  /** Indexes of uv, Poetry and PDM. */
  private *indexes(): Generator<LockEntry> {
    const noted = new OtherIndexes();
    for (const path of [
      ["tool", "uv", "index"],
      ["tool", "poetry", "source"],
      ["tool", "pdm", "source"],
    ])
      for (const index of tomlItems(tomlAt(this.root, ...path))) {
        const url = tomlString(tomlAt(index, "url"));
        if (url === undefined) continue;
        const at = this.at(this.places.ofText(url, ...path));
        // An explicit index serves only what names it, and so confuses nothing.
        if (tomlAt(index, "explicit") !== true && tomlAt(index, "priority") !== "explicit")
          yield* noted.note(indexSource(url), at);
        for (const practice of indexPractices("--index-url", url)) yield { kind: "practice", at, practice };
      }
    for (const [key, option] of [
      ["index-url", "--index-url"],
      ["extra-index-url", "--extra-index-url"],
      ["find-links", "--find-links"],
    ] as const) {
      const given = tomlAt(this.root, "tool", "uv", key);
      for (const url of [given, ...tomlItems(given)].flatMap((each) => tomlString(each) ?? [])) {
        const at = this.at(this.places.ofText(url, "tool", "uv"));
        if (key === "index-url") yield* noted.note(indexSource(url), at);
        for (const practice of indexPractices(option, url)) yield { kind: "practice", at, practice };
      }
    }
  }

  private *groups(path: readonly string[]): Generator<LockEntry> {
    for (const [group] of tomlEntries(tomlAt(this.root, ...path))) yield* this.list([...path, group], group);
  }

  /** A list of PEP 508 texts. A table in it includes another group (PEP 735), which is read as itself. */
  private *list(path: readonly string[], group: string | undefined): Generator<LockEntry> {
    for (const item of tomlItems(tomlAt(this.root, ...path))) {
      if (typeof item !== "string") {
        if (tomlTable(item) === undefined)
          yield this.unreadable(this.at(this.places.ofKey(path.at(-1)!, ...path.slice(0, -1))));
        continue;
      }
      const at = this.at(this.places.ofText(item, ...path));
      // PDM writes what is editable as pip does.
      const editable = /^-e\s+(.+)$/.exec(item.slice(0, 2000))?.[1];
      const read = editable === undefined ? parseRequirement(item) : undefined;
      const around = { direct: true, ...(group === undefined ? {} : { group }) };
      const source = read === undefined ? undefined : this.source(read.name);
      if (editable !== undefined) yield { kind: "package", pkg: packageAt(readAddress(editable), at, around) };
      else if (read === undefined) yield this.unreadable(at);
      else if (source !== undefined)
        yield { kind: "package", pkg: packageAt(readAddress(source), at, around, read.name) };
      else yield { kind: "package", pkg: packageOf(read, at, around) };
    }
  }

  /** The address that uv takes a package from, or the first of several under conditions. */
  private source(name: string): string | undefined {
    const given = this.sources.get(pypiName(name));
    return [given, ...tomlItems(given)].map(addressOf).find((address) => address !== undefined);
  }

  private *poetry(): Generator<LockEntry> {
    const poetry = ["tool", "poetry"];
    yield* this.poetryTable([...poetry, "dependencies"], undefined);
    yield* this.poetryTable([...poetry, "dev-dependencies"], "dev");
    for (const [group] of tomlEntries(tomlAt(this.root, ...poetry, "group")))
      yield* this.poetryTable([...poetry, "group", group, "dependencies"], group === "main" ? undefined : group);
  }

  private *poetryTable(path: readonly string[], group: string | undefined): Generator<LockEntry> {
    const standard = new Set(
      tomlItems(tomlAt(this.root, "project", "dependencies")).flatMap((each) =>
        typeof each === "string" ? pypiName(parseRequirement(each)?.name ?? "") : [],
      ),
    );
    for (const [name, given] of tomlEntries(tomlAt(this.root, ...path))) {
      // Beside `[project]` the table only adds where a package comes from.
      if (name === "python" || (standard.has(pypiName(name)) && addressOf(given) === undefined)) continue;
      const at = this.at(this.places.ofKey(name, ...path));
      const around = { direct: true, ...(group === undefined ? {} : { group }) };
      for (const pkg of poetryPackages(name, given, at, around)) yield { kind: "package", pkg };
    }
  }

  private unreadable(at: Location): LockEntry {
    return { kind: "unreadable", at, reason: "malformed", detail: "a dependency is none that Python's tools read" };
  }

  private at(line: number): Location {
    return { path: this.path, inside: [], line };
  }
}
