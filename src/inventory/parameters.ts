import type { CardFact } from "../core/card-facts";
import { shardOf } from "./lone-weights";
import { factsOf } from "./document-facts";
import type { TreeFile } from "./input";
import { directoryOf } from "./paths";

/**
 * How many parameters a model has, from the headers of its files: shards are added up, the directories of its components
 * (`isPart`) too. The same weights may be there more than once, in several formats or quantizations: where these differ, or a
 * shard is not here, nobody can say which count is the model's, so there is none.
 */
export function countParameters(
  files: readonly TreeFile[],
  isPart: (directory: string) => boolean,
): number | undefined {
  const counts = perDirectory(files);
  if (counts === undefined) return undefined;
  const parts = [...counts].filter(([directory]) => isPart(directory)).map(([, count]) => count);
  const others = new Set(counts.values());
  const total = parts.length > 0 ? parts.reduce((sum, each) => sum + each, 0) : [...others][0];
  const agreed = parts.length > 0 || others.size === 1;
  return total !== undefined && agreed && Number.isSafeInteger(total) ? total : undefined;
}

function perDirectory(files: readonly TreeFile[]): Map<string, number> | undefined {
  const sets = new Map<string, ShardSet>();
  for (const file of files) {
    const count = ofHeader(file.card ?? []);
    if (count === undefined) continue;
    const shard = shardOf(file.path);
    const key = shard === undefined ? file.path : `${shard.stem}\n${shard.count}${shard.end}`;
    const set = sets.get(key) ?? {
      directory: directoryOf(file.path),
      shards: new Set(),
      of: shard?.count ?? 1,
      sum: 0,
    };
    set.shards.add(shard?.number ?? 1);
    set.sum += count;
    sets.set(key, set);
  }
  const counts = new Map<string, number>();
  for (const { directory, shards, of, sum } of sets.values()) {
    if (shards.size !== of || (counts.get(directory) ?? sum) !== sum) return undefined;
    counts.set(directory, sum);
  }
  return counts;
}

interface ShardSet {
  readonly directory: string;
  readonly shards: Set<number>;
  readonly of: number;
  sum: number;
}

/** A header says one number for all, or one for each dtype. */
function ofHeader(card: readonly CardFact[]): number | undefined {
  const counts = factsOf(card, "parameters");
  const whole = counts.find(({ dtype }) => dtype === undefined);
  if (whole !== undefined) return whole.value;
  return counts.length === 0 ? undefined : counts.reduce((sum, { value }) => sum + value, 0);
}
