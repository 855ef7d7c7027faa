import { lex } from "./lexer";
import { TemplateProblem } from "./problem";
import { StatementParser } from "./statements";
import { TokenStream } from "./stream";
import type { Statement } from "./tree";

export type * from "./tree";
export { bindingsOf, type Bindings } from "./bindings";
export { Folder } from "./fold";
export { fieldsOf, widthOf } from "./format-text";
export { TemplateProblem } from "./problem";
export { Mapping, isList, type Value } from "./values";
export { expressionsBelow, expressionsIn, statementsOf } from "./visit";

export interface Template {
  /** The text with Jinja's line ends: every place counts its characters. */
  readonly source: string;
  readonly body: readonly Statement[];
  /** Why the tree ends before the text does, where it does. */
  readonly problem?: TemplateProblem;
}

/**
 * A template as Jinja 3.1 parses it with its default delimiters, and with `trim_blocks` and `lstrip_blocks` as
 * transformers sets them. Never throws for what the text holds: what stands before a break is in the tree.
 */
export function parseTemplate(text: string): Template {
  const lexed = lex(text);
  const body: Statement[] = [];
  try {
    new StatementParser(new TokenStream(lexed)).into(body, []);
    return { source: lexed.source, body };
  } catch (error) {
    if (!(error instanceof TemplateProblem)) throw error;
    return { source: lexed.source, body, problem: error };
  }
}
