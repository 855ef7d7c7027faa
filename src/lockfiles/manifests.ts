import { parseFastYaml } from "../syntax/fast-yaml";
import { parseJson } from "../syntax/json";
import { parseToml } from "../syntax/toml-places";
import { canonical, ofJson, ofToml, pick, type Path } from "./manifest-value";

/** A kind of manifest: what people write, from which a tool makes the lock. */
interface Manifest {
  /** Base names. */
  readonly name: RegExp;
  /** The locks that may stand beside one of this base name; `*` stands for any text without a slash. */
  readonly locks: (name: string) => readonly string[];
  /** A canonical text of what it says of dependencies; throws where it cannot be read. */
  readonly part: (text: string) => string;
}

const PYTHON_LOCKS = ["uv.lock", "poetry.lock", "pdm.lock", "pixi.lock", "pylock.toml", "pylock.*.toml"];
const NODE_LOCKS = ["package-lock.json", "npm-shrinkwrap.json", "yarn.lock", "pnpm-lock.yaml", "bun.lock"];
const CONDA_LOCKS = ["conda-lock.yml", "conda-lock.yaml", "*.conda-lock.yml"];

/** `a.b` is a path of keys, and `*` any key. What changes the lock is here, and nothing else. */
const paths = (...dotted: readonly string[]): readonly Path[] => dotted.map((each) => each.split("."));

const PACKAGE_JSON = paths(
  "dependencies",
  "devDependencies",
  "optionalDependencies",
  "peerDependencies",
  "peerDependenciesMeta",
  "bundleDependencies",
  "bundledDependencies",
  "overrides",
  "resolutions",
  "workspaces",
  "catalog",
  "catalogs",
  "pnpm.overrides",
  "pnpm.packageExtensions",
  "pnpm.patchedDependencies",
);

const PIXI = [
  "dependencies",
  "host-dependencies",
  "build-dependencies",
  "pypi-dependencies",
  "pypi-options",
  "system-requirements",
  "feature",
  "target",
  "environments",
  "workspace.channels",
  "workspace.platforms",
  "project.channels",
  "project.platforms",
];

const PYPROJECT = paths(
  "project.dependencies",
  "project.optional-dependencies",
  "project.requires-python",
  "dependency-groups",
  "tool.poetry.dependencies",
  "tool.poetry.dev-dependencies",
  "tool.poetry.group.*.dependencies",
  "tool.poetry.extras",
  "tool.poetry.source",
  "tool.uv.sources",
  "tool.uv.dev-dependencies",
  "tool.uv.constraint-dependencies",
  "tool.uv.override-dependencies",
  "tool.uv.exclude-dependencies",
  "tool.uv.environments",
  "tool.uv.required-environments",
  "tool.uv.conflicts",
  "tool.uv.index",
  "tool.uv.index-url",
  "tool.uv.extra-index-url",
  "tool.uv.prerelease",
  "tool.uv.resolution",
  "tool.uv.workspace",
  "tool.pdm.dev-dependencies",
  "tool.pdm.source",
  "tool.pdm.resolution",
  ...PIXI.map((each) => `tool.pixi.${each}`),
);

const CARGO_KINDS = [
  "dependencies",
  "dev-dependencies",
  "dev_dependencies",
  "build-dependencies",
  "build_dependencies",
];
const CARGO = paths(
  ...CARGO_KINDS,
  ...CARGO_KINDS.map((each) => `target.*.${each}`),
  "workspace.dependencies",
  "workspace.members",
  "workspace.exclude",
  "patch",
  "replace",
);

const COMPOSER = paths(
  "require",
  "require-dev",
  "conflict",
  "replace",
  "provide",
  "repositories",
  "minimum-stability",
  "prefer-stable",
  "config.platform",
);

/** Everything but what has no part in the lock; groups are tables of any name. */
const PIPFILE_OTHER = new Set(["scripts", "pipenv"]);

