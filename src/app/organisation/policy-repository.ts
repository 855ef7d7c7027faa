/** What is asked of the organisation's repository at the commit: one file, or the entries of a folder. */
export interface PolicyRepository {
  /** Throws `ConfigurationError` and `PolicyUnavailable`. */
  text(path: string, maxBytes: number): Promise<string>;
  listing(path: string): Promise<unknown>;
}
