import { Malformed, Unsupported } from "../../core/bytes";
import type { LockContext, LockEntry, LockfileSyntax } from "../../core/lockfile";
import { Lines } from "../../syntax/lines";
import { reachPackages, type Reached } from "../dependency-graph";
import { baseName, isSafeToType } from "../npm/command";
import { entriesOf } from "../npm/entries";
import type { Seen } from "../npm/seen";
import { objectAt, objectIn, plainJsonLock, type PlainObject } from "../npm/json-lock";
import { KeyPlaces } from "../npm/key-places";
import { readDependencies, unknownDependencies } from "./dependencies";
import { readPackages } from "./packages";

const NAMES = new Set(["package-lock.json", "npm-shrinkwrap.json"]);
const VERSIONS = new Set<unknown>([1, 2, 3]);

/** npm's lock (https://docs.npmjs.com/cli/configuring-npm/package-lock-json), in its three versions. */
export const npmLock: LockfileSyntax = {
  id: "npm-lock",
  title: "package-lock.json and npm-shrinkwrap.json of npm",
  claims: (path) => NAMES.has(baseName(path)),
  *parse(text, context): Generator<LockEntry> {
    const root = objectIn(plainJsonLock(text));
    if (root === undefined) throw new Malformed("it is no lockfile of npm: it is no object", 0);
    checkVersion(root);
    const { seen, reached, total } = packagesOf(root, context, text);
    yield* entriesOf(seen, reached, context, new Lines(text), total);
  },
  upgrade({ name, version, direct }) {
    if (!isSafeToType(name, version)) return undefined;
    return direct === undefined || direct === name ? `npm install ${name}@${version}` : `npm update ${name}`;
  },
};

/** npm 4 and older wrote shrinkwraps without a version, in the form of version 1. */
function checkVersion(root: PlainObject): void {
  const has = (key: string): boolean => Object.hasOwn(root, key);
  if (has("lockfileVersion") && !VERSIONS.has(root["lockfileVersion"]))
    throw new Unsupported(
      `lockfileVersion ${words(root["lockfileVersion"])} of npm is not read; \`npm install --package-lock-only --lockfile-version 3\` writes one that is`,
    );
  for (const key of ["packages", "dependencies"])
    if (has(key) && objectAt(root, key) === undefined)
      throw new Malformed(`it is no lockfile of npm: its ${key} are no object`, 0);
  if (!has("lockfileVersion") && !has("packages") && !has("dependencies"))
    throw new Malformed("it is no lockfile of npm: it has neither packages nor dependencies", 0);
}

function words(value: unknown): string {
  return typeof value === "object" ? "of another kind" : JSON.stringify(value).slice(0, 40);
}

/**
 * npm 7 and later read `packages`, npm 6 reads `dependencies`, and version 2 has both: what only the older section has is
 * what somebody's npm installs, so it is there too.
 */
function packagesOf(
  root: PlainObject,
  context: LockContext,
  text: string,
): { seen: readonly Seen[]; reached: readonly Reached[]; total: number } {
  const places = new KeyPlaces(text);
  const older = objectAt(root, "dependencies") ?? {};
  const packages = objectAt(root, "packages");
  if (packages === undefined) {
    const { seen, graph } = readDependencies(older, context, places);
    return { seen, reached: reachPackages(graph), total: seen.length };
  }
  const { seen, graph } = readPackages(packages, places);
  const others = unknownDependencies(older, seen, new KeyPlaces(text));
  const total = Math.max(Object.keys(packages).length, others.length);
  return { seen: [...seen, ...others], reached: reachPackages(graph), total };
}
