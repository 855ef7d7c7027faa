import type { OptionName } from "../options";

/** What one option is, for the help and for completions. The parser knows its type (`app/options.ts`). */
export interface OptionWords {
  /** What stands behind it, `FILE`; absent for one that stands alone. */
  readonly value?: string;
  readonly says: string;
  /** Its only values. */
  readonly values?: readonly string[];
  /** What a shell offers in its place. */
  readonly takes?: "file" | "directory";
}

/** One command's page. */
export interface Page {
  /** Each way to call it, without the program's name. The first stands on the general page. */
  readonly usage: readonly [string, ...string[]];
  /** One line, without a full stop. */
  readonly says: string;
  /** What else has to be known before it is used, as lines. */
  readonly more?: readonly string[];
  /** Every option that it takes; one that is not here is refused (`app/taken-options.ts`). */
  readonly options: readonly OptionName[];
  /** Options that mean something narrower here than their words elsewhere. */
  readonly words?: Readonly<Partial<Record<OptionName, OptionWords>>>;
  /** What `--format` takes here; absent where `options` has no `format`. */
  readonly formats?: readonly string[];
  /** The first operand's fixed values, `policy check`, and what of `options` each takes. */
  readonly verbs?: Readonly<Record<string, readonly OptionName[]>>;
  /** What the operands are, for completions. */
  readonly operands?: "file" | "directory" | "rule" | "command" | "shell";
  /** What somebody wants, and the command line that does it, without the program's name. */
  readonly examples: readonly (readonly [want: string, line: string])[];
  /** Exit codes, where they differ from the gate's. */
  readonly exit?: string;
  /** A page under `docs/`, or a heading of the README. */
  readonly page?: string;
}
