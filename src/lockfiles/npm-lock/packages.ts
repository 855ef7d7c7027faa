import type { DependencyGraph, DependencyRoot } from "../dependency-graph";
import { MAX_ENTRIES } from "../npm/entries";
import { hashesOf } from "../npm/integrity";
import { isTrueAt, objectAt, objectIn, stringAt, type PlainObject } from "../npm/json-lock";
import type { KeyPlaces } from "../npm/key-places";
import { wantedByPlain, type Wanted } from "../npm/manifest";
import { originOf, type Origin } from "../npm/origin";
import type { Seen } from "../npm/seen";
import { NodeTree, TOP } from "../npm/tree";
import { flagOf } from "./flags";

const MODULES = "node_modules/";
const ASKS = ["dependencies", "optionalDependencies", "peerDependencies"];

/** One member of `packages`. */
interface Entry {
  readonly path: string;
  readonly place: number;
  /** Absent where it is no object: then nothing is known but the name. */
  readonly facts: PlainObject | undefined;
  /** The last name in the path, under which others find it; absent for directories of the project. */
  readonly folder: string | undefined;
}

/** The `packages` of versions 2 and 3: a flat list of the directories of the tree, each with its manifest. */
export function readPackages(packages: PlainObject, places: KeyPlaces): { seen: Seen[]; graph: DependencyGraph } {
  const entries = Object.keys(packages)
    .slice(0, MAX_ENTRIES)
    .map((path): Entry => {
      const cut = path.lastIndexOf(MODULES);
      const isFolder = cut === 0 || (cut > 0 && path[cut - 1] === "/");
      return {
        path,
        place: places.next(path, () => ["packages", path]),
        facts: objectIn(packages[path]),
        folder: isFolder ? path.slice(cut + MODULES.length) : undefined,
      };
    });
  const byPath = new Map(entries.map(({ path }, index) => [path, index]));
  const tree = treeOf(entries, byPath);
  const projects = entries.flatMap(({ path, facts, folder }, index) =>
    folder === undefined ? [{ from: path === "" ? TOP : index, wanted: wantedByPlain(facts) }] : [],
  );
  const { roots, ranges } = rootsOf(projects, tree);
  const named = new Set(
    projects.flatMap(({ wanted }) => wanted.filter(({ range }) => isPath(range)).map(({ name }) => name)),
  );
  const seen: Seen[] = [];
  const numbers: number[] = [];
  entries.forEach((entry, index) => {
    const each = seenOf(entry, byPath, entries, named, ranges.get(index));
    if (each === undefined) return;
    seen.push(each);
    numbers.push(index);
  });
  return { seen, graph: graphOf(entries, byPath, tree, roots, numbers, seen) };
}

function isPath(range: string): boolean {
  return /^(?:file|link):/.test(range);
}

function treeOf(entries: readonly Entry[], byPath: ReadonlyMap<string, number>): NodeTree {
  const tree = new NodeTree();
  entries.forEach(({ path, folder }, index) => {
    if (folder === undefined) return;
    const above = path.slice(0, Math.max(0, path.length - folder.length - MODULES.length - 1));
    tree.add(index, above === "" ? TOP : (byPath.get(above) ?? TOP), folder);
  });
  return tree;
}

function rootsOf(
  projects: readonly { readonly from: number; readonly wanted: readonly Wanted[] }[],
  tree: NodeTree,
): { roots: DependencyRoot[]; ranges: Map<number, string> } {
  const roots: DependencyRoot[] = [];
  const ranges = new Map<number, string>();
  for (const { from, wanted } of projects)
    for (const { name, range, group } of wanted) {
      const node = tree.find(from, name);
      if (node === undefined) continue;
      roots.push({ node, ...(group === undefined ? {} : { group }) });
      if (!ranges.has(node)) ranges.set(node, range);
    }
  return { roots, ranges };
}

/** Numbers of the graph are places in what was seen; those of the entries are other ones, because links are left out. */
function graphOf(
  entries: readonly Entry[],
  byPath: ReadonlyMap<string, number>,
  tree: NodeTree,
  roots: readonly DependencyRoot[],
  numbers: readonly number[],
  seen: readonly Seen[],
): DependencyGraph {
  const places = new Map(numbers.map((entry, place) => [entry, place]));
  const placeOf = (entry: number | undefined): number | undefined =>
    entry === undefined ? undefined : (places.get(entry) ?? places.get(linked(entries[entry]!, byPath) ?? -1));
  return {
    size: numbers.length,
    name: (place) => seen[place]!.name,
    *asks(place) {
      const from = numbers[place]!;
      for (const section of ASKS)
        for (const name of Object.keys(objectAt(entries[from]!.facts, section) ?? {})) {
          const found = placeOf(tree.find(from, name));
          if (found !== undefined) yield found;
        }
    },
    roots: roots.flatMap(({ node, ...rest }) => {
      const found = placeOf(node);
      return found === undefined ? [] : [{ node: found, ...rest }];
    }),
  };
}

function linked({ facts }: Entry, byPath: ReadonlyMap<string, number>): number | undefined {
  return isTrueAt(facts, "link") ? byPath.get(stringAt(facts, "resolved") ?? "") : undefined;
}

/** Nothing for the project's own directories, and for the links to its workspaces. */
function seenOf(
  entry: Entry,
  byPath: ReadonlyMap<string, number>,
  entries: readonly Entry[],
  named: ReadonlySet<string>,
  wanted: string | undefined,
): Seen | undefined {
  const { facts, place, folder } = entry;
  if (folder === undefined) return undefined;
  const resolved = stringAt(facts, "resolved");
  const target = linked(entry, byPath);
  const isLink = isTrueAt(facts, "link");
  if (isLink && target !== undefined && !named.has(folder) && resolved?.startsWith("..") !== true) return undefined;
  const origin: Origin = isLink ? { kind: "local", where: resolved ?? "" } : originOf(resolved);
  const group = flagOf(facts);
  return {
    name: stringAt(facts, "name") ?? folder,
    version: stringAt(target === undefined ? facts : entries[target]!.facts, "version"),
    place,
    origin,
    hashes: () => hashesOf(stringAt(facts, "integrity")),
    needsNoHash: isTrueAt(facts, "inBundle"),
    ...(group === undefined ? {} : { group }),
    ...(wanted === undefined ? {} : { wanted }),
  };
}
