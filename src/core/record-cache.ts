/**
 * Records of an advisory database that were fetched before. What it says is not trusted more than an answer of the network:
 * who asks validates. Never throws; what cannot be read or kept is as if it were not there.
 */
export interface RecordCache {
  /** The JSON text of a record as it was at `modified`; `undefined` where it is not kept. */
  get(id: string, modified: string): string | undefined;
  put(id: string, modified: string, json: string): void;
  /** Keeps what was put for the next run. */
  flush(): void;
}
