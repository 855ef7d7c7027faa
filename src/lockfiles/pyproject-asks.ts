import { Malformed } from "../core/bytes";
import type { LockContext } from "../core/lockfile";
import { parseToml, tomlAt, tomlEntries, tomlItems, tomlString, tomlTable } from "../syntax/toml-places";
import type { TomlTable, TomlValue } from "../syntax/toml-places";
import { parseRequirement } from "./pep508";
import { pypiName } from "../core/package-name";

/** One thing that a project asks for itself. */
export interface ProjectAsk {
  readonly name: string;
  readonly extras: readonly string[];
  /** The one that is meant, where a lockfile says so. */
  readonly version?: string;
  /** An extra, a dependency group; absent for what runs in production. */
  readonly group?: string;
  /** `>=2,<3`, `^2.0`. */
  readonly wanted?: string;
}

export interface ProjectAsks {
  readonly asks: readonly ProjectAsk[];
  /** Whether that is all: not where a build tool computes the dependencies. */
  readonly complete: boolean;
}

/**
 * What the `pyproject.toml` beside a lockfile asks for: its `[project]` (PEP 621), `[dependency-groups]` (PEP 735), and the tables
 * of Poetry and PDM. `undefined` where it is not there or cannot be read, which is for its own reader to say.
 */
export function pyprojectAsks(context: LockContext): ProjectAsks | undefined {
  const included = context.include("pyproject.toml");
  if (!("text" in included)) return undefined;
  let root: TomlTable;
  try {
    ({ root } = parseToml(included.text));
  } catch (error) {
    if (error instanceof Malformed) return undefined;
    throw error;
  }
  const dynamic = tomlItems(tomlAt(root, "project", "dynamic")).includes("dependencies");
  const poetry = tomlTable(tomlAt(root, "tool", "poetry", "dependencies")) !== undefined;
  return { asks: [...standardAsks(root), ...poetryAsks(root), ...pdmAsks(root)], complete: !dynamic || poetry };
}

function* standardAsks(root: TomlTable): Generator<ProjectAsk> {
  yield* requirements(tomlAt(root, "project", "dependencies"), undefined);
  for (const [extra, items] of tomlEntries(tomlAt(root, "project", "optional-dependencies")))
    yield* requirements(items, extra);
  for (const [group, items] of tomlEntries(tomlAt(root, "dependency-groups"))) yield* requirements(items, group);
}

function* pdmAsks(root: TomlTable): Generator<ProjectAsk> {
  for (const [group, items] of tomlEntries(tomlAt(root, "tool", "pdm", "dev-dependencies")))
    yield* requirements(items, group);
}

/** Other items than texts include a group, which is read itself. */
function* requirements(items: TomlValue | undefined, group: string | undefined): Generator<ProjectAsk> {
  for (const item of tomlItems(items)) {
    const read = typeof item === "string" ? parseRequirement(item) : undefined;
    if (read !== undefined) yield ask(read.name, read.extras, group, read.specifier);
  }
}

/** https://python-poetry.org/docs/pyproject/ and https://python-poetry.org/docs/dependency-specification/ */
function* poetryAsks(root: TomlTable): Generator<ProjectAsk> {
  const poetry = tomlAt(root, "tool", "poetry");
  const extraOf = new Map<string, string>();
  for (const [extra, names] of tomlEntries(tomlAt(poetry, "extras")))
    for (const name of tomlItems(names)) if (typeof name === "string") extraOf.set(pypiName(name), extra);
  yield* poetryTable(tomlAt(poetry, "dependencies"), (name) => extraOf.get(pypiName(name)));
  yield* poetryTable(tomlAt(poetry, "dev-dependencies"), () => "dev");
  for (const [group, { dependencies }] of tables(tomlAt(poetry, "group")))
    yield* poetryTable(dependencies, () => (group === "main" ? undefined : group));
}

function tables(value: TomlValue | undefined): (readonly [string, TomlTable])[] {
  return tomlEntries(value).flatMap(([key, each]) => {
    const table = tomlTable(each);
    return table === undefined ? [] : [[key, table] as const];
  });
}

function* poetryTable(
  dependencies: TomlValue | undefined,
  groupOf: (name: string) => string | undefined,
): Generator<ProjectAsk> {
  for (const [name, given] of tomlEntries(dependencies)) {
    if (name === "python") continue;
    const all = Array.isArray(given) ? given : [given];
    const extras = all.flatMap((each) => tomlItems(tomlAt(each, "extras"))).filter((each) => typeof each === "string");
    const wanted = all.length === 1 ? (tomlString(given) ?? tomlString(tomlAt(given, "version"))) : undefined;
    yield ask(name, extras, groupOf(name), wanted);
  }
}

function ask(
  name: string,
  extras: readonly string[],
  group: string | undefined,
  wanted: string | undefined,
): ProjectAsk {
  return {
    name,
    extras,
    ...(group === undefined ? {} : { group }),
    ...(wanted === undefined || wanted === "" ? {} : { wanted }),
  };
}

/** What a project wants of each name, as PEP 503 compares names; the first word counts. */
export function wantedByName(asks: readonly ProjectAsk[]): ReadonlyMap<string, string> {
  const wanted = new Map<string, string>();
  for (const { name, wanted: text } of asks)
    if (text !== undefined && !wanted.has(pypiName(name))) wanted.set(pypiName(name), text);
  return wanted;
}
