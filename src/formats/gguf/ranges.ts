import type { LayoutNotes } from "../layout-notes";
import type { GgufTensor } from "./tensors";

/** Bytes that no tensor has, as offsets from the file's start. */
export interface Hole {
  readonly from: number;
  readonly to: number;
}

/** Where the data begin and end, and what parts of it are rounded up to. Bytes. */
export interface DataSection {
  readonly start: number;
  readonly fileSize: number;
  readonly alignment: number;
}

/** Holes that are looked into; more are counted only. CWE-400. */
const MAX_HOLES = 16;

/** Holds the tensors' ranges against each other and the file; gives the bytes that belong to none. */
export function checkRanges(tensors: readonly GgufTensor[], section: DataSection, notes: LayoutNotes): Hole[] {
  const { start, fileSize, alignment } = section;
  const length = Math.max(0, fileSize - start);
  const holes: Hole[] = [];
  noteMisaligned(tensors, alignment, notes);
  noteBeyond(tensors, length, notes);
  const sorted = [...tensors].sort((a, b) => a.begin - b.begin || Number((a.size ?? 0n) - (b.size ?? 0n)));
  let [reached, last, known] = [0, "", true];
  for (const { name, begin, size, offset } of sorted) {
    if (begin < reached && begin < length && size !== 0n)
      notes.add({ oddity: "overlap", part: name, detail: `its data overlap those of ${last}`, offset });
    const hole = { from: start + roundUp(reached, alignment), to: start + Math.min(begin, length) };
    if (known && hole.to > hole.from) {
      const detail = `${(hole.to - hole.from).toLocaleString("en-US")} bytes before its data belong to no tensor`;
      notes.add({ oddity: "gap", part: name, detail, offset: hole.from });
      if (holes.length < MAX_HOLES) holes.push(hole);
    }
    known = size !== undefined;
    const end = begin + Number(size ?? 0n);
    if (end >= reached) [reached, last] = [end, name];
  }
  const end = start + roundUp(reached, alignment);
  if (known && end < fileSize) {
    const detail = `${(fileSize - end).toLocaleString("en-US")} bytes follow the last tensor`;
    notes.add({ oddity: "appended", detail, offset: end });
    holes.push({ from: end, to: fileSize });
  }
  return holes;
}

export function roundUp(offset: number, alignment: number): number {
  return Math.ceil(offset / alignment) * alignment;
}

function noteMisaligned(tensors: readonly GgufTensor[], alignment: number, notes: LayoutNotes): void {
  for (const { name, begin, offset } of tensors)
    if (begin % alignment !== 0)
      notes.add({
        oddity: "misaligned",
        part: name,
        detail: `its data do not begin at a multiple of ${alignment}`,
        offset,
      });
}

/** A file that was cut lacks the data of many tensors: one note. */
function noteBeyond(tensors: readonly GgufTensor[], length: number, notes: LayoutNotes): void {
  const ends = (tensor: GgufTensor): bigint => BigInt(tensor.begin) + (tensor.size ?? 0n);
  const beyond = tensors.filter((tensor) => ends(tensor) > length);
  const [first] = beyond;
  if (first === undefined) return;
  const more = beyond.length === 1 ? "" : `, and so do those of ${(beyond.length - 1).toLocaleString("en-US")} more`;
  const detail = `its data end ${(ends(first) - BigInt(length)).toLocaleString("en-US")} bytes behind the file's end${more}`;
  notes.add({ oddity: "out-of-file", part: first.name, detail, offset: first.offset });
}
