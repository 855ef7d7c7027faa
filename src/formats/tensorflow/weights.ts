import type { WeightsFacts } from "../../core/weights-facts";

/** Sums up tensors as they come. */
export class WeightSums {
  tensors = 0;
  private parameters = 0n;
  private bytes = 0;
  private readonly dtypes = new Map<string, bigint>();
  private readonly state = new Map<string, bigint>();

  /** `state`: it is an optimiser's, and no parameter. */
  add(dtype: string, elements: bigint, bytes: number, state = false): void {
    this.tensors++;
    this.parameters += elements;
    this.bytes += bytes;
    this.dtypes.set(dtype, (this.dtypes.get(dtype) ?? 0n) + elements);
    if (state) this.exclude(dtype, elements);
  }

  /** Elements that were added and are no parameters of their own. */
  exclude(dtype: string, elements: bigint): void {
    this.state.set(dtype, (this.state.get(dtype) ?? 0n) + elements);
  }

  /** Bytes of a part of a tensor that was added. */
  addBytes(bytes: number): void {
    this.bytes += bytes;
  }

  facts(format: string, metadata: Readonly<Record<string, string>> = {}): WeightsFacts {
    const { tensors, parameters, bytes } = this;
    const state = this.state.size === 0 ? {} : { state: sorted(this.state) };
    return { format, tensors, parameters, dtypes: sorted(this.dtypes), ...state, bytes, metadata };
  }
}

function sorted(counts: ReadonlyMap<string, bigint>): Record<string, bigint> {
  return Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
}
