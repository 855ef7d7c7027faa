/** What is wrong in a policy file, and where. Lines and columns count from 1. */
export interface PolicyProblem {
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/** Problems that are told one by one. A file that is no policy at all has one for each of its lines. CWE-770. */
const MAX_TOLD = 50;

/** The policy file cannot be used: exit 2. Its message names file, line and column of each problem. */
export class InvalidPolicy extends Error {
  override readonly name = "InvalidPolicy";
  readonly problems: readonly PolicyProblem[];
  constructor(
    readonly source: string,
    problems: readonly PolicyProblem[],
  ) {
    const told = bounded(problems);
    super(told.map((p) => `${source}:${p.line}:${p.column}: ${p.message}`).join("\n"));
    this.problems = told;
  }
}

function bounded(problems: readonly PolicyProblem[]): readonly PolicyProblem[] {
  const next = problems[MAX_TOLD];
  if (next === undefined) return problems;
  const more = `${problems.length - MAX_TOLD} more problems from here on`;
  return [...problems.slice(0, MAX_TOLD), { ...next, message: more }];
}
