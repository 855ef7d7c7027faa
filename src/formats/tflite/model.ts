import { Malformed } from "../../core/bytes";
import type { GraphValue, OperatorFact } from "../../core/graph-facts";
import type { LayoutFact } from "../../core/layout-facts";
import { shorten } from "../../core/text";
import type { FlatBuffer, FlatTable, FlatVector } from "../../bytes/flatbuffers";
import { flexOperator } from "./flex";
import { BUILTINS, CUSTOM, CUSTOM_CALL } from "./builtin-names";

/** Fields of the tables, in the schema's order (tensorflow/lite/schema/schema.fbs). */
const MODEL = { version: 0, codes: 1, subgraphs: 2, description: 3, buffers: 4, metadata: 6, signatures: 7, groups: 8 };
const SUBGRAPH = { tensors: 0, inputs: 1, outputs: 2, operators: 3, name: 4 };
const OPERATOR = {
  code: 0,
  inputs: 1,
  outputs: 2,
  options: 4,
  customOptions: 5,
  largeOffset: 9,
  largeSize: 10,
  options2: 12,
};
const CODE = { deprecated: 0, custom: 1, builtin: 3 };
const TENSOR = { shape: 0, type: 1, buffer: 2, name: 3, quantization: 4 };
/** QuantizationParameters: vectors by field, with the bytes of an element. */
const QUANTIZATION = [
  [0, 4],
  [1, 4],
  [2, 4],
  [3, 8],
] as const;
const BUFFER = { data: 0, offset: 1, size: 2 };

/** Sections of a file that are told odd, and graph values that are kept. CWE-770. */
const MAX_ODDITIES = 100;
const MAX_VALUES = 1000;
/** Dimensions of a tensor, and inputs or outputs of a graph or operator. */
const MAX_RANK = 254;
const MAX_PORTS = 100_000;
/** Buffers whose place is kept: metadata stands in the last of some thousands. CWE-770. */
const MAX_PLACES = 1_000_000;
/** Characters of names. */
const MAX_NAME = 256;
/** Fields of an operator that are read, however many offsets lead to it. CWE-400. */
const OPERATOR_COST = 10;
/** A node with its constants in the options of an operator. Bytes. CWE-770. */
const MAX_FLEX = 16 * 1024 ** 2;
/** What one part costs in memory beside its name, bytes: offsets may lead many times to the same one. */
const HELD = 100;

/** TensorType by number, and bits of one element; 0 where they are not fixed. */
const TYPES: readonly (readonly [string, number])[] = [
  ["float32", 32],
  ["float16", 16],
  ["int32", 32],
  ["uint8", 8],
  ["int64", 64],
  ["string", 0],
  ["bool", 8],
  ["int16", 16],
  ["complex64", 64],
  ["int8", 8],
  ["float64", 64],
  ["complex128", 128],
  ["uint64", 64],
  ["resource", 0],
  ["variant", 0],
  ["uint32", 32],
  ["uint16", 16],
  ["int4", 4],
  ["bfloat16", 16],
  ["int2", 2],
  ["uint4", 4],
];

interface Tensor {
  readonly name: string;
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly buffer: number;
}

/** Reads the model of a buffer that is checked piece by piece, and collects what it says. */
export class LiteModel {
  readonly operators = new Map<string, OperatorFact>();
  readonly inputs: GraphValue[] = [];
  readonly outputs: GraphValue[] = [];
  readonly oddities: LayoutFact[] = [];
  readonly metadata: Record<string, string> = {};
  /** Buffers of metadata, which nothing but their own readers looks at. */
  readonly described: { readonly name: string; readonly start: number; readonly end: number }[] = [];
  /** Names of files beside the model that hold weights. */
  readonly external: string[] = [];
  readonly tensors: { readonly dtype: string; readonly elements: bigint; readonly bytes: number }[] = [];
  private readonly root: FlatTable;
  private codes: readonly { name: string; domain?: string }[] = [];
  /** Bytes of each buffer; undefined where its range cannot be. */
  private buffers: readonly (number | undefined)[] = [];
  /** Where they are. */
  private readonly places = new Map<number, { readonly start: number; readonly end: number }>();

  constructor(
    private readonly flat: FlatBuffer,
    /** Bytes of the whole file: buffers of large models stand behind the flat part. */
    private readonly fileSize: number,
  ) {
    this.root = flat.root();
  }

