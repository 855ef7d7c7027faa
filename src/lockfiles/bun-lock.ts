import { Malformed, Unsupported } from "../core/bytes";
import type { LockEntry, LockfileSyntax } from "../core/lockfile";
import { itemsOf, member, membersOf, stringOf, type JsonMember, type JsonNode } from "../syntax/json";
import { Lines } from "../syntax/lines";
import { reachPackages, type DependencyGraph, type DependencyRoot } from "./dependency-graph";
import { baseName, isSafeToType } from "./npm/command";
import { entriesOf, MAX_ENTRIES } from "./npm/entries";
import { hashesOf } from "./npm/integrity";
import { jsonLock } from "./npm/json-lock";
import { asksOf, wantedBy } from "./npm/manifest";
import { elsewhere, registryAt } from "./npm/origin";
import type { Seen } from "./npm/seen";
import { NodeTree, TOP } from "./npm/tree";

const ASKS = ["dependencies", "optionalDependencies", "peerDependencies"];
const BINARY = "bun.lockb";

/** The lock of Bun, as text (https://bun.com/docs/pm/lockfile). The binary one is claimed to say that it is not read. */
export const bunLock: LockfileSyntax = {
  id: "bun-lock",
  title: "bun.lock of Bun",
  claims: (path) => ["bun.lock", BINARY].includes(baseName(path)),
  *parse(text, context): Generator<LockEntry> {
    if (baseName(context.path) === BINARY)
      throw new Unsupported(
        "the binary lockfile of Bun is not read; `bun install --save-text-lockfile --frozen-lockfile --lockfile-only` writes bun.lock, and then remove this one",
      );
    const root = jsonLock(text, "comments");
    checkVersion(root);
    const members = membersOf(member(root, "packages"));
    const { seen, graph } = packagesOf(members.slice(0, MAX_ENTRIES), membersOf(member(root, "workspaces")));
    yield* entriesOf(seen, reachPackages(graph), context, new Lines(text), members.length);
  },
  upgrade: ({ name, version }) => (isSafeToType(name, version) ? `bun update ${name}` : undefined),
};

function checkVersion(root: JsonNode): void {
  const version = member(root, "lockfileVersion");
  if (version === undefined) throw new Malformed("it is no lockfile of Bun: it has no lockfileVersion", root.start);
  if (version.kind !== "scalar" || (version.value !== 0 && version.value !== 1))
    throw new Unsupported(
      `lockfileVersion ${version.kind === "scalar" ? JSON.stringify(version.value) : "?"} of Bun is not read; versions 0 and 1 are`,
    );
  for (const key of ["packages", "workspaces"]) {
    const section = member(root, key);
    if (section !== undefined && section.kind !== "object")
      throw new Malformed(`it is no lockfile of Bun: its ${key} are no object`, section.start);
  }
}

interface Entry {
  readonly member: JsonMember;
  readonly name: string;
  /** What stands behind the name: a version, `workspace:packages/a`, `github:owner/repository#commit`. */
  readonly reference: string;
}

function packagesOf(
  members: readonly JsonMember[],
  projects: readonly JsonMember[],
): { seen: readonly Seen[]; graph: DependencyGraph } {
  const entries = members.map(entryOf);
  const tree = treeOf(entries);
  const workspaces = new Map(projects.map(({ key, value }) => [key, value]));
  const { roots, ranges } = rootsOf(entries, workspaces, tree);
  const places = new Map<number, number>();
  const seen: Seen[] = [];
  const numbers: number[] = [];
  entries.forEach((entry, number) => {
    if (/^(?:workspace|root):/.test(entry.reference)) return;
    const wanted = ranges.get(number);
    places.set(number, seen.push({ ...seenOf(entry), ...(wanted === undefined ? {} : { wanted }) }) - 1);
    numbers.push(number);
  });
  const graph: DependencyGraph = {
    size: seen.length,
    name: (place) => seen[place]!.name,
    *asks(place) {
      const number = numbers[place]!;
      for (const [name] of asksOf(factsOf(entries[number]!), ASKS)) {
        const found = places.get(tree.find(number, name) ?? TOP);
        if (found !== undefined) yield found;
      }
    },
    roots: roots.flatMap(({ node, ...rest }) => {
      const found = places.get(node);
      return found === undefined ? [] : [{ node: found, ...rest }];
    }),
  };
  return { seen, graph };
}

/** `"key": ["name@1.2.3", registry, {...}, integrity]`; what is no such list has the key for a name and no version. */
function entryOf(each: JsonMember): Entry {
  const text = stringOf(itemsOf(each.value)[0]) ?? "";
  const cut = text.indexOf("@", 1);
  return cut < 0
    ? { member: each, name: text === "" ? each.key : text, reference: "" }
    : { member: each, name: text.slice(0, cut), reference: text.slice(cut + 1) };
}

/** The object of an entry, wherever it stands: its place depends on the kind of the source. */
function factsOf({ member: { value } }: Entry): JsonNode | undefined {
  return itemsOf(value).find(({ kind }) => kind === "object");
}

/** Keys are paths of names: `inner/debug/ms` lies in `inner/debug`; a scope and its name are one. */
function treeOf(entries: readonly Entry[]): NodeTree {
  const byKey = new Map(entries.map(({ member: { key } }, number) => [key, number]));
  const tree = new NodeTree();
  entries.forEach(({ member: { key } }, number) => {
    const last = key.lastIndexOf("/");
    const scope = key.lastIndexOf("/", last - 1);
    const isScoped = last > 0 && key[scope + 1] === "@";
    const cut = isScoped ? scope : last;
    tree.add(number, cut < 0 ? TOP : (byKey.get(key.slice(0, cut)) ?? TOP), key.slice(cut + 1));
  });
  return tree;
}

function rootsOf(
  entries: readonly Entry[],
  workspaces: ReadonlyMap<string, JsonNode>,
  tree: NodeTree,
): { roots: DependencyRoot[]; ranges: Map<number, string> } {
  const places = new Map<string, number>();
  entries.forEach(({ reference }, number) => {
    if (reference.startsWith("workspace:")) places.set(reference.slice("workspace:".length), number);
  });
  const roots: DependencyRoot[] = [];
  const ranges = new Map<number, string>();
  for (const [path, manifest] of workspaces)
    for (const { name, range, group } of wantedBy(manifest)) {
      const node = tree.find(places.get(path) ?? TOP, name);
      if (node === undefined) continue;
      roots.push({ node, ...(group === undefined ? {} : { group }) });
      if (!ranges.has(node)) ranges.set(node, range);
    }
  return { roots, ranges };
}

function seenOf(entry: Entry): Seen {
  const { member: each, name, reference } = entry;
  const items = itemsOf(each.value);
  const last = stringOf(items.at(-1));
  const hashes = (): readonly string[] => (items.length > 1 ? hashesOf(last) : []);
  if (reference === "" || /^\d+\.\d+\.\d+/.test(reference)) {
    const version = reference === "" ? undefined : reference;
    return { name, version, place: each.at, origin: registryAt(stringOf(items[1])), hashes };
  }
  const origin = elsewhere(reference);
  const archive = origin.kind === "registry" ? origin.archive : undefined;
  return { name: archive?.name ?? name, version: archive?.version, place: each.at, origin, hashes };
}
