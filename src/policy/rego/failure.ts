/** Why rules gave no answer. None of them is ever taken for "nothing was found". */
export type RegoFailureKind =
  /** A file is no Rego, or not text. */
  | "parse"
  /** The rules ask for what is not there: a function, a field of the evidence; or are written where nobody asks. */
  | "rules"
  /** There is nothing to ask. */
  | "no-rules"
  /** A rule ended in an error. */
  | "evaluation"
  /** A rule ran too long, took too much memory, or called itself without end; too many or too large files or results. */
  | "limit"
  /** A result is not what results are. */
  | "result"
  /** The engine broke, or is not there. */
  | "engine";

/** A place in a rule file, from 1. Columns count characters. */
export interface RulePlace {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** Rules that could not be asked, in words for people: the place first, where there is one. */
export class RegoFailure extends Error {
  override readonly name = "RegoFailure";
  constructor(
    readonly kind: RegoFailureKind,
    message: string,
    readonly at?: RulePlace,
  ) {
    super(at === undefined ? message : `${at.file}:${at.line}:${at.column}: ${message}`);
  }
}
