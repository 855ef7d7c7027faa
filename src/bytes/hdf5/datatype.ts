import { Unsupported } from "../../core/bytes";
import type { Budget } from "../../core/budget";
import { textOf, type Cursor } from "./cursor";
import { bytesFor } from "./space";

/** What an element is (IV.A.2.d). Sizes are bytes of one element in the file. */
export type Datatype =
  | { readonly class: "integer"; readonly size: number; readonly signed: boolean; readonly bigEndian: boolean }
  | { readonly class: "float"; readonly size: number; readonly bigEndian: boolean; readonly exponent: number }
  | { readonly class: "time" | "bitfield"; readonly size: number }
  | { readonly class: "string"; readonly size: number; readonly padding: "zero" | "nulls" | "spaces" }
  | { readonly class: "opaque"; readonly size: number; readonly tag: string }
  | { readonly class: "compound"; readonly size: number; readonly members: readonly CompoundMember[] }
  | { readonly class: "reference"; readonly size: number; readonly to: "object" | "region" | "other" }
  | { readonly class: "enum"; readonly size: number; readonly base: Datatype; readonly names: readonly string[] }
  /** Elements of any number in the global heap; `text` where they are the characters of a string. */
  | { readonly class: "sequence"; readonly size: number; readonly text: boolean; readonly base: Datatype }
  | { readonly class: "array"; readonly size: number; readonly dims: readonly number[]; readonly base: Datatype }
  | { readonly class: "complex"; readonly size: number; readonly base: Datatype };

export interface CompoundMember {
  readonly name: string;
  /** Bytes from the element's start. */
  readonly offset: number;
  readonly type: Datatype;
}

/** Types inside each other; real ones have three or four levels. CWE-674. */
const MAX_DEPTH = 32;
/** Dimensions that the format allows an array. */
const MAX_RANK = 32;

/** Reads the datatype message that the cursor stands at, and passes it. */
export function readDatatype(cursor: Cursor, budget: Budget, depth = 0): Datatype {
  if (depth > MAX_DEPTH) throw cursor.malformed("has datatypes nested too deep");
  budget.spend("fields", 1);
  const [first, low] = [cursor.u8(), cursor.u8()];
  const bits = low | (cursor.u16() << 8);
  const head: Head = { version: first >>> 4, bits, size: cursor.u32(), depth, budget };
  const read = READERS[first & 0x0f];
  if (read === undefined) throw new Unsupported(`an HDF5 datatype of class ${first & 0x0f}`);
  return read(cursor, head);
}

interface Head {
  readonly version: number;
  readonly bits: number;
  readonly size: number;
  readonly depth: number;
  readonly budget: Budget;
}

const READERS: readonly ((cursor: Cursor, head: Head) => Datatype)[] = [
  (cursor, { bits, size }) => {
    cursor.skip(4);
    return { class: "integer", size, signed: (bits & 8) !== 0, bigEndian: (bits & 1) !== 0 };
  },
  (cursor, { bits, size }) => {
    cursor.skip(5);
    const exponent = cursor.u8();
    cursor.skip(6);
    return { class: "float", size, bigEndian: (bits & 1) !== 0, exponent };
  },
  (cursor, { size }) => {
    cursor.skip(2);
    return { class: "time", size };
  },
  (_cursor, { bits, size }) => ({ class: "string", size, padding: PADDINGS[bits & 0x0f] ?? "zero" }),
  (cursor, { size }) => {
    cursor.skip(4);
    return { class: "bitfield", size };
  },
  (cursor, { bits, size }) => {
    const tag = cursor.take(bits & 0xff);
    return { class: "opaque", size, tag: textOf(trimEnd(tag, 0)) };
  },
  readCompound,
  (_cursor, { bits, size }) => ({ class: "reference", size, to: REFERENCES[bits & 0x0f] ?? "other" }),
  readEnum,
  (cursor, { bits, size, depth, budget }) => {
    const base = readDatatype(cursor, budget, depth + 1);
    return { class: "sequence", size, text: (bits & 0x0f) === 1, base };
  },
  readArray,
  (cursor, { size, depth, budget }) => ({ class: "complex", size, base: readDatatype(cursor, budget, depth + 1) }),
];

const PADDINGS = ["zero", "nulls", "spaces"] as const;
const REFERENCES = ["object", "region", "object", "region"] as const;

