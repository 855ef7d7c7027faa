/**
 * What one artifact, with everything inside it, may cost. Each limit has its unit, why it is where it
 * is, and the weakness it answers; past it the scan of the artifact stops and says so (MA-SYS-002).
 */
export const LIMITS = {
  /** Pickle opcodes. The largest normal pickles (tokenizers, data frames of objects) have tens of millions. CWE-400. */
  opcodes: 1_000_000_000,
  /** Bytes that decoders put out, beside `inflatedPerByte`: small bombs stop here. CWE-409. */
  inflated: 2 * 1024 ** 3,
  /** Members of archives, counted through all levels. Mixture-of-experts checkpoints have some 30,000. CWE-400. */
  members: 500_000,
  /** Containers inside containers. Real ones have four: a tar of a gzip of a zip of a pickle. CWE-674. */
  depth: 12,
  /** Facts kept about one artifact (distinct globals, calls and the like). Real ones have a few hundred. CWE-770. */
  facts: 100_000,
  /** Values that a pickle's containers keep at once, as `pickle/census.ts` counts them. CWE-770. */
  values: 24_000_000,
  /** Nested streams that are tried inside literals and padding. CWE-400. */
  nested: 20_000,
  /** Fields and records of headers (protobuf fields, tables, objects of HDF5) that are walked over. CWE-400. */
  fields: 50_000_000,
  /** Directory and header bytes held in memory at once (a zip directory, a tar header chain). CWE-770. */
  held: 256 * 1024 ** 2,
} as const;

/** Decoded bytes granted for each stored byte on top of `LIMITS.inflated`: arrays of zeros are normal. */
export const INFLATED_PER_BYTE = 40;

export type Cost = keyof typeof LIMITS;

/** The input asked for more than one artifact may cost. */
export class LimitExceeded extends Error {
  override readonly name = "LimitExceeded";
  constructor(
    readonly what: Cost,
    readonly limit: number,
  ) {
    super(`more than ${limit.toLocaleString("en-US")} ${WORDS[what]}`);
  }
}

const WORDS: Record<Cost, string> = {
  opcodes: "pickle opcodes",
  inflated: "decompressed bytes",
  members: "archive members",
  depth: "containers inside each other",
  facts: "different imports, calls and other facts",
  values: "values kept at once",
  nested: "nested streams",
  fields: "fields and records of headers",
  held: "bytes of headers",
};

/** Counts what is spent on one artifact. */
export class Budget {
  private readonly left: Record<Cost, number>;
  private readonly limits: Record<Cost, number>;

  /** `storedBytes`: the artifact's size on disk. `limits`: other limits, for tests. */
  constructor(storedBytes = 0, limits: Partial<Record<Cost, number>> = {}) {
    this.limits = { ...LIMITS, inflated: LIMITS.inflated + storedBytes * INFLATED_PER_BYTE, ...limits };
    this.left = { ...this.limits };
  }

  /** Throws `LimitExceeded` when less than `amount` is left. */
  spend(what: Cost, amount: number): void {
    this.left[what] -= amount;
    if (this.left[what] < 0) throw new LimitExceeded(what, this.limits[what]);
  }

  /** Gives back what is only held for a while (`held`, `depth`). */
  release(what: Cost, amount: number): void {
    this.left[what] += amount;
  }
}
