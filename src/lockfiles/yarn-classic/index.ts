import type { LockContext, LockEntry, LockfileSyntax } from "../../core/lockfile";
import { Lines } from "../../syntax/lines";
import { reachPackages, type DependencyGraph } from "../dependency-graph";
import { baseName, isSafeToType } from "../npm/command";
import { entriesOf, MAX_ENTRIES } from "../npm/entries";
import { hashesOf, hashesOfFragment } from "../npm/integrity";
import { isElsewhere, originOf, registryAt } from "../npm/origin";
import { isBerry } from "../npm/yarn-kind";
import { rootedBeside } from "../npm/roots";
import type { Seen } from "../npm/seen";
import { readYarnLock, type YarnEntry } from "./reader";

const ASKS = ["dependencies", "optionalDependencies"];

/** The lock of yarn 1 (https://classic.yarnpkg.com/lang/en/docs/yarn-lock/). It has packages, and not who asks for them. */
export const yarnClassic: LockfileSyntax = {
  id: "yarn-classic",
  title: "yarn.lock of yarn 1",
  claims: (path) => baseName(path) === "yarn.lock",
  sniff: (head) => !isBerry(head),
  *parse(text, context): Generator<LockEntry> {
    const entries: YarnEntry[] = [];
    let broken: { readonly error: unknown } | undefined;
    try {
      for (const entry of readYarnLock(text)) if (entries.push(entry) > MAX_ENTRIES) break;
    } catch (error) {
      broken = { error };
    }
    const { seen, graph } = packagesOf(entries, context);
    yield* entriesOf(seen, reachPackages(graph), context, new Lines(text), entries.length);
    if (broken !== undefined) throw broken.error;
  },
  upgrade({ name, version, direct }) {
    if (direct === undefined || direct === name)
      return isSafeToType(name, version) ? `yarn upgrade ${name}@${version}` : undefined;
    return isSafeToType(direct, version) ? `yarn upgrade ${direct}` : undefined;
  },
};

function packagesOf(
  entries: readonly YarnEntry[],
  context: LockContext,
): { seen: readonly Seen[]; graph: DependencyGraph } {
  const seen: Seen[] = [];
  const asks: (readonly (readonly [string, string])[])[] = [];
  const patterns = new Map<string, number>();
  const names = new Map<string, number[]>();
  for (const entry of entries) {
    const asked = ASKS.flatMap((section) => entry.sections.get(section) ?? []);
    for (const [each, matching] of packagesIn(entry)) {
      const node = seen.push(each) - 1;
      asks.push(asked);
      for (const pattern of matching) {
        patterns.set(pattern, node);
        push(names, nameIn(pattern), node);
      }
    }
  }
  // Resolutions of the project replace ranges, so that no pattern has the one that was asked for.
  const find = (name: string, range: string): number | undefined => {
    const only = names.get(name);
    return patterns.get(`${name}@${range}`) ?? (only?.length === 1 ? only[0] : undefined);
  };
  const graph = {
    size: seen.length,
    name: (node: number) => seen[node]!.name,
    *asks(node: number): Generator<number> {
      for (const [name, range] of asks[node]!) {
        const found = find(name, range);
        if (found !== undefined) yield found;
      }
    },
  };
  return rootedBeside(seen, graph, find, context);
}

function push(lists: Map<string, number[]>, name: string, node: number): void {
  const list = lists.get(name);
  if (list === undefined) lists.set(name, [node]);
  else if (list.length < 2 && list[0] !== node) list.push(node);
}

/** One package for each real name: aliases of the same one may share an entry. */
function packagesIn(entry: YarnEntry): Iterable<readonly [Seen, readonly string[]]> {
  const found = new Map<string, { seen: Seen; patterns: string[] }>();
  for (const pattern of entry.patterns) {
    const seen = seenOf(entry, pattern);
    const before = found.get(seen.name);
    if (before === undefined) found.set(seen.name, { seen, patterns: [pattern] });
    else before.patterns.push(pattern);
  }
  return [...found.values()].map(({ seen, patterns }) => [seen, patterns] as const);
}

function seenOf({ place, fields }: YarnEntry, pattern: string): Seen {
  const called = nameIn(pattern);
  const range = pattern.slice(called.length + 1);
  const real = range.startsWith("npm:") ? nameIn(range.slice("npm:".length)) : called;
  const resolved = fields.get("resolved");
  const hashes = (): readonly string[] => {
    const own = hashesOf(fields.get("integrity"));
    return own.length > 0 || origin.kind !== "registry" ? own : hashesOfFragment(resolved);
  };
  const isOther = !range.startsWith("npm:") && isElsewhere(range);
  // What is fetched stands in `resolved`; an offline mirror has names of files there.
  const isAddress = resolved !== undefined && /^[a-z][a-z0-9+.-]*:|^git@/i.test(resolved);
  const address = isAddress ? resolved : isOther ? range : undefined;
  const origin = isOther ? originOf(address) : registryAt(address);
  const archive = isOther && origin.kind === "registry" ? origin.archive : undefined;
  return {
    name: archive?.name ?? real,
    version: fields.get("version"),
    place,
    origin,
    hashes,
  };
}

/** `@scope/name` of `@scope/name@range`. */
function nameIn(pattern: string): string {
  const cut = pattern.indexOf("@", 1);
  return cut < 0 ? pattern : pattern.slice(0, cut);
}
