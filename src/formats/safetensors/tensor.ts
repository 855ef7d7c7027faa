import { duplicates, itemsOf, member, stringOf, type JsonMember, type JsonNode } from "../../syntax/json";
import type { LayoutNotes } from "../layout-notes";
import { nameProblem } from "../tensor-name";
import { bitsOf } from "./dtypes";

/** One tensor of a header, its range counted from where the data begin. */
export interface SafeTensor {
  readonly name: string;
  readonly dtype: string;
  readonly elements: number | bigint;
  /** Absent where it is no list of whole numbers. */
  readonly shape?: readonly number[];
  readonly begin: number;
  readonly end: number;
}

/** Dimensions; numpy and torch have at most 64. CWE-770. */
const MAX_RANK = 64;

/** One member of the header. What is wrong with it is noted; without a range there is no tensor to go on with. */
export function readTensor({ key, value }: JsonMember, text: string, notes: LayoutNotes): SafeTensor | undefined {
  for (const { key: twice } of duplicates(value))
    notes.add({ oddity: "duplicate-key", part: key, detail: `it has ${JSON.stringify(twice.slice(0, 80))} twice` });
  const dtype = stringOf(member(value, "dtype"));
  const shape = numbersOf(member(value, "shape"), text);
  const range = numbersOf(member(value, "data_offsets"), text);
  const named = nameProblem(key);
  if (named !== undefined) notes.add({ oddity: "bad-value", part: key, detail: named });
  const problem = problemOf(dtype, shape, range);
  if (problem !== undefined) notes.add({ oddity: "bad-value", part: key, detail: problem });
  if (range?.length !== 2) return undefined;
  const [begin, end] = [range[0]!, range[1]!];
  const elements = shape === undefined ? 0 : productOf(shape);
  if (problem === undefined) checkSize(key, dtype!, elements, end - begin, notes);
  return {
    name: key,
    dtype: dtype !== undefined && bitsOf(dtype) !== undefined ? dtype : "?",
    elements,
    ...(shape === undefined ? {} : { shape: shape.slice(0, MAX_RANK) }),
    begin,
    end,
  };
}

function problemOf(dtype: string | undefined, shape: number[] | undefined, range: number[] | undefined) {
  if (dtype === undefined) return "it has no dtype";
  if (bitsOf(dtype) === undefined) return `its dtype ${JSON.stringify(dtype.slice(0, 40))} is none of the format`;
  if (shape === undefined) return "its shape is no list of whole numbers below 2^53";
  if (shape.length > MAX_RANK) return `it has ${shape.length.toLocaleString("en-US")} dimensions`;
  if (range?.length !== 2) return "its data_offsets are not two whole numbers below 2^53";
  if (range[1]! < range[0]!) return "its data end before they begin";
  return undefined;
}

function checkSize(name: string, dtype: string, elements: number | bigint, has: number, notes: LayoutNotes): void {
  const bits = BigInt(bitsOf(dtype)!) * BigInt(elements);
  if (bits === BigInt(has) * 8n) return;
  const needs = bits % 8n === 0n ? `${(bits / 8n).toLocaleString("en-US")} bytes` : "no whole number of bytes";
  const detail = `its dtype ${dtype} and shape need ${needs}, and its range has ${has.toLocaleString("en-US")}`;
  notes.add({ oddity: "size-mismatch", part: name, detail });
}

/** Whole numbers as the reference library takes them: digits and nothing else. */
function numbersOf(node: JsonNode | undefined, text: string): number[] | undefined {
  if (node?.kind !== "array") return undefined;
  const numbers = itemsOf(node).map((item) => wholeNumber(item, text));
  return numbers.includes(-1) ? undefined : numbers;
}

/** -1 for what is none. */
function wholeNumber(node: JsonNode, text: string): number {
  if (node.kind !== "scalar" || !Number.isSafeInteger(node.value)) return -1;
  for (let at = node.start; at < node.end; at++) {
    const code = text.charCodeAt(at);
    if (code < 0x30 || code > 0x39) return -1;
  }
  return node.value as number;
}

function productOf(shape: readonly number[]): number | bigint {
  const product = shape.reduce((total, length) => total * length, 1);
  if (Number.isSafeInteger(product)) return product;
  return shape.slice(0, MAX_RANK).reduce((total, length) => total * BigInt(length), 1n);
}
