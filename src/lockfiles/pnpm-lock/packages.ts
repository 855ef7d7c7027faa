import { Malformed } from "../../core/bytes";
import { member, membersOf, stringOf, type JsonMember, type JsonNode } from "../../syntax/json";
import type { DependencyGraph, DependencyRoot } from "../dependency-graph";
import { MAX_ENTRIES } from "../npm/entries";
import { hashesOf } from "../npm/integrity";
import { elsewhere, originOf, REGISTRY, registryAt, type Origin } from "../npm/origin";
import type { Seen } from "../npm/seen";
import { readKey, withoutPeers, type PnpmKey } from "./keys";

const ASKS = ["dependencies", "optionalDependencies"];
/** Sections of an importer, and the group of each. */
const SECTIONS = [
  ["dependencies", undefined],
  ["optionalDependencies", "optional"],
  ["devDependencies", "dev"],
  ["configDependencies", "dev"],
  ["packageManagerDependencies", "dev"],
] as const;

/** One package; of version 9 it stands in two places, and in `snapshots` once for each set of peers. */
interface Node {
  readonly member: JsonMember;
  readonly asks: JsonNode[];
}

export function readPackages(root: JsonNode): { seen: readonly Seen[]; graph: DependencyGraph; total: number } {
  const nodes: Node[] = [];
  const numbers = new Map<string, number>();
  const packages = section(root, "packages");
  const snapshots = section(root, "snapshots");
  for (const each of packages.slice(0, MAX_ENTRIES))
    numbers.set(each.key, nodes.push({ member: each, asks: [each.value] }) - 1);
  for (const each of snapshots.slice(0, MAX_ENTRIES)) {
    const number = numbers.get(each.key) ?? numbers.get(withoutPeers(each.key));
    if (number !== undefined) nodes[number]!.asks.push(each.value);
    else numbers.set(each.key, nodes.push({ member: each, asks: [each.value] }) - 1);
  }
  const find = (name: string, reference: string): number | undefined => {
    for (const key of [`/${name}/${reference}`, `/${name}@${reference}`, `${name}@${reference}`, reference]) {
      const number = numbers.get(key) ?? numbers.get(withoutPeers(key));
      if (number !== undefined) return number;
    }
    return undefined;
  };
  const { roots, ranges } = rootsOf(root, find);
  const seen = nodes.map((node, number) => {
    const wanted = ranges.get(number);
    return { ...seenOf(node), ...(wanted === undefined ? {} : { wanted }) };
  });
  const graph: DependencyGraph = {
    size: nodes.length,
    name: (number) => seen[number]!.name,
    *asks(number) {
      for (const { key, value } of nodes[number]!.asks.flatMap((each) => sections(each, ASKS))) {
        const found = find(key, stringOf(value) ?? "");
        if (found !== undefined) yield found;
      }
    },
    roots,
  };
  return { seen, graph, total: Math.max(packages.length, snapshots.length) };
}

function section(root: JsonNode, name: string): readonly JsonMember[] {
  const found = member(root, name);
  if (found !== undefined && found.kind !== "object" && !(found.kind === "scalar" && found.value === null))
    throw new Malformed(`it is no lockfile of pnpm: its ${name} are no mapping`, found.start);
  return membersOf(found);
}

function sections(node: JsonNode, names: readonly string[]): readonly JsonMember[] {
  return names.flatMap((name) => membersOf(member(node, name)));
}

/** What the importers ask for: the project, and its workspaces. Without workspaces the project's stands at the top. */
function rootsOf(
  root: JsonNode,
  find: (name: string, reference: string) => number | undefined,
): { roots: DependencyRoot[]; ranges: Map<number, string> } {
  const roots: DependencyRoot[] = [];
  const ranges = new Map<number, string>();
  for (const importer of [root, ...membersOf(member(root, "importers")).map(({ value }) => value)])
    for (const [name, group] of SECTIONS)
      for (const { key, value } of membersOf(member(importer, name))) {
        const node = find(key, stringOf(value) ?? stringOf(member(value, "version")) ?? "");
        if (node === undefined) continue;
        roots.push({ node, ...(group === undefined ? {} : { group }) });
        const range = stringOf(member(value, "specifier")) ?? stringOf(member(importer, "specifiers", key));
        if (!ranges.has(node)) ranges.set(node, range ?? "");
      }
  return { roots, ranges };
}

function seenOf({ member: { key, at, value }, asks }: Node): Seen {
  const parsed = readKey(key);
  const resolution = member(value, "resolution");
  const name = stringOf(member(value, "name")) ?? parsed?.name ?? key;
  const { origin, version } = placeOf(parsed, resolution, key);
  const group = isFlag(value, "dev") ? "dev" : asks.some((each) => isFlag(each, "optional")) ? "optional" : undefined;
  const archive = origin.kind === "registry" ? origin.archive : undefined;
  const isOwn = parsed !== undefined && version === parsed.version;
  return {
    name: isOwn ? parsed.name : (archive?.name ?? name),
    version: isOwn ? version : (stringOf(member(value, "version")) ?? archive?.version),
    place: at,
    origin,
    hashes: () => hashesOf(stringOf(member(resolution, "integrity"))),
    ...(group === undefined ? {} : { group }),
  };
}

/** Where a package comes from; `version` where that is a registry, which the key says. */
function placeOf(
  parsed: PnpmKey | undefined,
  resolution: JsonNode | undefined,
  key: string,
): { origin: Origin; version?: string } {
  const text = (name: string): string | undefined => stringOf(member(resolution, name));
  const type = text("type");
  const repository = text("repo");
  if (type === "git" || repository !== undefined) {
    const commit = text("commit");
    const address = `${repository ?? key}${commit === undefined ? "" : `#${commit}`}`;
    const origin = originOf(address);
    return { origin: origin.kind === "vcs" ? origin : { kind: "vcs", where: whereOf(origin, address) } };
  }
  if (type === "directory") return { origin: { kind: "local", where: text("directory") ?? key } };
  const isPinned = parsed !== undefined && /^\d+\.\d+\.\d+/.test(parsed.version);
  const tarball = text("tarball");
  if (!isPinned) return { origin: elsewhere(tarball ?? parsed?.version ?? withoutPeers(key)) };
  if (tarball !== undefined) return { origin: registryAt(tarball), version: parsed.version };
  const registry = text("registry");
  const host = registry === undefined ? parsed.host : hostOf(registry);
  return {
    origin:
      host === undefined || /^registry\.(?:npmjs\.org|yarnpkg\.com)$/.test(host)
        ? REGISTRY
        : { kind: "registry", host },
    version: parsed.version,
  };
}

function whereOf(origin: Origin, address: string): string {
  return origin.kind === "registry" ? address : origin.where;
}

function hostOf(registry: string): string {
  return /^[a-z]+:\/\/(?:[^/?#]*@)?([^/?#]*)/i.exec(registry)?.[1] ?? registry;
}

function isFlag(node: JsonNode, name: string): boolean {
  const flag = member(node, name);
  return flag?.kind === "scalar" && flag.value === true;
}
