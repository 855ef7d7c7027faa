/** What a look-up with the API may cost. Tests give smaller ones. */
export interface ApiLimits {
  /** Milliseconds that all look-ups of a run may take together. CWE-400. */
  readonly totalMs: number;
  /** Milliseconds of one request. The API answers 95 of 100 batches within 6 s (https://google.github.io/osv.dev/api/). */
  readonly requestMs: number;
  /** Times that a request is made where the server or the connection fails. */
  readonly attempts: number;
  /** Times that it is made where the answer makes no sense: another try mends what a proxy on the way cut. */
  readonly attemptsAtSense: number;
  /** Milliseconds before the second try, doubled each time, and up to a half more or less at random. */
  readonly backOffMs: number;
  /** Queries in a batch. The API takes 1,000; two smaller ones are answered at the same time. */
  readonly batch: number;
  readonly batchesAtOnce: number;
  readonly recordsAtOnce: number;
  /** Pages of one query. Real packages have at most two thousand records, and the API gives a thousand a page. CWE-835. */
  readonly pages: number;
  /** Pages in a row that bring nothing new under a token that was there before: the API may need a moment. */
  readonly stalledPages: number;
  /** Records of one package. CWE-770. */
  readonly recordsOfOne: number;
  /** Requests of a run that are made only to find out which query of a batch is refused. CWE-770. */
  readonly splits: number;
  /** Bytes of a batch's answer; a thousand records take 70,000. CWE-770. */
  readonly batchBytes: number;
  /** Bytes of a record; the longest real ones have 300,000. CWE-770. */
  readonly recordBytes: number;
  /** Bytes of all answers together. All of PyPI's records that are no malware have 70 million. CWE-770. */
  readonly totalBytes: number;
}

export const API_LIMITS: ApiLimits = {
  totalMs: 20_000,
  requestMs: 10_000,
  attempts: 5,
  attemptsAtSense: 2,
  backOffMs: 500,
  batch: 500,
  batchesAtOnce: 8,
  recordsAtOnce: 64,
  pages: 100,
  stalledPages: 3,
  recordsOfOne: 10_000,
  splits: 100,
  batchBytes: 16 * 1024 ** 2,
  recordBytes: 4 * 1024 ** 2,
  totalBytes: 128 * 1024 ** 2,
};
