import type { Budget } from "../../core/budget";
import { Malformed } from "../../core/bytes";
import { member, membersOf, stringOf, type JsonNode } from "../../syntax/json";
import type { Lines } from "../../syntax/lines";
import type { LayoutNotes } from "../layout-notes";

/** Where the index puts one tensor. */
export interface Mapped {
  readonly shard: string;
  readonly line: number;
}

/** What an index says: each tensor's shard, as a reader that keeps the last of two takes it. */
export type WeightMap = ReadonlyMap<string, Mapped>;

/** Throws `Malformed` where there is no map. */
export function readMap(root: JsonNode, lines: Lines, notes: LayoutNotes, budget: Budget): WeightMap {
  const node = member(root, "weight_map");
  if (node?.kind !== "object") throw new Malformed("it has no weight_map of tensors to shards");
  const map = new Map<string, Mapped>();
  for (const { key, at, value } of membersOf(node)) {
    budget.spend("fields", 1);
    const [shard, line] = [stringOf(value), lines.lineOf(at)];
    if (map.has(key)) notes.add({ oddity: "duplicate-key", part: key, detail: "stands twice in the index", line });
    if (shard === undefined || shard === "")
      notes.add({ oddity: "bad-value", part: key, detail: "its shard is no file's name", line });
    else map.set(key, { shard, line });
  }
  return map;
}
