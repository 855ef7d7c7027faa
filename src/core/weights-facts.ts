/**
 * What a file of weights holds, as its header says: for the ML-BOM and `inspect`. A rule may read it too.
 */
export interface WeightsFacts {
  /** Id of the format that read it. */
  readonly format: string;
  /** Number of tensors. */
  readonly tensors: number;
  /** Elements of all tensors together; a bigint because a header may say anything. */
  readonly parameters: bigint;
  /** Elements by dtype, in the format's own words (`F16`, `Q4_K`), sorted by name. */
  readonly dtypes: Readonly<Record<string, bigint>>;
  /** Of those, elements that are no parameters: an optimiser's state, second copies. By dtype; absent where there are none. */
  readonly state?: Readonly<Record<string, bigint>>;
  /** Bytes of tensor data. */
  readonly bytes: number;
  /** Key-value pairs that describe the model, values as text and shortened; at most `MAX_METADATA`. */
  readonly metadata: Readonly<Record<string, string>>;
  /** Keys of the metadata whose value is a list of texts, with the first of them; absent where there is none. */
  readonly lists?: Readonly<Record<string, readonly string[]>>;
  /** Each tensor, in the order of the file, where the format keeps their names. Only while the fact is handed on: nothing may keep it. */
  readonly each?: () => Iterable<TensorFact>;
}

/** A tensor as the header describes it. */
export interface TensorFact {
  readonly name: string;
  /** In the format's own words. */
  readonly dtype: string;
  /** As the header has it; absent where it says none that can be read. */
  readonly shape?: readonly (number | bigint)[];
}

/** Pairs of metadata that are kept of one file, and characters of each value. CWE-770. */
export const MAX_METADATA = 256;
export const MAX_METADATA_VALUE = 1024;
/** Texts of one list of metadata that are kept: tags and languages are few. CWE-770. */
export const MAX_METADATA_LIST = 32;
