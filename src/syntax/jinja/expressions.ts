import { TemplateProblem } from "./problem";
import type { TokenStream } from "./stream";
import { childrenOf, type Arguments, type Binary, type Expression, type Target } from "./tree";

/**
 * Expressions below each other in a chain. Jinja's compiler walks them by recursion, and gives up at some 200 under
 * Python's own limit; real templates have up to 30. CWE-674.
 */
const MAX_HEIGHT = 250;
/** Expressions of a template; real ones have at most some 10,000. CWE-770. */
const MAX_EXPRESSIONS = 300_000;

/** What ends a tuple without brackets beside the ends of tags and `)`. */
export type TupleEnd = "in" | "recursive" | undefined;

const CONSTANTS: Readonly<Record<string, boolean | null>> = {
  true: true,
  True: true,
  false: false,
  False: false,
  none: null,
  None: null,
};

type Bare = Expression extends infer E ? (E extends Expression ? Omit<E, "at" | "end" | "height"> : never) : never;

/** Jinja's expressions (parser.py of 3.1), each level of precedence as Jinja has it. */
export class ExpressionParser {
  private made = 0;

  constructor(private readonly stream: TokenStream) {}

  /** An expression, or several with commas between them. */
  tuple(conditional = true, end?: TupleEnd): Expression {
    return this.tupleOf(() => this.expression(conditional), false, end);
  }

  expression(conditional = true): Expression {
    return this.stream.deeper(8, () => (conditional ? this.conditional() : this.or()));
  }

  /** Something to give a value to: names, tuples of them, and `namespace.attribute` where it is allowed. */
  target(namespaced: boolean, end?: TupleEnd): Target {
    const attributes = new Map<Expression, Target>();
    const { at } = this.stream.current;
    const parsed = this.tupleOf(() => this.primary(namespaced ? attributes : undefined), false, end);
    return targetOf(parsed, attributes) ?? this.stream.fail("something that no value can be given to", at);
  }

  /** A name that a value can be given to. */
  name(): string {
    const { text, at } = this.stream.expect("name");
    return Object.hasOwn(CONSTANTS, text) ? this.stream.fail(`no value can be given to ${text}`, at) : text;
  }

  /** Filters behind each other; the first without its `|` where `inline`. */
  filters(input: Expression | undefined, inline = false): Expression | undefined {
    const { stream } = this;
    let node = input;
    for (let first = inline; first || stream.operator("|"); first = false) {
      if (!first) stream.take();
      const at = node?.at ?? stream.current.at;
      const name = this.dotted();
      const given = stream.operator("(") ? this.given() : { positional: [], named: [], spread: [] };
      node = this.make(at, { kind: "filter", ...(node === undefined ? {} : { input: node }), name, given });
    }
    return node;
  }

  private tupleOf(parse: () => Expression, brackets: boolean, end?: TupleEnd): Expression {
    const { stream } = this;
    const { at } = stream.current;
    const items: Expression[] = [];
    for (let several = false; ; several = true) {
      if (several) stream.expect("operator", ",");
      if (this.endsTuple(end)) {
        if (!several && !brackets) stream.fail("an expression is missing");
        break;
      }
      items.push(parse());
      if (stream.operator(",")) continue;
      if (!several) return items[0]!;
      break;
    }
    return this.make(at, { kind: "list", items, tuple: true });
  }

  private endsTuple(end: TupleEnd): boolean {
    const { stream } = this;
    if (stream.is("variable-end") || stream.is("block-end") || stream.operator(")")) return true;
    return end !== undefined && stream.word(end);
  }

  private conditional(): Expression {
    const { stream } = this;
    let node = this.or();
    while (stream.skip("name", "if")) {
      const test = this.or();
      const otherwise = stream.skip("name", "else") ? stream.deeper(1, () => this.conditional()) : undefined;
      const rest = otherwise === undefined ? {} : { otherwise };
      node = this.make(node.at, { kind: "conditional", test, then: node, ...rest });
    }
    return node;
  }

  private or(): Expression {
    return this.words("or", () => this.words("and", () => this.not()));
  }

  private words(operator: "or" | "and", parse: () => Expression): Expression {
    let left = parse();
    while (this.stream.skip("name", operator))
      left = this.make(left.at, { kind: "binary", operator, left, right: parse() });
    return left;
  }

  private not(): Expression {
    const { at } = this.stream.current;
    if (!this.stream.skip("name", "not")) return this.compare();
    const operand = this.stream.deeper(1, () => this.not());
    return this.make(at, { kind: "unary", operator: "not", operand });
  }

  private compare(): Expression {
    const items = [this.sum()];
    while (this.comparison()) items.push(this.sum());
    return items.length === 1 ? items[0]! : this.make(items[0]!.at, { kind: "compare", items });
  }

