import { withoutSecrets } from "../core/secrets";
import type { Contradiction } from "../core/inventory";
import { member, membersOf, stringOf } from "../syntax/json";
import { Lines } from "../syntax/lines";
import type { TreeFile } from "./input";
import { jsonOf, MAX_INDEX_VALUES } from "./json-text";
import { shardOf } from "./lone-weights";
import { byCodePoint } from "../core/order";
import { baseName, directoryOf, resolveIn } from "./paths";
import { isIndex } from "./roles";

/** Shards that one index names; the largest models have some hundred. CWE-770. */
const MAX_SHARDS = 10_000;
/** Names in one sentence; an index can name any number. */
const MAX_NAMED = 20;

/** What indexes and shards say of each other. */
export interface ShardFacts {
  readonly gaps: readonly string[];
  readonly contradictions: readonly Contradiction[];
}

/** Compares the indexes among a model's files with the shards that are there. */
export function compareShards(path: string, files: readonly TreeFile[]): ShardFacts {
  const gaps: string[] = [];
  const contradictions: Contradiction[] = [];
  const here = new Set(files.map((file) => file.path));
  const families = familiesOf(files);
  for (const index of files) {
    if (!isIndex(index.path)) continue;
    const shards = index.text === undefined ? undefined : shardsOf(index.path, index.text);
    if (shards === undefined) {
      gaps.push(`${index.path} could not be read, so nobody can say whether all shards are here`);
      continue;
    }
    const absent = [...shards.keys()].filter((each) => !here.has(each)).sort(byCodePoint);
    if (absent.length > 0)
      contradictions.push({
        about: "index",
        path,
        detail: `the index names ${counted(absent, "shard")} that ${absent.length === 1 ? "is" : "are"} not there: ${named(absent)}`,
        at: { path: index.path, line: shards.get(absent[0]!)! },
      });
    for (const extra of extras(index.path, shards, families))
      contradictions.push({
        about: "index",
        path,
        detail: `the index does not name the shard ${baseName(extra)}`,
        at: { path: index.path },
        other: { path: extra },
      });
  }
  gaps.push(...missingNumbers(files));
  return { gaps, contradictions };
}

/** `undefined` where the index is none, or too large. The files that a `weight_map` names, with the line of the first tensor of each. Those outside of the tree are not here. */
function shardsOf(path: string, text: string): Map<string, number> | undefined {
  const map = member(jsonOf(text, MAX_INDEX_VALUES), "weight_map");
  if (map?.kind !== "object") return undefined;
  const lines = new Lines(text);
  const shards = new Map<string, number>();
  const seen = new Set<string>();
  for (const { at, value } of membersOf(map)) {
    const name = stringOf(value);
    if (name === undefined || seen.has(name)) continue;
    if (seen.size >= MAX_SHARDS) return undefined;
    seen.add(name);
    const clean = withoutSecrets(name);
    const shard = resolveIn(directoryOf(path), clean) ?? clean;
    if (!shards.has(shard)) shards.set(shard, lines.lineOf(at));
  }
  return shards;
}

/** Numbered shards by their directory, name and kind, so that many indexes do not each look through all files. */
type Families = ReadonlyMap<string, readonly string[]>;

function familiesOf(files: readonly TreeFile[]): Families {
  const families = new Map<string, string[]>();
  for (const { path } of files) {
    const shard = shardOf(path);
    if (shard === undefined) continue;
    const key = `${shard.stem}${shard.end}`;
    const known = families.get(key);
    if (known === undefined) families.set(key, [path]);
    else known.push(path);
  }
  return families;
}

/** Numbered shards beside an index, of the same kind and name as those it names, that it does not name. */
function extras(index: string, shards: ReadonlyMap<string, number>, families: Families): string[] {
  const home = directoryOf(index);
  const named = new Set<string>();
  for (const each of shards.keys()) {
    const shard = directoryOf(each) === home ? shardOf(each) : undefined;
    if (shard !== undefined) named.add(`${shard.stem}${shard.end}`);
  }
  const found: string[] = [];
  for (const family of named)
    for (const path of families.get(family) ?? []) {
      if (shards.has(path)) continue;
      if (found.length >= MAX_NAMED) return found;
      found.push(path);
    }
  return found;
}

/** Sets of numbered shards in which a number is not there. */
function missingNumbers(files: readonly TreeFile[]): string[] {
  const sets = new Map<string, { readonly first: string; readonly count: number; readonly numbers: Set<number> }>();
  for (const { path } of files) {
    const shard = shardOf(path);
    if (shard === undefined) continue;
    const key = `${shard.stem}\n${shard.count}${shard.end}`;
    const set = sets.get(key) ?? { first: path, count: shard.count, numbers: new Set<number>() };
    sets.set(key, set);
    if (shard.number <= shard.count) set.numbers.add(shard.number);
  }
  return [...sets.values()]
    .filter(({ count, numbers }) => numbers.size < count && !numbers.has(0))
    .map(({ first, count, numbers }) => `of the ${count} shards of ${first} only ${numbers.size} are here`);
}

const named = (paths: readonly string[]): string =>
  `${paths.slice(0, MAX_NAMED).map(baseName).join(", ")}${paths.length > MAX_NAMED ? ` and ${paths.length - MAX_NAMED} more` : ""}`;

const counted = (list: readonly unknown[], what: string): string =>
  list.length === 1 ? `a ${what}` : `${list.length} ${what}s`;
