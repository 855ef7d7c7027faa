/** What is impossible, or at least odd, about how a model file lays out its parts. */
export type LayoutOddity =
  | "out-of-file" // a range, offset or length beyond the end of the file
  | "overlap" // two parts claim the same bytes
  | "gap" // bytes between parts that belong to none
  | "size-mismatch" // dtype and shape say another size than the range has
  | "duplicate-key" // the same name twice: readers differ in which one counts
  | "bad-count" // a count, rank or length that no real file has, or that does not fit the rest
  | "bad-value" // a value that the format does not have (dtype, alignment, version)
  | "misaligned" // a part that does not begin where the format says it must
  | "missing-part" // an index names a part that the file or shard does not have
  | "unlisted-part" // a file or shard has a part that the index does not name
  | "wrong-kind" // an index names a part of another format than its own
  | "stale-total" // an index sums its parts up to another size than they have
  | "unknown-field" // bytes in a field that the format does not have, which its readers pass over
  | "appended"; // bytes behind the last part

export interface LayoutFact {
  readonly oddity: LayoutOddity;
  /** The tensor, key or section it is about, where it is about one. */
  readonly part?: string;
  readonly detail: string;
  /** Bytes from the start of the artifact. */
  readonly offset?: number;
  /** From 1, where the artifact is text that people read. */
  readonly line?: number;
}

/** One model file's layout. Yielded only where something is odd. */
export interface LayoutFacts {
  /** Id of the format that saw it. */
  readonly format: string;
  readonly oddities: readonly LayoutFact[];
}