  private comparison(): boolean {
    const { stream } = this;
    for (const operator of ["==", "!=", ">", ">=", "<", "<="]) if (stream.skip("operator", operator)) return true;
    if (stream.skip("name", "in")) return true;
    if (!stream.word("not") || stream.ahead.type !== "name" || stream.ahead.text !== "in") return false;
    stream.take();
    stream.take();
    return true;
  }

  private sum(): Expression {
    return this.chain(["+", "-"], () => this.concat());
  }

  private concat(): Expression {
    const items = [this.product()];
    while (this.stream.skip("operator", "~")) items.push(this.product());
    return items.length === 1 ? items[0]! : this.make(items[0]!.at, { kind: "concat", items });
  }

  private product(): Expression {
    return this.chain(["*", "/", "//", "%"], () => this.chain(["**"], () => this.unary(true)));
  }

  private chain(operators: readonly Binary[], parse: () => Expression): Expression {
    let left = parse();
    for (;;) {
      const operator = operators.find((each) => this.stream.operator(each));
      if (operator === undefined) return left;
      this.stream.take();
      left = this.make(left.at, { kind: "binary", operator, left, right: parse() });
    }
  }

  private unary(filtered: boolean): Expression {
    const { stream } = this;
    const { at } = stream.current;
    const operator = (["-", "+"] as const).find((each) => stream.operator(each));
    let node;
    if (operator === undefined) node = this.primary();
    else {
      stream.take();
      const operand = stream.deeper(1, () => this.unary(false));
      node = this.make(at, { kind: "unary", operator, operand });
    }
    node = this.postfix(node);
    return filtered ? this.filtered(node) : node;
  }

  /** A name, a literal, or what stands in brackets. `attributes` takes the `namespace.attribute` of an assignment. */
  private primary(attributes?: Map<Expression, Target>): Expression {
    const { stream } = this;
    const { type, text, number, escaped, at } = stream.current;
    switch (type) {
      case "name":
        stream.take();
        return this.named(text, at, attributes);
      case "string": {
        let [value, several] = ["", -1];
        let written = escaped === true;
        for (; stream.is("string"); several++) {
          written ||= stream.current.escaped === true;
          value += stream.take().text;
        }
        return this.make(at, { kind: "constant", value, escaped: written || several > 0 });
      }
      case "integer":
      case "float":
        stream.take();
        return this.make(at, { kind: "constant", value: number!, escaped: false });
      default:
        return stream.deeper(3, () => this.bracketed(text, at));
    }
  }

  private named(name: string, at: number, attributes: Map<Expression, Target> | undefined): Expression {
    const { stream } = this;
    if (Object.hasOwn(CONSTANTS, name))
      return this.make(at, { kind: "constant", value: CONSTANTS[name]!, escaped: false });
    const node = this.make(at, { kind: "name", name });
    if (attributes !== undefined && stream.skip("operator", "."))
      attributes.set(node, { kind: "attribute", object: name, name: stream.expect("name").text });
    return node;
  }

  private bracketed(opening: string, at: number): Expression {
    const { stream } = this;
    if (stream.skip("operator", "(")) {
      const node = this.tupleOf(() => this.expression(), true);
      stream.expect("operator", ")");
      return node;
    }
    if (stream.skip("operator", "[")) {
      const items = this.listed("]", () => this.expression());
      return this.make(at, { kind: "list", items, tuple: false });
    }
    if (!stream.skip("operator", "{")) return stream.fail(`an unexpected ${opening === "" ? "end" : opening}`);
    const pairs = this.listed("}", () => {
      const key = this.expression();
      stream.expect("operator", ":");
      return [key, this.expression()] as const;
    });
    return this.make(at, { kind: "dict", pairs });
  }

  /** Items with commas between them, and maybe one at the end, up to the closing bracket. */
  private listed<T>(closing: string, parse: () => T): T[] {
    const { stream } = this;
    const items: T[] = [];
    while (!stream.operator(closing)) {
      if (items.length > 0) stream.expect("operator", ",");
      if (stream.operator(closing)) break;
      items.push(parse());
    }
    stream.take();
    return items;
  }

  private postfix(node: Expression): Expression {
    const { stream } = this;
    for (;;) {
      if (stream.operator(".")) node = this.attribute(node);
      else if (stream.operator("[")) node = this.subscript(node);
      else if (stream.operator("(")) node = this.make(node.at, { kind: "call", callee: node, given: this.given() });
      else return node;
    }
  }

  private filtered(node: Expression): Expression {
    const { stream } = this;
    for (;;) {
      if (stream.operator("|")) node = this.filters(node)!;
      else if (stream.word("is")) node = this.test(node);
      else if (stream.operator("(")) node = this.make(node.at, { kind: "call", callee: node, given: this.given() });
      else return node;
    }
  }

