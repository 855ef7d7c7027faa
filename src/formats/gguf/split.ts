import { Malformed, OutOfBounds, Unsupported } from "../../core/bytes";
import type { Neighbours } from "../../core/neighbours";
import type { Artifact, Subject } from "../../core/subject";
import type { LayoutNotes } from "../layout-notes";
import { Broken } from "./cursor";
import { beginsGguf, readStart } from "./start";

/** What a part of a split model says of itself (`split.*`, gguf-split of llama.cpp). */
export interface Split {
  /** From 0. */
  readonly no?: number | undefined;
  readonly count?: number | undefined;
  /** Tensors of all parts together. */
  readonly tensors?: number | undefined;
}

/** `llama_split_path`: both numbers with five digits, the first from 1. */
const NAME = /^(.*)-(\d{5})-of-(\d{5})\.gguf$/;
/** Parts that are looked for; the largest real models have some 60. CWE-400. */
const MAX_PARTS = 10_000;

/** Whether the other parts are here, and fit. `own`: tensors of this part. */
export function* checkSplit(
  { at }: Artifact,
  split: Split,
  own: number,
  notes: LayoutNotes,
  neighbours: Neighbours,
): Generator<Subject> {
  const { no = 0, count = 1 } = split;
  if (count <= 1 && no === 0) return;
  if (no >= count) {
    notes.add({ oddity: "bad-value", part: "split.no", detail: `part ${no + 1} of a model in ${count} parts` });
    return;
  }
  const [, stem, nth, of] = NAME.exec(nameOf(at)) ?? [];
  if (stem === undefined || Number(nth) !== no + 1 || Number(of) !== count) {
    const detail = `the file is part ${no + 1} of ${count}, and its name does not say so: loaders look for the others by it`;
    notes.add({ oddity: "unlisted-part", part: "split.no", detail });
    return;
  }
  if (count > MAX_PARTS) {
    notes.add({
      oddity: "bad-count",
      part: "split.count",
      detail: `a model in ${count.toLocaleString("en-US")} parts`,
    });
    return;
  }
  const names = Array.from({ length: count }, (_, i) => `${stem}-${String(i + 1).padStart(5, "0")}-of-${of!}.gguf`);
  yield* placeParts(at, names, neighbours);
  // One of the parts compares for all of them.
  if (no === 0 && split.tensors !== undefined) compareTensors(names, split.tensors, own, notes, neighbours);
}

function nameOf({ path, inside }: Artifact["at"]): string {
  const name = inside.at(-1) ?? path;
  return name.slice(name.lastIndexOf("/") + 1);
}

function* placeParts(at: Artifact["at"], names: readonly string[], neighbours: Neighbours): Generator<Subject> {
  const missing = names.filter((name) => ["absent", "pointer"].includes(neighbours.look(name).kind));
  if (missing.length === 0) return;
  const detail =
    missing.length === 1
      ? `its part ${missing[0]}`
      : `${missing.length} of its ${names.length} parts are not here or only pointers, such as ${missing[0]}`;
  yield { kind: "unreadable", at, reason: "not-fetched", detail };
}

function compareTensors(
  names: readonly string[],
  says: number,
  own: number,
  notes: LayoutNotes,
  neighbours: Neighbours,
): void {
  let has = own;
  for (const name of names.slice(1)) {
    const tensors = neighbours.read(name, (bytes) => (beginsGguf(bytes) ? tensorsOf(bytes) : undefined));
    if (tensors === undefined) return;
    has += tensors;
  }
  if (has === says) return;
  const detail = `says ${says.toLocaleString("en-US")}, and its parts have ${has.toLocaleString("en-US")}`;
  notes.add({ oddity: has < says ? "missing-part" : "unlisted-part", part: "split.tensors.count", detail });
}

/** `undefined` where the part's own scan says what is wrong with it. */
function tensorsOf(bytes: Parameters<typeof readStart>[0]): number | undefined {
  try {
    return readStart(bytes).tensors;
  } catch (error) {
    if ([Broken, Malformed, OutOfBounds, Unsupported].some((type) => error instanceof type)) return undefined;
    throw error;
  }
}
