import { pypiName } from "../core/package-name";
import type { Waived } from "../core/finding";
import type { LockedPackage } from "../core/package-facts";
import type { Policy } from "../core/policy";
import { ORGANISATION } from "./decide";

/** Lets a flaw of a package, or all of a package's, pass until a day. What is absent is not compared. */
export interface FlawIgnore {
  /** An id of the flaw, in any database. */
  readonly id?: string;
  readonly package?: string;
  readonly version?: string;
  readonly ecosystem?: string;
  readonly group?: string;
  /** The directory, `/` behind it, whose lockfiles it is for; empty for the root. Absent: all. */
  readonly directory?: string;
  /** Who says so: `policy`, or the path of an osv-scanner.toml. */
  readonly by: string;
  readonly reason: string;
  /** Last day it holds, UTC. */
  readonly until?: string;
}

/** What the policy file lists under `dependencies.ignore`. */
export function policyIgnores({ dependencies }: Policy): FlawIgnore[] {
  return dependencies.ignore.map(({ id, package: name, reason, until, organisation }) => {
    return { id, package: name, by: organisation === true ? ORGANISATION : "policy", reason, until };
  });
}

/** The answer that rules ask for: the first ignore in force that is for this flaw. `today` is `YYYY-MM-DD`, UTC. */
export function flawIgnorer(
  ignores: readonly FlawIgnore[],
  today: string,
): (pkg: LockedPackage, ids: readonly string[]) => Waived | undefined {
  const inForce = ignores.filter(({ until }) => until === undefined || until >= today);
  // Where both are many, each flaw held against each ignore would take minutes (CWE-407).
  const places = new Map<string, number[]>();
  inForce.forEach(({ id, package: name, directory }, place) => {
    const key = keyOf(id, name, directory);
    const known = places.get(key);
    if (known === undefined) places.set(key, [place]);
    else known.push(place);
  });
  return (pkg, ids) => {
    const keys = [undefined, ...ids].flatMap((id) =>
      [undefined, pkg.name].flatMap((name) =>
        [undefined, directoryOf(pkg.at.path)].map((directory) => keyOf(id, name, directory)),
      ),
    );
    const found = keys.flatMap((key) => places.get(key)?.find((place) => isFor(inForce[place]!, pkg, ids)) ?? []);
    if (found.length === 0) return undefined;
    const { by, reason, until } = inForce[Math.min(...found)]!;
    return { by, reason, ...(until === undefined ? {} : { until }) };
  };
}

/** What an ignore names, as the rest of it is compared one by one. */
function keyOf(id: string | undefined, name: string | undefined, directory: string | undefined): string {
  return JSON.stringify([id?.toLowerCase() ?? null, name === undefined ? null : plain(name), directory ?? null]);
}

function isFor(ignore: FlawIgnore, pkg: LockedPackage, ids: readonly string[]): boolean {
  const { id, package: name, version, ecosystem, group, directory } = ignore;
  return (
    (id === undefined || ids.some((each) => each.toLowerCase() === id.toLowerCase())) &&
    (name === undefined || plain(name) === plain(pkg.name)) &&
    (version === undefined || version === pkg.version) &&
    (ecosystem === undefined || ecosystem === pkg.ecosystem) &&
    (group === undefined || group === pkg.group) &&
    (directory === undefined || directoryOf(pkg.at.path) === directory)
  );
}

/** People spell names as they like, of any ecosystem; the advisory has to fit as well. */
const plain = pypiName;

function directoryOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/") + 1);
}
