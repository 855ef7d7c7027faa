import type { ExternalFacts } from "../../core/external-facts";
import type { Location } from "../../core/location";
import type { Neighbours } from "../../core/neighbours";
import type { Subject } from "../../core/subject";
import { externalFile } from "../external-file";
import type { LayoutNotes } from "../layout-notes";
import type { WeightMap } from "./map";

/** Shards of one checkpoint; the largest real ones have a few hundred. CWE-400. */
const MAX_SHARDS = 10_000;

/** What shards of an index are called, by the extension that the index has. */
const ENDINGS: Readonly<Record<string, RegExp>> = {
  safetensors: /\.safetensors$/i,
  bin: /\.(bin|pt|pth)$/i,
  pt: /\.(bin|pt|pth)$/i,
  pth: /\.(bin|pt|pth)$/i,
};

/** A shard's name, where the index names it first, and what stands there. */
export interface Shard {
  readonly name: string;
  readonly line: number;
  readonly state: ExternalFacts["state"];
}

/** Looks where each shard would be taken from. Those that are not here are one fact together. */
export function* placeShards(
  at: Location,
  map: WeightMap,
  wanted: string,
  notes: LayoutNotes,
  neighbours: Neighbours,
): Generator<Subject, readonly Shard[]> {
  const shards: Shard[] = [];
  const missing: string[] = [];
  for (const [name, line] of firstLines(map)) {
    if (shards.length === MAX_SHARDS) {
      notes.add({ oddity: "bad-count", detail: `it names more than ${MAX_SHARDS.toLocaleString("en-US")} shards` });
      break;
    }
    let state: Shard["state"] = "unknown";
    const named = { format: "safetensors-index", role: "shard", path: name };
    for (const subject of externalFile({ ...at, line }, named, neighbours))
      if (subject.kind === "unreadable") missing.push(name);
      else {
        if (subject.kind === "external") state = subject.external.state;
        yield subject;
      }
    if (ENDINGS[wanted]?.test(name) === false)
      notes.add({ oddity: "wrong-kind", part: name, detail: kindDetail(wanted), line });
    shards.push({ name, line, state });
  }
  if (missing.length > 0) yield notFetched(at, missing, shards.length);
  return shards;
}

function firstLines(map: WeightMap): Map<string, number> {
  const lines = new Map<string, number>();
  for (const { shard, line } of map.values()) if (!lines.has(shard)) lines.set(shard, line);
  return lines;
}

function kindDetail(wanted: string): string {
  return wanted === "safetensors"
    ? "is a shard of a safetensors index by another kind of name; loaders go by it, and unpickle the file"
    : `is a shard of a .${wanted} index by another kind of name; loaders go by it`;
}

function notFetched(at: Location, missing: readonly string[], all: number): Subject {
  const one = `its shard ${missing[0]}`;
  const detail =
    missing.length === 1 ? one : `${missing.length} of its ${all} shards are not here or only pointers, such as ${one}`;
  return { kind: "unreadable", at, reason: "not-fetched", detail };
}
