import { Malformed } from "../../core/bytes";
import type { LockContext } from "../../core/lockfile";
import type { DependencyGraph } from "../dependency-graph";
import { MAX_ENTRIES } from "../npm/entries";
import { hashesOf } from "../npm/integrity";
import { isTrueAt, objectAt, objectIn, stringAt, type PlainObject } from "../npm/json-lock";
import type { KeyPlaces } from "../npm/key-places";
import { isElsewhere, originOf } from "../npm/origin";
import { rootedBeside } from "../npm/roots";
import type { Seen } from "../npm/seen";
import { NodeTree, TOP } from "../npm/tree";
import { flagOf } from "./flags";

/** Packages inside each other. Real trees are some ten deep. CWE-674. */
const MAX_DEPTH = 100;

/** One member of a `dependencies`. */
interface Entry {
  readonly name: string;
  readonly facts: PlainObject | undefined;
  readonly depth: number;
  readonly parent: Entry | undefined;
  /** In the order of the text. */
  readonly number: number;
}

/** All entries, up to one more than are looked at, each before those that lie in its own `node_modules`. Iterative. */
function* entriesIn(dependencies: PlainObject): Generator<Entry> {
  const open: Omit<Entry, "number">[] = [];
  const put = (inner: PlainObject, parent: Entry | undefined): void => {
    const depth = (parent?.depth ?? 0) + 1;
    if (depth > MAX_DEPTH) throw new Malformed(`more than ${MAX_DEPTH} packages are inside each other`, 0);
    for (const name of Object.keys(inner).reverse()) open.push({ name, facts: objectIn(inner[name]), depth, parent });
  };
  put(dependencies, undefined);
  let number = 0;
  for (let next = open.pop(); next !== undefined && number <= MAX_ENTRIES; next = open.pop()) {
    const entry = { ...next, number: number++ };
    yield entry;
    const inner = objectAt(entry.facts, "dependencies");
    if (inner !== undefined) put(inner, entry);
  }
}

function pathTo(entry: Entry): string[] {
  const path: string[] = [];
  for (let at: Entry | undefined = entry; at !== undefined; at = at.parent) path.push(at.name, "dependencies");
  return path.reverse();
}

/** Those of the older section whose name and version the newer one does not have. */
export function unknownDependencies(dependencies: PlainObject, known: readonly Seen[], places: KeyPlaces): Seen[] {
  const keys = new Set(known.map(keyOf));
  const found: Seen[] = [];
  for (const entry of entriesIn(dependencies)) {
    if (keys.has(`${entry.name}@${stringAt(entry.facts, "version") ?? ""}`)) continue;
    const seen = seenOf(entry, 0);
    if (seen.origin.kind === "local" || keys.has(keyOf(seen))) continue;
    found.push({ ...seen, place: places.next(entry.name, () => pathTo(entry)) });
  }
  return found;
}

/** The two sections spell addresses of repositories in different ways. */
function keyOf({ name, version, origin }: Seen): string {
  return origin.kind === "registry" ? `${name}@${version ?? ""}` : `${name}\n${origin.kind}`;
}

/**
 * The `dependencies` of version 1, each with those that lie in its own `node_modules`. What is direct stands in the
 * `package.json` beside it; without that what nobody asks for is taken for direct.
 */
export function readDependencies(
  dependencies: PlainObject,
  context: LockContext,
  places: KeyPlaces,
): { seen: Seen[]; graph: DependencyGraph } {
  const tree = new NodeTree();
  const entries = [...entriesIn(dependencies)];
  const seen = entries.map((entry) => {
    tree.add(entry.number, entry.parent?.number ?? TOP, entry.name);
    return seenOf(
      entry,
      places.next(entry.name, () => pathTo(entry)),
    );
  });
  const graph = {
    size: seen.length,
    name: (node: number) => seen[node]!.name,
    *asks(node: number): Generator<number> {
      for (const name of Object.keys(objectAt(entries[node]!.facts, "requires") ?? {})) {
        const found = tree.find(node, name);
        if (found !== undefined) yield found;
      }
    },
  };
  return rootedBeside(seen, graph, (name) => tree.find(TOP, name), context);
}

/** `version` is a version, or `npm:real@1.0.0`, or the address where it comes from. */
function seenOf({ name, facts }: Entry, place: number): Seen {
  const version = stringAt(facts, "version");
  const resolved = stringAt(facts, "resolved");
  const group = flagOf(facts);
  const common = {
    place,
    hashes: () => hashesOf(stringAt(facts, "integrity")),
    needsNoHash: isTrueAt(facts, "bundled"),
    ...(group === undefined ? {} : { group }),
  };
  const alias = version === undefined ? null : /^npm:(@?[^@]+)@(.+)$/.exec(version);
  if (alias !== null) return { ...common, name: alias[1]!, version: alias[2]!, origin: originOf(resolved) };
  if (version === undefined || !isElsewhere(version)) return { ...common, name, version, origin: originOf(resolved) };
  const origin = originOf(version);
  const archive = origin.kind === "registry" ? origin.archive : undefined;
  return { ...common, name: archive?.name ?? name, version: archive?.version, origin };
}