const MANIFESTS: readonly Manifest[] = [
  { name: /^package\.json$/, locks: () => NODE_LOCKS, part: fromJson(PACKAGE_JSON) },
  { name: /^pyproject\.toml$/, locks: () => PYTHON_LOCKS, part: fromToml(PYPROJECT) },
  { name: /^Pipfile$/, locks: () => ["Pipfile.lock"], part: pipfile },
  { name: /^Cargo\.toml$/, locks: () => ["Cargo.lock"], part: fromToml(CARGO) },
  {
    name: /^(?:Gemfile|gems\.rb)$/,
    locks: (name) => [name === "Gemfile" ? "Gemfile.lock" : "gems.locked"],
    part: ruby,
  },
  { name: /^composer\.json$/, locks: () => ["composer.lock"], part: fromJson(COMPOSER) },
  { name: /requirements[^/]*\.in$/, locks: (name) => [name.replace(/in$/, "txt")], part: requirementsIn },
  { name: /^pixi\.toml$/, locks: () => ["pixi.lock"], part: fromToml(paths(...PIXI)) },
  { name: /^environment\.ya?ml$/, locks: () => CONDA_LOCKS, part: environment },
  { name: /^go\.mod$/, locks: () => ["go.sum"], part: goMod },
];

/**
 * The locks of a manifest among the names that stand beside it. Where no names are given: those it could have, so that an
 * empty answer says that `path` is no manifest.
 */
export function locksOf(path: string, siblings: readonly string[]): readonly string[] {
  const name = baseOf(path);
  const locks = manifestOf(name)?.locks(name) ?? [];
  if (siblings.length === 0) return locks;
  return siblings.filter((sibling) => locks.some((lock) => matches(lock, sibling)));
}

/**
 * What a manifest says of dependencies, so that two versions of it can be compared: the same text where only other things
 * have changed, or the order and spelling of the same. Undefined where `path` is no manifest, or cannot be read.
 */
export function dependencyPartOf(path: string, text: string): string | undefined {
  try {
    return manifestOf(baseOf(path))?.part(text);
  } catch {
    // It is looked at as a lockfile or a model's file where it is one; here it only says nothing.
    return undefined;
  }
}

function manifestOf(name: string): Manifest | undefined {
  return MANIFESTS.find((each) => each.name.test(name));
}

function baseOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1).slice(0, 300);
}

function matches(lock: string, name: string): boolean {
  const [before, after] = lock.split("*");
  return after === undefined
    ? name === lock
    : name.length > before!.length + after.length && name.startsWith(before!) && name.endsWith(after);
}

/** Values of one manifest. CWE-770. */
const MAX_VALUES = 500_000;

function fromJson(wanted: readonly Path[]): Manifest["part"] {
  return (text) => canonical(pick(ofJson(parseJson(text, MAX_VALUES)), wanted));
}

function fromToml(wanted: readonly Path[]): Manifest["part"] {
  return (text) => canonical(pick(ofToml(parseToml(text).root), wanted));
}

function pipfile(text: string): string {
  const root = ofToml(parseToml(text).root);
  return root instanceof Map ? canonical(new Map([...root].filter(([key]) => !PIPFILE_OTHER.has(key)))) : "";
}

function environment(text: string): string {
  const [root] = parseFastYaml(text);
  return canonical(pick(root === undefined ? null : ofJson(root), paths("channels", "dependencies", "platforms")));
}

/** It is a program: all of it counts but lines of comment. */
function ruby(text: string): string {
  return meaningful(text, (line) => (line.startsWith("#") ? "" : line)).join("\n");
}

function requirementsIn(text: string): string {
  return meaningful(text, (line) => line.replace(/(?:^|[ \t])#[^]*$/, "").replace(/[ \t]+/g, "")).join("\n");
}

/** Without comments (`// indirect` among them), in order of names: `require` and its like, in lines or blocks. */
function goMod(text: string): string {
  let block = "";
  const lines = meaningful(text, (line) =>
    line
      .replace(/\/\/[^]*$/, "")
      .trim()
      .replace(/[ \t]+/g, " "),
  ).flatMap((line) => {
    const opening = /^(\w+) ?\($/.exec(line)?.[1];
    if (opening !== undefined || line === ")") {
      block = opening ?? "";
      return [];
    }
    return [block === "" ? line : `${block} ${line}`];
  });
  return lines
    .filter((line) => /^(?:require|replace|exclude|go|toolchain|tool) /.test(line))
    .sort()
    .join("\n");
}

function meaningful(text: string, read: (line: string) => string): string[] {
  return text
    .split("\n")
    .map((line) => read(line.trim()).trim())
    .filter((line) => line !== "");
}
