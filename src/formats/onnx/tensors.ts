import { BYTES, protoVarints, type ProtoField } from "../../bytes/protobuf";
import { Malformed } from "../../core/bytes";
import type { WeightsFacts } from "../../core/weights-facts";
import type { ExternalData, ExternalEntry, Tensor } from "./external";
import { description, knownFields, nameOf, pair, pathOf, type Reading } from "./model";
import { IR_VERSION, PAIR, STRING, TENSOR, bitsOf, dtypeName, isDtype } from "./schema";

/** Dimensions of a tensor; numpy has at most 64, and no runtime more. CWE-400. */
const MAX_RANK = 64;
/** Entries of a tensor's external data; real ones have three, prepacked ones a few more. CWE-770. */
const MAX_ENTRIES = 4096;

/** Elements of types that have a field of fixed size: how many values make one, and in which field. */
const TYPED: Readonly<Record<number, readonly [field: "floats" | "doubles", each: number]>> = {
  1: ["floats", 1],
  11: ["doubles", 1],
  14: ["floats", 2],
  15: ["doubles", 2],
};

interface Read {
  name: string;
  type: number;
  elements: bigint;
  rank: number;
  negative: boolean;
  raw: number | undefined;
  floats: number;
  doubles: number;
  /** Bytes of all fields with data, and how often `raw_data` stands there. */
  bytes: number;
  raws: number;
  external: boolean;
  readonly entries: ExternalEntry[];
}

/** Reads tensors' headers; their data is stepped over. Sums up the weights. */
export class Tensors {
  private tensors = 0;
  private parameters = 0n;
  private bytes = 0;
  private readonly dtypes = new Map<string, bigint>();

  constructor(private readonly external: ExternalData) {}

  /** An initializer. */
  weight(reading: Reading, field: ProtoField): Tensor {
    const { tensor, bytes } = this.read(reading, field);
    const dtype = dtypeName(tensor.type);
    this.tensors++;
    this.parameters += tensor.elements;
    this.bytes += bytes;
    if (!this.dtypes.has(dtype)) reading.budget.spend("facts", 1);
    this.dtypes.set(dtype, (this.dtypes.get(dtype) ?? 0n) + tensor.elements);
    return tensor;
  }

  /** A tensor that is no weight: a constant, an index list. */
  constant(reading: Reading, field: ProtoField): void {
    this.read(reading, field);
  }

  facts(): Omit<WeightsFacts, "metadata"> {
    const { tensors, parameters, bytes } = this;
    const dtypes = Object.fromEntries([...this.dtypes].sort(([a], [b]) => (a < b ? -1 : 1)));
    return { format: "onnx", tensors, parameters, dtypes, bytes };
  }

  private read(reading: Reading, field: ProtoField): { tensor: Tensor; bytes: number } {
    const read = readFields(reading, field);
    const { name, type, elements } = read;
    const bits = bitsOf(type);
    const needed = bits === 0 ? undefined : (elements * BigInt(bits) + 7n) / 8n;
    const tensor: Tensor = { name, type, elements, needed, at: field.at };
    const problem = problemOf(reading, read, needed);
    if (problem !== undefined)
      reading.found.odd({ ...problem, ...(name === "" ? {} : { part: name }), offset: field.at });
    // Where the same field stands twice or is merged, readers see another place than the last one: entries alone count.
    const outside = read.external || read.entries.length > 0;
    const stored = outside ? this.external.tensor(reading, tensor, read.entries) : read.bytes;
    return { tensor, bytes: stored };
  }
}

function readFields(reading: Reading, tensor: ProtoField): Read {
  const read: Read = {
    ...{ name: "", type: 0, elements: 1n, rank: 0, negative: false, raw: undefined, floats: 0, doubles: 0 },
    ...{ bytes: 0, raws: 0, external: false, entries: [] },
  };
  for (const field of knownFields(reading, TENSOR, tensor)) {
    const length = field.end - field.start;
    switch (field.number) {
      case 1:
        dimension(reading, read, field);
        break;
      case 2:
        read.type = field.whole;
        break;
      case 4:
        read.floats += field.wire === BYTES ? length / 4 : 1;
        read.bytes += length;
        break;
      case 8:
        read.name = nameOf(reading, field);
        break;
      case 9:
        read.raw = length;
        read.raws++;
        read.bytes += length;
        break;
      case 10:
        read.doubles += field.wire === BYTES ? length / 8 : 1;
        read.bytes += length;
        break;
      case 12:
        description(reading, field, "the description of a tensor");
        break;
      case 13:
        if (read.entries.length >= MAX_ENTRIES)
          throw new Malformed(`a tensor with more than ${MAX_ENTRIES} entries of external data`, field.at);
        read.entries.push(entry(reading, field));
        break;
      case 14:
        read.external = field.whole === 1;
        break;
      case 16:
        pair(reading, field, "metadata of a tensor");
        break;
      default:
        read.bytes += length; // data as integers or strings
    }
  }
  return read;
}

function dimension(reading: Reading, read: Read, field: ProtoField): void {
  for (const value of protoVarints(reading.bytes, field, reading.budget)) {
    if (++read.rank > MAX_RANK) continue;
    const length = BigInt.asIntN(64, value);
    if (length < 0n) read.negative = true;
    else read.elements *= length;
  }
}

function entry(reading: Reading, field: ProtoField): ExternalEntry {
  let key = "";
  let value = "";
  for (const part of knownFields(reading, PAIR, field))
    if (part.number === 1) key = nameOf(reading, part);
    else value = pathOf(reading, part);
  return { key, value };
}

/** What is impossible about a tensor, where something is. */
function problemOf({ found }: Reading, read: Read, needed: bigint | undefined) {
  const { type, elements, raw } = read;
  const shape = `${elements} elements of type ${dtypeName(type)}`;
  if (read.negative) return { oddity: "bad-count", detail: "its shape has a negative dimension" } as const;
  if (read.rank > MAX_RANK) return { oddity: "bad-count", detail: `it has ${read.rank} dimensions` } as const;
  if (!isDtype(type) && found.irVersion <= IR_VERSION)
    return { oddity: "bad-value", detail: `its element type is ${type}, which ONNX does not have` } as const;
  if (read.raws > 1) return { oddity: "duplicate-key", detail: "its data stands there twice" } as const;
  if (type === STRING && raw !== undefined && raw > 0)
    return { oddity: "bad-value", detail: "it has strings as raw bytes" } as const;
  if (raw !== undefined && raw > 0 && needed !== undefined && BigInt(raw) !== needed)
    return { oddity: "size-mismatch", detail: `${raw} bytes of data for ${shape}, which need ${needed}` } as const;
  const typed = TYPED[type];
  if (typed === undefined || read[typed[0]] === 0 || raw !== undefined) return undefined;
  const values = read[typed[0]] / typed[1];
  if (BigInt(Math.floor(values)) === elements && Number.isInteger(values)) return undefined;
  return { oddity: "size-mismatch", detail: `${values} values for ${shape}` } as const;
}
