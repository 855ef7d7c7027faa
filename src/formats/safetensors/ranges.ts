import type { LayoutNotes } from "../layout-notes";
import type { SafeTensor } from "./tensor";

/** Bytes that no tensor has, as offsets from where the data begin. */
export interface Hole {
  readonly from: number;
  readonly to: number;
}

/** Holes that are looked into; more are counted only. CWE-400. */
const MAX_HOLES = 16;

/**
 * Holds the ranges against each other and the file: they have to follow each other without a hole from the first byte
 * of data to the last (the format says so, to leave no room for a second file). `data`: where the data begin.
 */
export function checkRanges(tensors: readonly SafeTensor[], data: number, size: number, notes: LayoutNotes): Hole[] {
  const length = Math.max(0, size - data);
  const sorted = tensors.filter(({ begin, end }) => begin <= end).sort((a, b) => a.begin - b.begin || a.end - b.end);
  const holes: Hole[] = [];
  let [reached, last] = [0, ""];
  for (const { name, begin, end } of sorted) {
    if (begin > reached) noteHole(name, reached, Math.min(begin, length), data, notes, holes);
    if (begin < reached && begin < length)
      notes.add({ oddity: "overlap", part: name, detail: `its data overlap those of ${last}`, offset: data + begin });
    if (end > reached) [reached, last] = [end, name];
  }
  noteMissing(sorted, length, notes);
  if (reached < length) {
    const detail = `${(length - reached).toLocaleString("en-US")} bytes follow the last tensor`;
    notes.add({ oddity: "appended", detail, offset: data + reached });
    holes.push({ from: reached, to: length });
  }
  return holes;
}

function noteHole(part: string, from: number, to: number, data: number, notes: LayoutNotes, holes: Hole[]): void {
  if (to <= from) return;
  const detail = `${(to - from).toLocaleString("en-US")} bytes before it belong to no tensor`;
  notes.add({ oddity: "gap", part, detail, offset: data + from });
  if (holes.length < MAX_HOLES) holes.push({ from, to });
}

/** A file that was cut lacks the data of many tensors: one note. */
function noteMissing(sorted: readonly SafeTensor[], length: number, notes: LayoutNotes): void {
  const beyond = sorted.filter(({ end }) => end > length);
  const [first] = beyond;
  if (first === undefined) return;
  const more = beyond.length === 1 ? "" : `, and so do those of ${(beyond.length - 1).toLocaleString("en-US")} more`;
  const detail = `its data end ${(first.end - length).toLocaleString("en-US")} bytes behind the file's end${more}`;
  notes.add({ oddity: "out-of-file", part: first.name, detail });
}
