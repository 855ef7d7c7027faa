import { childrenOf, type Expression, type Parameter, type Statement } from "./tree";

/** Every statement of a tree, with the loops that it stands in, in the order of the text. Iterative. */
export function* statementsOf(body: readonly Statement[]): Generator<Statement> {
  const open: Statement[] = [...body].reverse();
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    yield next;
    for (const inner of [...bodiesOf(next)].reverse()) for (let i = inner.length - 1; i >= 0; i--) open.push(inner[i]!);
  }
}

/** The bodies of one statement. */
export function bodiesOf(statement: Statement): readonly (readonly Statement[])[] {
  switch (statement.kind) {
    case "if":
      return statement.branches.map(({ body }) => body);
    case "for":
      return [statement.body, statement.otherwise];
    default:
      return "body" in statement ? [statement.body] : [];
  }
}

/** The expressions that stand directly in one statement, not in its bodies. */
export function expressionsIn(statement: Statement): readonly Expression[] {
  switch (statement.kind) {
    case "output":
    case "do":
    case "set":
      return [statement.value];
    case "set-block":
      return statement.filter === undefined ? [] : [statement.filter];
    case "for":
      return statement.test === undefined ? [statement.over] : [statement.over, statement.test];
    case "if":
      return statement.branches.map(({ test }) => test).filter((test) => test !== undefined);
    case "with":
      return statement.pairs.map(([, value]) => value);
    case "macro":
      return defaultsOf(statement.parameters);
    case "call-block":
      return [...defaultsOf(statement.parameters), statement.call];
    case "filter-block":
      return [statement.filter];
    case "scope":
      return statement.value === undefined ? [] : [statement.value];
    case "load":
      return [statement.template];
    case "unknown-tag":
      return statement.values;
    case "data":
    case "block":
    case "loop-control":
      return [];
  }
}

function defaultsOf(parameters: readonly Parameter[]): Expression[] {
  return parameters.map((each) => each.default).filter((value) => value !== undefined);
}

/** An expression and all below it, with the one that each stands in directly. Iterative: depth costs no stack. */
export function* expressionsBelow(root: Expression): Generator<readonly [Expression, Expression | undefined]> {
  const open: [Expression, Expression | undefined][] = [[root, undefined]];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    yield next;
    const children = childrenOf(next[0]);
    for (let i = children.length - 1; i >= 0; i--) open.push([children[i]!, next[0]]);
  }
}
