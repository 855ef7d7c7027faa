import type { Budget } from "../../core/budget";
import type { LayoutNotes } from "../layout-notes";
import { nameProblem } from "../tensor-name";
import { Broken, type Cursor } from "./cursor";
import { MAX_TYPE, tensorType } from "./types";

/** One tensor as the header describes it. */
export interface GgufTensor {
  readonly name: string;
  /** In ggml's words; the number where it is not known here. */
  readonly type: string;
  readonly elements: bigint;
  readonly dims: readonly bigint[];
  /** From where the data begin. */
  readonly begin: number;
  /** Bytes; absent where the type is not known here. */
  readonly size?: bigint;
  /** Where its description stands in the file. */
  readonly offset: number;
}

/** ggml's own bound (`GGML_MAX_DIMS`): readers have room for so many. CWE-787. */
const MAX_DIMS = 4;
/** Beyond, what follows is no description of a tensor. */
const MAX_READ_DIMS = 64;
/** llama.cpp takes 64 bytes, programs for pictures are built for more. Bytes. CWE-770. */
const MAX_NAME = 1024;
/** What readers compute sizes with is signed and has 64 bits. CWE-190. */
const MAX_INT64 = 2n ** 63n - 1n;
/** What one tensor costs here. Bytes. */
const TENSOR_COST = 256;

/** The descriptions of all tensors. What is wrong with one is noted; throws `Broken` where they cannot be read on. */
export function readTensors(cursor: Cursor, count: number, budget: Budget, notes: LayoutNotes): GgufTensor[] {
  const tensors: GgufTensor[] = [];
  const seen = new Set<string>();
  for (let nth = 0; nth < count; nth++) {
    budget.spend("fields", 1);
    budget.spend("held", TENSOR_COST);
    cursor.part = `tensor ${nth + 1}`;
    const tensor = readTensor(cursor, notes);
    if (seen.size === seen.add(tensor.name).size)
      notes.add({
        oddity: "duplicate-key",
        part: tensor.name,
        detail: "two tensors have this name",
        offset: tensor.offset,
      });
    tensors.push(tensor);
  }
  return tensors;
}

function readTensor(cursor: Cursor, notes: LayoutNotes): GgufTensor {
  const offset = cursor.at;
  const { text: name, length } = cursor.text(MAX_NAME);
  const part = name === "" ? cursor.part : name;
  const odd = (oddity: "bad-count" | "bad-value", detail: string): void => notes.add({ oddity, part, detail, offset });
  if (length > MAX_NAME) odd("bad-count", `its name has ${length.toLocaleString("en-US")} bytes`);
  const problem = nameProblem(name);
  if (problem !== undefined) odd("bad-value", problem);
  cursor.part = part;
  const dims = readDims(cursor, part, odd);
  const id = cursor.u32();
  const begin = cursor.u64();
  const elements = dims.reduce((total, dim) => total * dim, 1n);
  if (elements > MAX_INT64 || dims.some((dim) => dim > MAX_INT64))
    odd("bad-count", `its dimensions ${dims.join(" x ")} overflow 64 bits`);
  else if (dims.includes(0n)) odd("bad-count", "one of its dimensions is 0, by which readers divide");
  const type = tensorType(id);
  if (type === undefined) {
    if (id >= MAX_TYPE) odd("bad-value", `its type ${id | 0} is none of ggml's`);
    return { name, type: String(id | 0), elements, dims, begin, offset };
  }
  const row = dims[0] ?? 1n;
  if (row % BigInt(type.block) !== 0n)
    odd("bad-value", `its rows of ${row} elements are no whole blocks of ${type.name}, which have ${type.block}`);
  const size = (elements / BigInt(type.block)) * BigInt(type.bytes);
  if (size > MAX_INT64 && elements <= MAX_INT64) odd("bad-count", `its ${size} bytes overflow 64 bits`);
  return { name, type: type.name, elements, dims, begin, size, offset };
}

function readDims(cursor: Cursor, part: string, odd: (oddity: "bad-count", detail: string) => void): bigint[] {
  const rank = cursor.u32();
  const detail = `it has ${rank.toLocaleString("en-US")} dimensions, and readers have room for ${MAX_DIMS}`;
  if (rank > MAX_READ_DIMS) throw new Broken({ oddity: "bad-count", part, detail, offset: cursor.at - 4 });
  if (rank > MAX_DIMS) odd("bad-count", detail);
  return Array.from({ length: rank }, () => cursor.wideCount());
}
