/** A template as a tree. Places are characters from the start of the normalised source. */
export interface Span {
  readonly at: number;
  readonly end: number;
  /** Expressions inside each other below this one, itself included. */
  readonly height: number;
}

export type Binary = "or" | "and" | "+" | "-" | "*" | "/" | "//" | "%" | "**";

export type Expression =
  | (Span & { readonly kind: "constant"; readonly value: string | number | boolean | null; readonly escaped: boolean })
  | (Span & { readonly kind: "name"; readonly name: string })
  | (Span & { readonly kind: "list"; readonly items: readonly Expression[]; readonly tuple: boolean })
  | (Span & { readonly kind: "dict"; readonly pairs: readonly (readonly [Expression, Expression])[] })
  | (Span & { readonly kind: "unary"; readonly operator: "not" | "-" | "+"; readonly operand: Expression })
  | (Span & {
      readonly kind: "binary";
      readonly operator: Binary;
      readonly left: Expression;
      readonly right: Expression;
    })
  | (Span & { readonly kind: "concat"; readonly items: readonly Expression[] })
  | (Span & { readonly kind: "compare"; readonly items: readonly Expression[] })
  | (Span & {
      readonly kind: "conditional";
      readonly test: Expression;
      readonly then: Expression;
      readonly otherwise?: Expression;
    })
  | (Span & { readonly kind: "attribute"; readonly object: Expression; readonly name: string })
  | (Span & { readonly kind: "subscript"; readonly object: Expression; readonly key: Expression })
  | (Span & { readonly kind: "slice"; readonly parts: readonly (Expression | undefined)[] })
  | (Span & { readonly kind: "call"; readonly callee: Expression; readonly given: Arguments })
  | (Span & {
      readonly kind: "filter";
      /** Absent where the body of a block is filtered. */
      readonly input?: Expression;
      readonly name: string;
      readonly given: Arguments;
    })
  | (Span & { readonly kind: "test"; readonly input: Expression; readonly name: string; readonly given: Arguments });

export type ExpressionOf<K extends Expression["kind"]> = Extract<Expression, { kind: K }>;

export interface Arguments {
  readonly positional: readonly Expression[];
  readonly named: readonly (readonly [string, Expression])[];
  /** What stands behind `*` and `**`. */
  readonly spread: readonly Expression[];
}

/** What a value is given to: a name, `namespace.attribute`, or several of them. */
export type Target =
  | { readonly kind: "name"; readonly name: string }
  | { readonly kind: "attribute"; readonly object: string; readonly name: string }
  | { readonly kind: "tuple"; readonly items: readonly Target[] };

export interface Parameter {
  readonly name: string;
  readonly default?: Expression;
}

/** Bodies are filled while they are parsed, so that what stands before a break is there. */
export type Statement = { readonly at: number; readonly end: number } & (
  | { readonly kind: "data"; readonly text: string }
  | { readonly kind: "output"; readonly value: Expression }
  | { readonly kind: "do"; readonly value: Expression }
  | { readonly kind: "set"; readonly target: Target; readonly value: Expression }
  | { readonly kind: "set-block"; readonly target: Target; readonly filter?: Expression; readonly body: Statement[] }
  | {
      readonly kind: "for";
      readonly target: Target;
      readonly over: Expression;
      readonly test?: Expression;
      readonly body: Statement[];
      readonly otherwise: Statement[];
    }
  | { readonly kind: "if"; readonly branches: Branch[] }
  | { readonly kind: "with"; readonly pairs: readonly (readonly [Target, Expression])[]; readonly body: Statement[] }
  | {
      readonly kind: "macro";
      readonly name: string;
      readonly parameters: readonly Parameter[];
      readonly body: Statement[];
    }
  | {
      readonly kind: "call-block";
      readonly parameters: readonly Parameter[];
      readonly call: Expression;
      readonly body: Statement[];
    }
  | { readonly kind: "filter-block"; readonly filter: Expression; readonly body: Statement[] }
  | { readonly kind: "block"; readonly name: string; readonly body: Statement[] }
  /** `autoescape`, and blocks of extensions that change nothing here, as transformers' `generation`. */
  | { readonly kind: "scope"; readonly value?: Expression; readonly body: Statement[] }
  | {
      readonly kind: "load";
      readonly tag: "include" | "import" | "from" | "extends";
      readonly template: Expression;
      readonly names: readonly string[];
    }
  | { readonly kind: "loop-control"; readonly name: "break" | "continue" }
  /** A tag that Jinja does not have by itself, with the expressions in it that could be read. */
  | { readonly kind: "unknown-tag"; readonly name: string; readonly values: readonly Expression[] }
);

export type StatementOf<K extends Statement["kind"]> = Extract<Statement, { kind: K }>;

export interface Branch {
  /** Absent for `else`. */
  readonly test?: Expression;
  readonly body: Statement[];
}

/** Expressions directly below one. */
export function childrenOf(node: Expression): readonly Expression[] {
  switch (node.kind) {
    case "constant":
    case "name":
      return [];
    case "list":
    case "concat":
    case "compare":
      return node.items;
    case "dict":
      return node.pairs.flat();
    case "unary":
      return [node.operand];
    case "binary":
      return [node.left, node.right];
    case "conditional":
      return [node.then, node.test, ...(node.otherwise === undefined ? [] : [node.otherwise])];
    case "attribute":
      return [node.object];
    case "subscript":
      return [node.object, node.key];
    case "slice":
      return node.parts.filter((part) => part !== undefined);
    case "call":
      return [node.callee, ...allOf(node.given)];
    case "filter":
      return [...(node.input === undefined ? [] : [node.input]), ...allOf(node.given)];
    case "test":
      return [node.input, ...allOf(node.given)];
  }
}

export function allOf({ positional, named, spread }: Arguments): Expression[] {
  return [...positional, ...named.map(([, value]) => value), ...spread];
}
