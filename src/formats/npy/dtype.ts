import { isList, isTuple, NotALiteral, type Literal } from "./literal";

/** What matters of a dtype: how long an element is, and whether it is a Python object. */
export interface DType {
  /** Bytes of an element. Unbounded: a header may say anything. */
  readonly itemSize: bigint;
  readonly hasObjects: boolean;
}

/** Type codes of fixed size that carry none: `numpy.typecodes`, and what `descr` writes. Bytes. */
const PLAIN = new Map(
  Object.entries({
    "?": 1,
    b: 1,
    B: 1,
    h: 2,
    H: 2,
    i: 4,
    I: 4,
    l: 8,
    L: 8,
    q: 8,
    Q: 8,
    e: 2,
    f: 4,
    d: 8,
    F: 8,
    D: 16,
    g: 16,
    G: 32,
  }),
);

/** Sizes that a type code may carry. Bytes. */
const SIZES = new Map<string, readonly number[]>(
  Object.entries({ b: [1], i: [1, 2, 4, 8], u: [1, 2, 4, 8], f: [2, 4, 8, 12, 16], c: [8, 16, 24, 32] }),
);

/** `<f8`, `|S10`, `<M8[ns]`, `|O`: byte order, code, size, unit (NEP 1; `numpy.dtype.str`). */
const CODE = /^[<>|=]?([A-Za-z?])([0-9]{0,19})(\[[0-9A-Za-z/]{1,32}\])?$/;

/** UCS-4. */
const BYTES_PER_CHARACTER = 4n;

/** Throws `NotALiteral` for what is no dtype that numpy writes. */
export function readDType(descr: Literal): DType {
  if (typeof descr === "string") return readCode(descr);
  if (isTuple(descr)) return readSubarray(descr.tuple);
  if (isList(descr)) return descr.map(readField).reduce(join, { itemSize: 0n, hasObjects: false });
  throw new NotALiteral("the header's descr is no dtype");
}

/** Sizes and counts, as Python writes a shape: a tuple of integers. */
export function readShape(shape: Literal): bigint[] {
  if (!isTuple(shape)) throw new NotALiteral("the header's shape is no tuple");
  return shape.tuple.map((length) => {
    if (typeof length !== "bigint" || length < 0n) throw new NotALiteral("the header's shape has no valid length");
    return length;
  });
}

export function product(lengths: readonly bigint[]): bigint {
  return lengths.reduce((total, length) => total * length, 1n);
}

function readCode(text: string): DType {
  const match = CODE.exec(text);
  const [, code = "", digits = "", unit] = match ?? [];
  const size = digits === "" ? undefined : BigInt(digits);
  if (code === "O" && unit === undefined && (size === undefined || size === 8n || size === 4n))
    return { itemSize: 8n, hasObjects: true };
  const itemSize = unit === undefined ? sizeOf(code, size) : code === "M" || code === "m" ? 8n : undefined;
  if (itemSize === undefined)
    throw new NotALiteral(`the header's descr has ${JSON.stringify(text)}, which is no dtype`);
  return { itemSize, hasObjects: false };
}

function sizeOf(code: string, size: bigint | undefined): bigint | undefined {
  if (code === "U") return (size ?? 0n) * BYTES_PER_CHARACTER;
  if (code === "S" || code === "a" || code === "V") return size ?? 0n;
  if (code === "M" || code === "m") return size === undefined || size === 8n ? 8n : undefined;
  if (size === undefined) {
    const plain = PLAIN.get(code);
    return plain === undefined ? undefined : BigInt(plain);
  }
  return SIZES.get(code)?.includes(Number(size)) === true ? size : undefined;
}

/** `(name, dtype)` or `(name, dtype, shape)`; the name may be `(title, name)`. */
function readField(field: Literal): DType {
  if (!isTuple(field) || field.tuple.length < 2 || field.tuple.length > 3 || !isFieldName(field.tuple[0]!))
    throw new NotALiteral("the header's descr has a field that is none");
  const [, descr, shape] = field.tuple;
  return shape === undefined ? readDType(descr!) : readSubarray([descr!, shape]);
}

function isFieldName(name: Literal): boolean {
  if (typeof name === "string") return true;
  return isTuple(name) && name.tuple.length === 2 && name.tuple.every((part) => typeof part === "string");
}

/** `(dtype, shape)`: an array in each element. */
function readSubarray(parts: readonly Literal[]): DType {
  const [descr, shape] = parts;
  if (parts.length !== 2 || descr === undefined || shape === undefined)
    throw new NotALiteral("the header's descr has a tuple that is no subarray");
  const { itemSize, hasObjects } = readDType(descr);
  const lengths = readShape(typeof shape === "bigint" ? { tuple: [shape] } : shape);
  return { itemSize: itemSize * product(lengths), hasObjects };
}

function join(a: DType, b: DType): DType {
  return { itemSize: a.itemSize + b.itemSize, hasObjects: a.hasObjects || b.hasObjects };
}
