/** What `cases.cjs` exports, for the tests. */
export interface PolicyCase {
  readonly policy: string;
  readonly name: string;
  /** How many results it has to give. */
  readonly deny: number;
  readonly warn: number;
  readonly evidence: object;
}
export function examples(root: string): {
  readonly policies: ReadonlyMap<string, string>;
  readonly cases: readonly PolicyCase[];
  readonly base: object;
};
export function withoutEach(document: object): Iterable<readonly [string, object]>;