  read(): void {
    const { root } = this;
    this.metadata["version"] = String(root.uint(MODEL.version, 4));
    const description = root.text(MODEL.description, MAX_NAME);
    if (description !== undefined && description !== "") this.metadata["description"] = description;
    this.codes = Array.from(root.tables(MODEL.codes), (code) => this.code(code));
    this.buffers = Array.from(root.tables(MODEL.buffers), (buffer, i) => this.buffer(buffer, i));
    this.readMetadata();
    for (const group of root.tables(MODEL.groups)) {
      const name = group.text(0, 4096);
      if (name !== undefined && name !== "" && this.external.length < MAX_ODDITIES) this.external.push(name);
    }
    let index = 0;
    for (const subgraph of root.tables(MODEL.subgraphs)) this.subgraph(subgraph, index++);
    if (index === 0) this.tell("bad-count", undefined, "the model has no graph");
  }

  private readMetadata(): void {
    const names: string[] = [];
    for (const entry of this.root.tables(MODEL.metadata)) {
      const buffer = entry.uint(1, 4);
      const name = entry.text(0, MAX_NAME) ?? "";
      if (buffer >= this.buffers.length)
        this.tell("out-of-file", name, `its metadata is in buffer ${buffer}, and there are ${this.buffers.length}`);
      const place = this.places.get(buffer);
      if (place !== undefined && this.described.length < MAX_ODDITIES) this.described.push({ name, ...place });
      if (names.length < MAX_ODDITIES) names.push(name);
    }
    if (names.length > 0) this.metadata["metadata"] = shorten(names.join(", "), 1024);
  }

  private code(table: FlatTable): { name: string; domain?: string } {
    const code = codeOf(table);
    this.flat.hold(HELD + 2 * code.name.length);
    return code;
  }

  /** Bytes of a buffer, which stand in the table or, in large models, at an offset of the file. */
  private buffer(table: FlatTable, index: number): number | undefined {
    this.flat.hold(8);
    const data = table.vector(BUFFER.data, 1);
    const [offset, size] = [table.ulong(BUFFER.offset), table.ulong(BUFFER.size)];
    // 1 is what converters leave where nothing is.
    const inside = offset <= 1n;
    if (!inside && !this.isInFile(offset, size, `buffer ${index}`)) return undefined;
    const [start, length] = inside ? [data?.at ?? 0, data?.length ?? 0] : [Number(offset), Number(size)];
    if (length > 0 && this.places.size < MAX_PLACES) {
      this.flat.hold(HELD);
      this.places.set(index, { start, end: start + length });
    }
    return length;
  }

  private isInFile(offset: bigint, size: bigint, part: string): boolean {
    if (offset + size > BigInt(this.fileSize)) {
      this.tell("out-of-file", part, `its ${size} bytes at ${offset} go beyond the file's ${this.fileSize}`);
      return false;
    }
    this.flat.reach = Math.max(this.flat.reach, Number(offset + size));
    return true;
  }

  private subgraph(table: FlatTable, index: number): void {
    const tensors = Array.from(table.tables(SUBGRAPH.tensors), (tensor) => this.tensor(tensor));
    const name = table.text(SUBGRAPH.name, MAX_NAME) ?? "";
    const where = index === 0 ? [] : [name === "" ? `subgraph ${index}` : name];
    for (const operator of table.tables(SUBGRAPH.operators)) this.operator(operator, where, tensors);
    for (const [field, into] of [
      [SUBGRAPH.inputs, this.inputs],
      [SUBGRAPH.outputs, this.outputs],
    ] as const)
      for (const place of table.ints(field, MAX_PORTS)) {
        const tensor = tensors[place];
        if (tensor === undefined)
          this.tell("bad-value", `subgraph ${index}`, `it names tensor ${place}, and there are ${tensors.length}`);
        else if (index === 0 && into.length < MAX_VALUES)
          into.push({ name: tensor.name, dtype: tensor.dtype, shape: tensor.shape });
      }
  }

  private tensor(table: FlatTable): Tensor {
    const type = table.int(TENSOR.type, 1);
    const [dtype, bits] = TYPES[type] ?? [`type ${type}`, 0];
    const shape = table.ints(TENSOR.shape, MAX_RANK);
    const name = table.text(TENSOR.name, MAX_NAME) ?? "";
    const buffer = table.uint(TENSOR.buffer, 4);
    this.flat.hold(2 * HELD + 2 * name.length + 8 * shape.length);
    if (TYPES[type] === undefined) this.tell("bad-value", name, `there is no type ${type}`);
    if (buffer >= Math.max(1, this.buffers.length))
      this.tell("out-of-file", name, `it is in buffer ${buffer}, and there are ${this.buffers.length}`);
    // Not used, and yet checked: where they end is where the model ends.
    const quantization = table.table(TENSOR.quantization);
    for (const [field, width] of QUANTIZATION) quantization?.vector(field, width);
    const bytes = this.buffers[buffer] ?? 0;
    const elements = shape.reduce((all, size) => all * BigInt(Math.max(0, size)), 1n);
    if (bytes > 0) this.weigh(name, { dtype, elements, bytes }, bits);
    return { name, dtype, shape, buffer };
  }