  private attribute(object: Expression): Expression {
    const { stream } = this;
    stream.take();
    const { type, text, number, at } = stream.take();
    if (type === "name") return this.make(object.at, { kind: "attribute", object, name: text });
    if (type !== "integer") return stream.fail("a name or number is missing", at);
    const key = this.make(at, { kind: "constant", value: number!, escaped: false });
    return this.make(object.at, { kind: "subscript", object, key });
  }

  private subscript(object: Expression): Expression {
    const { stream } = this;
    const { at } = stream.take();
    const items: Expression[] = [];
    while (!stream.operator("]")) {
      if (items.length > 0) stream.expect("operator", ",");
      items.push(this.subscribed());
    }
    stream.take();
    const key = items.length === 1 ? items[0]! : this.make(at, { kind: "list", items, tuple: true });
    return this.make(object.at, { kind: "subscript", object, key });
  }

  private subscribed(): Expression {
    const { stream } = this;
    const { at } = stream.current;
    const absent = () => stream.operator("]") || stream.operator(",");
    const parts: (Expression | undefined)[] = [];
    if (stream.skip("operator", ":")) parts.push(undefined);
    else {
      const node = this.expression();
      if (!stream.skip("operator", ":")) return node;
      parts.push(node);
    }
    parts.push(stream.operator(":") || absent() ? undefined : this.expression());
    parts.push(stream.skip("operator", ":") && !absent() ? this.expression() : undefined);
    return this.make(at, { kind: "slice", parts });
  }

  private given(): Arguments {
    const { stream } = this;
    const { at } = stream.expect("operator", "(");
    const positional: Expression[] = [];
    const named: [string, Expression][] = [];
    const spread: Expression[] = [];
    let [list, dict] = [false, false];
    const ensure = (fine: boolean) => fine || stream.fail("arguments in an order that no call has", at);
    for (let several = false; !stream.operator(")"); several = true) {
      if (several) stream.expect("operator", ",");
      if (stream.operator(")")) break;
      if (stream.skip("operator", "*")) {
        ensure(!list && !dict);
        list = true;
        spread.push(this.expression());
      } else if (stream.skip("operator", "**")) {
        ensure(!dict);
        dict = true;
        spread.push(this.expression());
      } else if (stream.is("name") && stream.ahead.type === "operator" && stream.ahead.text === "=") {
        ensure(!dict);
        const name = stream.take().text;
        stream.take();
        named.push([name, this.expression()]);
      } else {
        ensure(!list && !dict && named.length === 0);
        positional.push(this.expression());
      }
    }
    stream.take();
    return { positional, named, spread };
  }

  private dotted(): string {
    let name = this.stream.expect("name").text;
    while (this.stream.skip("operator", ".")) name += `.${this.stream.expect("name").text}`;
    return name;
  }

  private test(input: Expression): Expression {
    const { stream } = this;
    stream.take();
    const negated = stream.skip("name", "not");
    const name = this.dotted();
    const node = this.make(input.at, { kind: "test", input, name, given: this.tested() });
    return negated ? this.make(input.at, { kind: "unary", operator: "not", operand: node }) : node;
  }

  /** The argument of a test may stand without brackets; almost any name behind a test counts as one. */
  private tested(): Arguments {
    const { stream } = this;
    if (stream.operator("(")) return this.given();
    const { type, text } = stream.current;
    const begins =
      type === "name"
        ? text !== "else" && text !== "or" && text !== "and"
        : ["string", "integer", "float"].includes(type) || stream.operator("[") || stream.operator("{");
    if (!begins) return { positional: [], named: [], spread: [] };
    if (stream.word("is")) stream.fail("a test of a test");
    return { positional: [this.postfix(this.primary())], named: [], spread: [] };
  }

  private make<B extends Bare>(at: number, bare: B): B & { at: number; end: number; height: number } {
    const { stream } = this;
    if (++this.made > MAX_EXPRESSIONS)
      throw new TemplateProblem("limit", `more than ${MAX_EXPRESSIONS.toLocaleString("en-US")} expressions`, at);
    let height = 0;
    for (const child of childrenOf(bare as unknown as Expression)) height = Math.max(height, child.height);
    if (height >= MAX_HEIGHT)
      throw new TemplateProblem("limit", `an expression of more than ${MAX_HEIGHT.toLocaleString("en-US")} levels`, at);
    return { ...bare, at, end: stream.taken, height: height + 1 };
  }
}

function targetOf(node: Expression, attributes: ReadonlyMap<Expression, Target>): Target | undefined {
  const attribute = attributes.get(node);
  if (attribute !== undefined) return attribute;
  if (node.kind === "name") return { kind: "name", name: node.name };
  if (node.kind !== "list" || !node.tuple) return undefined;
  const items = node.items.map((item) => targetOf(item, attributes));
  return items.every((item) => item !== undefined) ? { kind: "tuple", items } : undefined;
}
