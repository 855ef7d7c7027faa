/**
 * Where indexes of advisory databases are kept from run to run. An index that leaves a record out hides it, so what `get` gives
 * must have been written by this program for this user: who implements it answers for that. Neither throws: what cannot be
 * read, kept or trusted is as if it were not there.
 */
export interface DatabaseIndexStore {
  /** What was put for this key (hexadecimal digits), whole or not: who asks validates. */
  get(key: string): Uint8Array | undefined;
  put(key: string, bytes: Uint8Array): void;
}
