import type { WeightsFacts } from "../../core/weights-facts";

/** Sums up tensors as they come. */
export class WeightSums {
  tensors = 0;
  private parameters = 0n;
  private bytes = 0;
  private readonly dtypes = new Map<string, bigint>();

  add(dtype: string, elements: bigint, bytes: number): void {
    this.tensors++;
    this.parameters += elements;
    this.bytes += bytes;
    this.dtypes.set(dtype, (this.dtypes.get(dtype) ?? 0n) + elements);
  }

  /** Bytes of a part of a tensor that was added. */
  addBytes(bytes: number): void {
    this.bytes += bytes;
  }

  facts(format: string, metadata: Readonly<Record<string, string>> = {}): WeightsFacts {
    const sorted = [...this.dtypes].sort(([a], [b]) => (a < b ? -1 : 1));
    const { tensors, parameters, bytes } = this;
    return { format, tensors, parameters, dtypes: Object.fromEntries(sorted), bytes, metadata };
  }
}