function readCompound(cursor: Cursor, { version, bits, size, depth, budget }: Head): Datatype {
  const members: CompoundMember[] = [];
  const offsetWidth = version >= 3 ? bytesFor(size) : 4;
  for (let left = bits & 0xffff; left > 0; left--) {
    const name = readName(cursor, version);
    const offset = cursor.uint(offsetWidth);
    const dims = version === 1 ? readOldDims(cursor) : [];
    const element = readDatatype(cursor, budget, depth + 1);
    const type: Datatype = dims.length === 0 ? element : arrayOf(element, dims);
    if (offset + type.size > size) throw cursor.malformed(`has a compound whose member ${name} does not fit into it`);
    members.push({ name, offset, type });
  }
  return { class: "compound", size, members };
}

/** Version 1 gave members dimensions of their own. */
function readOldDims(cursor: Cursor): number[] {
  const rank = cursor.u8();
  cursor.skip(11);
  const dims = [cursor.u32(), cursor.u32(), cursor.u32(), cursor.u32()];
  if (rank > dims.length) throw cursor.malformed(`has a compound member of ${rank} dimensions`);
  return dims.slice(0, rank);
}

function arrayOf(base: Datatype, dims: readonly number[]): Datatype {
  return { class: "array", size: dims.reduce((product, dim) => product * dim, base.size), dims, base };
}

function readEnum(cursor: Cursor, { version, bits, size, depth, budget }: Head): Datatype {
  const base = readDatatype(cursor, budget, depth + 1);
  const count = bits & 0xffff;
  budget.spend("fields", count);
  const names: string[] = [];
  for (let i = 0; i < count; i++) names.push(readName(cursor, version));
  cursor.skip(count * base.size);
  return { class: "enum", size, base, names };
}

function readArray(cursor: Cursor, { version, size, depth, budget }: Head): Datatype {
  const rank = cursor.u8();
  if (rank > MAX_RANK) throw cursor.malformed(`has an array type of ${rank} dimensions`);
  if (version < 3) cursor.skip(3);
  const dims = Array.from({ length: rank }, () => cursor.u32());
  if (version < 3) cursor.skip(4 * rank);
  return { class: "array", size, dims, base: readDatatype(cursor, budget, depth + 1) };
}

/** Names end with a zero byte; before version 3 they are filled up to a multiple of 8. */
function readName(cursor: Cursor, version: number): string {
  const start = cursor.at;
  const name = textOf(cursor.zeroTerminated());
  const rest = (cursor.at - start) % 8;
  if (version < 3 && rest !== 0) cursor.skip(8 - rest);
  return name;
}

/** Without the bytes `filler` at the end. */
export function trimEnd(bytes: Uint8Array, filler: number): Uint8Array {
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] === filler) end--;
  return bytes.subarray(0, end);
}

/** Exponent bits of the floats of 8 and 16 bits that have a name of their own. */
const FLOATS: Readonly<Record<string, string>> = {
  "2/8": "bfloat16",
  "1/4": "float8_e4m3",
  "1/5": "float8_e5m2",
};

/** The type in numpy's words, for people: `float32`, `uint8`, `string`, `compound`. */
export function datatypeName(type: Datatype): string {
  switch (type.class) {
    case "integer":
      return `${type.signed ? "" : "u"}int${type.size * 8}`;
    case "float":
      return FLOATS[`${type.size}/${type.exponent}`] ?? `float${type.size * 8}`;
    case "complex":
      return `complex${type.size * 8}`;
    case "sequence":
      return type.text ? "string" : `sequence of ${datatypeName(type.base)}`;
    case "array":
      return `array of ${datatypeName(type.base)}`;
    case "compound":
      return isComplex(type.members) ? `complex${type.size * 8}` : "compound";
    case "enum":
      return isBool(type.names) ? "bool" : "enum";
    default:
      return type.class;
  }
}

/** h5py's way to write complex numbers and booleans. */
function isComplex(members: readonly CompoundMember[]): boolean {
  return members.length === 2 && members[0]!.name === "r" && members[1]!.name === "i";
}

function isBool(names: readonly string[]): boolean {
  return names.length === 2 && names[0] === "FALSE" && names[1] === "TRUE";
}
