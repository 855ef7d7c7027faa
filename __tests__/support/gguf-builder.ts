/** GGUF files, true or not, byte by byte: `gguf().text("a", "b").tensor("w", [32]).build()`. */
export interface TensorOptions {
  readonly type?: number;
  /** From where the data begin; behind the last tensor where absent. */
  readonly offset?: bigint;
  /** Bytes of data that the file really has for it. */
  readonly size?: number;
}

interface GgufOptions {
  readonly version?: number;
  readonly big?: boolean;
  readonly alignment?: number;
  /** What the header says, where it is not true. */
  readonly tensorCount?: bigint;
  readonly pairCount?: bigint;
}

export function gguf(options: GgufOptions = {}): GgufBuilder {
  return new GgufBuilder(options);
}

export class GgufBuilder {
  private readonly pairs: Buffer[] = [];
  private readonly tensors: Buffer[] = [];
  private dataSize = 0n;

  constructor(private readonly options: GgufOptions) {}

  text(key: string, value: string): this {
    return this.raw(key, 8, this.string(value));
  }

  u32(key: string, value: number): this {
    return this.raw(key, 4, this.number(value, 4));
  }

  u16(key: string, value: number): this {
    return this.raw(key, 2, this.number(value, 2));
  }

  texts(key: string, values: readonly string[]): this {
    const items = values.map((value) => this.string(value));
    return this.raw(key, 9, Buffer.concat([this.number(8, 4), this.count(BigInt(values.length)), ...items]));
  }

  /** A pair with any type and bytes. */
  raw(key: string, type: number, value: Uint8Array): this {
    this.pairs.push(Buffer.concat([this.string(key), this.number(type, 4), value]));
    return this;
  }

  /** Of 32-bit floats where no type is given; `size` follows from one dimension. */
  tensor(name: string, dims: readonly (number | bigint)[], { type = 0, offset, size }: TensorOptions = {}): this {
    const own = size ?? dims.reduce<number>((total, dim) => total * Number(dim), 4);
    const parts = [this.string(name), this.number(dims.length, 4), ...dims.map((dim) => this.count(BigInt(dim)))];
    this.tensors.push(Buffer.concat([...parts, this.number(type, 4), this.u64(offset ?? this.dataSize)]));
    this.dataSize += BigInt(Math.ceil(own / this.alignment) * this.alignment);
    return this;
  }

  build(append: Uint8Array = new Uint8Array()): Buffer {
    const { version = 3, tensorCount, pairCount } = this.options;
    const header = Buffer.concat([
      Buffer.from("GGUF"),
      this.number(version, 4),
      this.count(tensorCount ?? BigInt(this.tensors.length)),
      this.count(pairCount ?? BigInt(this.pairs.length)),
      ...this.pairs,
      ...this.tensors,
    ]);
    const padding = this.tensors.length === 0 ? 0 : -header.length & (this.alignment - 1);
    return Buffer.concat([header, Buffer.alloc(padding), Buffer.alloc(Number(this.dataSize)), append]);
  }

  string(value: string): Buffer {
    const bytes = Buffer.from(value);
    return Buffer.concat([this.count(BigInt(bytes.length)), bytes]);
  }

  /** As wide as the version's counts and lengths. */
  count(value: bigint): Buffer {
    return this.options.version === 1 ? this.number(Number(value), 4) : this.u64(value);
  }

  number(value: number, bytes: number): Buffer {
    const out = Buffer.alloc(bytes);
    if (this.options.big === true) out.writeUIntBE(value, 0, bytes);
    else out.writeUIntLE(value, 0, bytes);
    return out;
  }

  u64(value: bigint): Buffer {
    const out = Buffer.alloc(8);
    if (this.options.big === true) out.writeBigUInt64BE(BigInt.asUintN(64, value));
    else out.writeBigUInt64LE(BigInt.asUintN(64, value));
    return out;
  }

  private get alignment(): number {
    return this.options.alignment ?? 32;
  }
}
