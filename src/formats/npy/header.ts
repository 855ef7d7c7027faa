import { Malformed, Unsupported, type ByteSource } from "../../core/bytes";
import type { ArrayFacts } from "../../core/subject";
import { product, readDType, readShape } from "./dtype";
import { isList, isTuple, NotALiteral, parseLiteral, type Literal } from "./literal";

/** `\x93NUMPY` (NEP 1). */
export const MAGIC = Uint8Array.of(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59);

/** numpy itself trusts 10,000 characters (`max_header_size`); wide structured types have more. Bytes. CWE-400. */
const MAX_HEADER = 1024 ** 2;
/** Of the dtype, as told. Characters. */
const MAX_SHOWN = 200;
/** Dimensions: numpy has at most 64. CWE-770. */
const MAX_DIMENSIONS = 64;

export interface NpyHeader {
  readonly array: ArrayFacts;
  /** Offset of the data, from the array's start. */
  readonly data: number;
  /** Bytes of the data; `undefined` where it is a pickle, or the header does not tell. */
  readonly length?: bigint;
}

export function beginsArray(bytes: ByteSource, at: number): boolean {
  const head = bytes.window(at, MAGIC.length);
  return head.length === MAGIC.length && MAGIC.every((byte, i) => head[i] === byte);
}

/** The header of the array at `at`. What is wrong with its text is a fact, since the data follows all the same. */
export function readNpyHeader(bytes: ByteSource, at: number): NpyHeader {
  const start = bytes.read(at, 12);
  const view = new DataView(start.buffer, start.byteOffset, start.length);
  const major = view.getUint8(6);
  if (major < 1 || major > 3 || view.getUint8(7) !== 0)
    throw new Unsupported(`version ${major}.${view.getUint8(7)} of the npy format`);
  // Version 1 has two bytes of length, the others four.
  const prefix = major === 1 ? 10 : 12;
  const length = major === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  if (length > MAX_HEADER) throw new Malformed(`the array's header has ${length} bytes`, at);
  const raw = bytes.read(at + prefix, length);
  const text = major === 3 ? new TextDecoder().decode(raw) : Buffer.from(raw).toString("latin1");
  return { ...readText(text), data: prefix + length };
}

function readText(text: string): Omit<NpyHeader, "data"> {
  try {
    const { descr, fortranOrder, shape } = readKeys(parseLiteral(text));
    const lengths = readShape(shape);
    if (lengths.length > MAX_DIMENSIONS) throw new NotALiteral(`the header has ${lengths.length} dimensions`);
    const { itemSize, hasObjects } = readDType(descr);
    const array = { dtype: show(descr), shape: lengths.map(Number), fortranOrder, hasObjects };
    return hasObjects ? { array } : { array, length: itemSize * product(lengths) };
  } catch (error) {
    if (!(error instanceof NotALiteral)) throw error;
    // Fail closed: what is not understood may be an array of objects.
    return { array: { dtype: "", shape: [], fortranOrder: false, hasObjects: false, problem: error.message } };
  }
}

function readKeys(header: Literal): { descr: Literal; fortranOrder: boolean; shape: Literal } {
  if (!(header instanceof Map)) throw new NotALiteral("the header is no dict");
  const [descr, fortranOrder, shape] = ["descr", "fortran_order", "shape"].map((key) => header.get(key) as Literal);
  if (header.size !== 3 || descr === undefined || shape === undefined || typeof fortranOrder !== "boolean")
    throw new NotALiteral("the header has not exactly descr, fortran_order and shape");
  return { descr, fortranOrder, shape };
}

/** The dtype as Python would write it, shortened. */
function show(literal: Literal): string {
  const text = typeof literal === "string" ? literal : source(literal);
  return text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text;
}

function source(literal: Literal): string {
  if (typeof literal === "string") return `'${literal}'`;
  if (typeof literal !== "object" || literal === null) return String(literal);
  if (literal instanceof Map) return "{}";
  if (isList(literal)) return `[${literal.map(source).join(", ")}]`;
  if (!isTuple(literal)) return "";
  const parts = literal.tuple.map(source);
  return parts.length === 1 ? `(${parts[0]},)` : `(${parts.join(", ")})`;
}
