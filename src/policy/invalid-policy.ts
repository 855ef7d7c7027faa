/** What is wrong in a policy file, and where. Lines and columns count from 1. */
export interface PolicyProblem {
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/** The policy file cannot be used: exit 2. Its message names file, line and column of each problem. */
export class InvalidPolicy extends Error {
  override readonly name = "InvalidPolicy";
  constructor(
    readonly source: string,
    readonly problems: readonly PolicyProblem[],
  ) {
    super(problems.map((p) => `${source}:${p.line}:${p.column}: ${p.message}`).join("\n"));
  }
}
