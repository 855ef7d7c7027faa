import type { Budget } from "../../core/budget";
import { Malformed, type ByteSource } from "../../core/bytes";
import { eachMember, type JsonMember } from "../../syntax/json";
import type { LayoutNotes } from "../layout-notes";
import { readMetadata } from "./metadata";
import { readTensor, type SafeTensor } from "./tensor";

/** Bytes of the header's length, before the header. */
export const PREFIX = 8;
/** What the reference library reads at most (`MAX_HEADER_SIZE`). Bytes. CWE-770. */
export const MAX_HEADER = 100_000_000;
/** Values of one tensor, or of the metadata, whose largest real ones have a few hundred pairs. CWE-770. */
const MAX_VALUES = 200_000;
/** What one tensor of the header costs here, at least. Bytes. */
const TENSOR_COST = 192;

export interface SafetensorsHeader {
  /** In the order of the header. */
  readonly tensors: readonly SafeTensor[];
  readonly metadata: readonly (readonly [key: string, value: string])[];
  /** Where the tensors' data begin, in bytes. */
  readonly data: number;
}

/** The header's length as the first eight bytes say it; `undefined` where there are fewer. */
export function headerLength(bytes: ByteSource): bigint | undefined {
  const head = bytes.window(0, PREFIX);
  return head.length < PREFIX ? undefined : Buffer.from(head).readBigUInt64LE(0);
}

/**
 * Reads the header (README of huggingface/safetensors, "Format"). What is odd goes to `notes`; throws `Malformed`
 * where it is no JSON, and returns nothing where its length makes it unreadable, which is then noted.
 */
export function readHeader(bytes: ByteSource, budget: Budget, notes: LayoutNotes): SafetensorsHeader | undefined {
  const length = headerLength(bytes);
  if (length === undefined) throw new Malformed("it ends within the eight bytes of its header's length");
  const problem = lengthProblem(length, bytes);
  if (problem !== undefined) {
    notes.add(problem);
    return undefined;
  }
  const size = Number(length);
  budget.spend("held", size);
  try {
    return { ...readMembers(textOf(bytes.read(PREFIX, size)), budget, notes), data: PREFIX + size };
  } finally {
    budget.release("held", size);
  }
}

function lengthProblem(length: bigint, bytes: ByteSource): Parameters<LayoutNotes["add"]>[0] | undefined {
  const says = `its header has ${length.toLocaleString("en-US")} bytes`;
  if (length > MAX_HEADER) return { oddity: "bad-count", detail: `it says that ${says}, and readers take 100,000,000` };
  if (length < 2) return { oddity: "bad-count", detail: `it says that ${says}, where the shortest has 2` };
  if (PREFIX + Number(length) > bytes.size)
    return { oddity: "out-of-file", detail: `it says that ${says}, and the file has ${told(bytes.size)}` };
  return undefined;
}

function textOf(raw: Uint8Array): string {
  if (raw[0] !== 0x7b) throw new Malformed("its header does not begin with {", PREFIX);
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(raw);
  } catch {
    throw new Malformed("its header is no UTF-8", PREFIX);
  }
}

function readMembers(text: string, budget: Budget, notes: LayoutNotes): Omit<SafetensorsHeader, "data"> {
  const tensors: SafeTensor[] = [];
  const metadata: (readonly [string, string])[] = [];
  const seen = new Set<string>();
  for (const member of membersAt(text)) {
    const { key } = member;
    budget.spend("fields", 1);
    budget.spend("held", TENSOR_COST);
    if (seen.size === seen.add(key).size)
      notes.add({ oddity: "duplicate-key", part: key, detail: "this name stands twice in the header" });
    if (key === "__metadata__") metadata.push(...readMetadata(member, notes));
    else {
      const tensor = readTensor(member, text, notes);
      if (tensor !== undefined) tensors.push(tensor);
    }
  }
  return { tensors, metadata };
}

/** Places of errors count from the file's start. */
function* membersAt(text: string): Generator<JsonMember> {
  try {
    yield* eachMember(text, MAX_VALUES);
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    throw new Malformed(`its header: ${error.message}`, PREFIX + (error.offset ?? 0));
  }
}

function told(size: number): string {
  return size.toLocaleString("en-US");
}