  private weigh(name: string, tensor: LiteModel["tensors"][number], bits: number): void {
    this.tensors.push(tensor);
    const expected = (tensor.elements * BigInt(bits) + 7n) / 8n;
    if (bits > 0 && expected > BigInt(tensor.bytes))
      this.tell(
        "size-mismatch",
        name,
        `its shape and type ${tensor.dtype} need ${expected} bytes, its buffer has ${tensor.bytes}`,
      );
  }

  private operator(table: FlatTable, where: readonly string[], tensors: readonly Tensor[]): void {
    this.flat.spend(OPERATOR_COST);
    const index = table.uint(OPERATOR.code, 4);
    let code = this.codes[index];
    if (code === undefined)
      return this.tell("bad-value", undefined, `an operator has code ${index}, and there are ${this.codes.length}`);
    for (const field of [OPERATOR.inputs, OPERATOR.outputs])
      for (const place of table.ints(field, MAX_PORTS))
        if (place < -1 || place >= tensors.length)
          this.tell("bad-value", code.name, `an operator names tensor ${place}, and there are ${tensors.length}`);
    const options = this.customOptions(table, code.name);
    table.table(OPERATOR.options);
    if (code.name === BUILTINS[CUSTOM_CALL])
      code = { name: table.table(OPERATOR.options2)?.text(0, MAX_NAME) ?? "", domain: "custom-call" };
    if (code.domain === "flex") this.flex(code.name, options, where, table.at);
    this.count(code, where, table.at);
  }

  /** The delegate for TensorFlow's operators runs the node in the options, whatever the operator is called. */
  private flex(name: string, options: FlatVector | undefined, where: readonly string[], offset: number): void {
    if (options === undefined || options.length === 0) return;
    if (options.length > MAX_FLEX)
      return this.tell("bad-count", name, `the node in its options has ${options.length} bytes`);
    this.flat.spend(options.length >> 6); // many operators may share the same options
    try {
      const op = flexOperator(this.flat.bytesAt(options.at, options.length), this.flat.budget);
      if (op === name) return;
      this.tell("bad-value", name, `the node in its options is ${op === "" ? "without an operator" : `a ${op}`}`);
      if (op !== "") this.count({ name: op, domain: "flex" }, where, offset);
    } catch (error) {
      if (!(error instanceof Malformed)) throw error;
      this.tell("bad-value", name, `the node in its options cannot be read: ${error.message}`);
    }
  }

  /** In the table, or in large models at an offset of the file. */
  private customOptions(table: FlatTable, name: string): FlatVector | undefined {
    const options = table.vector(OPERATOR.customOptions, 1);
    const [large, size] = [table.ulong(OPERATOR.largeOffset), table.ulong(OPERATOR.largeSize)];
    if (large <= 1n || !this.isInFile(large, size, `options of ${name}`)) return options;
    return { at: Number(large), length: Number(size) };
  }

  private count(code: { name: string; domain?: string }, where: readonly string[], offset: number): void {
    const key = `${code.domain ?? ""}\0${code.name}`;
    const known = this.operators.get(key);
    if (known === undefined) this.flat.hold(2 * HELD + 2 * code.name.length);
    this.operators.set(
      key,
      known === undefined ? { ...code, count: 1, where, offset } : { ...known, count: known.count + 1 },
    );
  }

  private tell(oddity: LayoutFact["oddity"], part: string | undefined, detail: string): void {
    if (this.oddities.length < MAX_ODDITIES)
      this.oddities.push({ oddity, detail, ...(part === undefined ? {} : { part }) });
  }
}

/** Old files have the number in a byte; new ones have it twice, and the larger counts (schema_utils.cc). */
function codeOf(table: FlatTable): { name: string; domain?: string } {
  const number = Math.max(table.int(CODE.deprecated, 1), table.int(CODE.builtin, 4));
  const custom = table.text(CODE.custom, MAX_NAME) ?? "";
  if (number !== CUSTOM) return { name: BUILTINS[number] ?? `operator ${number}` };
  if (custom.startsWith("Flex")) return { name: custom.slice(4), domain: "flex" };
  return { name: custom, domain: "custom" };
}

/** The model at the start of a file, read to its end or to what breaks it. */
export function readModel(model: LiteModel): Malformed | undefined {
  try {
    model.read();
    return undefined;
  } catch (error) {
    if (error instanceof Malformed) return error;
    throw error;
  }
}
