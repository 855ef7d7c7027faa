import { ExpressionParser } from "./expressions";
import { TemplateProblem } from "./problem";
import type { TokenStream } from "./stream";
import type { Branch, Expression, Parameter, Statement, Target } from "./tree";

/** Tokens of unknown tags that are passed over in one template: trying each of them costs. CWE-400. */
const MAX_SKIPPED = 2000;

/** A statement without its place, which is known when it begins and ends. */
type Bare = Statement extends infer S ? (S extends Statement ? Omit<S, "at" | "end"> : never) : never;

/** Jinja's statements (parser.py of 3.1), with those of its extensions `do` and `loopcontrols`, and transformers' `generation`. */
export class StatementParser {
  private readonly expressions: ExpressionParser;
  /** Tags of no known extension that were met: their `end...` is one too. */
  private readonly unknown = new Set<string>();
  /** Tokens of such tags that begin no expression. */
  private skipped = 0;

  constructor(private readonly stream: TokenStream) {
    this.expressions = new ExpressionParser(stream);
  }

  /** Adds to `body` until one of the tags `ends` comes, and gives that one; at the end of the template `undefined`. */
  into(body: Statement[], ends: readonly string[]): string | undefined {
    const { stream } = this;
    for (;;) {
      const { type, text, at, end } = stream.current;
      if (type === "end") return undefined;
      stream.take();
      if (type === "data") body.push({ kind: "data", text, at, end });
      else if (type === "variable-begin") {
        const value = this.expressions.tuple();
        body.push({ kind: "output", value, at, end: value.end });
        stream.expect("variable-end");
      } else {
        if (stream.is("name") && ends.includes(stream.current.text)) return stream.take().text;
        stream.deeper(4, () => this.statement(body, at));
        stream.expect("block-end");
      }
    }
  }

  /** The rest of a tag, then everything up to one of the tags `ends`, which is given. */
  private block(body: Statement[], ends: readonly string[]): string {
    const { stream } = this;
    stream.skip("operator", ":");
    stream.expect("block-end");
    return this.into(body, ends) ?? stream.fail(`${ends.join(" or ")} is missing`);
  }

  private statement(into: Statement[], at: number): void {
    const { stream } = this;
    const { text: tag } = stream.expect("name");
    const add = <B extends Bare>(bare: B): B => {
      const statement = { ...bare, at, end: stream.taken };
      into.push(statement as unknown as Statement);
      return bare;
    };
    switch (tag) {
      case "for":
        return this.loop(add);
      case "if":
        return this.condition(add);
      case "set":
        return this.assignment(add);
      case "with":
        return this.with(add);
      case "macro": {
        const name = this.expressions.name();
        const { body } = add({ kind: "macro", name, parameters: this.parameters(), body: [] as Statement[] });
        this.block(body, ["endmacro"]);
        return;
      }
      case "call":
        return this.callBlock(add);
      case "filter": {
        const filter = this.expressions.filters(undefined, true)!;
        this.block(add({ kind: "filter-block", filter, body: [] as Statement[] }).body, ["endfilter"]);
        return;
      }
      case "block":
        return this.namedBlock(add);
      default:
        this.plain(tag, add);
    }
  }

  /** Tags with no body, and those whose body changes nothing here. */
  private plain(tag: string, add: Adder): void {
    const { stream, expressions } = this;
    switch (tag) {
      case "print":
        for (let several = false; !stream.is("block-end"); several = true) {
          if (several) stream.expect("operator", ",");
          add({ kind: "output", value: expressions.expression() });
        }
        return;
      case "do":
        add({ kind: "do", value: expressions.tuple() });
        return;
      case "break":
      case "continue":
        add({ kind: "loop-control", name: tag });
        return;
      case "autoescape": {
        const value = expressions.expression();
        this.block(add({ kind: "scope", value, body: [] as Statement[] }).body, ["endautoescape"]);
        return;
      }
      case "generation":
        this.block(add({ kind: "scope", body: [] as Statement[] }).body, ["endgeneration"]);
        return;
      case "extends":
        add({ kind: "load", tag, template: expressions.expression(), names: [] });
        return;
      case "include": {
        const template = expressions.expression();
        if (this.words("ignore", "missing")) this.takeTwo();
        this.context();
        add({ kind: "load", tag, template, names: [] });
        return;
      }
      case "import": {
        const template = expressions.expression();
        stream.expect("name", "as");
        const names = [expressions.name()];
        this.context();
        add({ kind: "load", tag, template, names });
        return;
      }
      case "from":
        return this.fromImport(add);
      default:
        this.unknownTag(tag, add);
    }
  }

  private loop(add: Adder): void {
    const { stream, expressions } = this;
    const target = expressions.target(false, "in");
    stream.expect("name", "in");
    const over = expressions.tuple(false, "recursive");
    const test = stream.skip("name", "if") ? expressions.expression() : undefined;
    stream.skip("name", "recursive");
    const rest = test === undefined ? {} : { test };
    const { body, otherwise } = add({
      kind: "for",
      target,
      over,
      ...rest,
      body: [] as Statement[],
      otherwise: [] as Statement[],
    });
    if (this.block(body, ["endfor", "else"]) === "else") this.block(otherwise, ["endfor"]);
  }

  private condition(add: Adder): void {
    const { branches } = add({ kind: "if", branches: [] as Branch[] });
    for (let tag = "elif"; tag === "elif";) {
      const test = this.expressions.tuple(false);
      const branch: Branch = { test, body: [] };
      branches.push(branch);
      tag = this.block(branch.body, ["elif", "else", "endif"]);
      if (tag !== "else") continue;
      const last: Branch = { body: [] };
      branches.push(last);
      this.block(last.body, ["endif"]);
    }
  }

  private assignment(add: Adder): void {
    const { stream, expressions } = this;
    const target = expressions.target(true);
    if (stream.skip("operator", "=")) {
      add({ kind: "set", target, value: expressions.tuple() });
      return;
    }
    const filter = expressions.filters(undefined);
    const rest = filter === undefined ? {} : { filter };
    this.block(add({ kind: "set-block", target, ...rest, body: [] as Statement[] }).body, ["endset"]);
  }

  private with(add: Adder): void {
    const { stream, expressions } = this;
    const pairs: [Target, Expression][] = [];
    while (!stream.is("block-end")) {
      if (pairs.length > 0) stream.expect("operator", ",");
      const target = expressions.target(false);
      stream.expect("operator", "=");
      pairs.push([target, expressions.expression()]);
    }
    this.block(add({ kind: "with", pairs, body: [] as Statement[] }).body, ["endwith"]);
  }

  private callBlock(add: Adder): void {
    const { stream, expressions } = this;
    const parameters = stream.operator("(") ? this.parameters() : [];
    const call = expressions.expression();
    if (call.kind !== "call") stream.fail("a call is missing", call.at);
    this.block(add({ kind: "call-block", parameters, call, body: [] as Statement[] }).body, ["endcall"]);
  }

  private parameters(): Parameter[] {
    const { stream, expressions } = this;
    const parameters: Parameter[] = [];
    stream.expect("operator", "(");
    while (!stream.operator(")")) {
      if (parameters.length > 0) stream.expect("operator", ",");
      const name = expressions.name();
      if (stream.skip("operator", "=")) parameters.push({ name, default: expressions.expression() });
      else if (parameters.at(-1)?.default !== undefined)
        stream.fail("a parameter without a default behind one with it");
      else parameters.push({ name });
    }
    stream.take();
    return parameters;
  }

  private namedBlock(add: Adder): void {
    const { stream } = this;
    const { text: name } = stream.expect("name");
    stream.skip("name", "scoped");
    const required = stream.skip("name", "required");
    const { body } = add({ kind: "block", name, body: [] as Statement[] });
    this.block(body, ["endblock"]);
    if (required && body.some((each) => each.kind !== "data" || each.text.trim() !== ""))
      stream.fail("a required block with content");
    stream.skip("name", name);
  }

  private fromImport(add: Adder): void {
    const { stream, expressions } = this;
    const template = expressions.expression();
    stream.expect("name", "import");
    const names: string[] = [];
    for (;;) {
      if (names.length > 0) stream.expect("operator", ",");
      if (this.context()) break;
      const { at } = stream.current;
      const name = expressions.name();
      if (name.startsWith("_")) stream.fail("a name with an underline cannot be imported", at);
      names.push(stream.skip("name", "as") ? expressions.name() : name);
      if (this.context() || !stream.operator(",")) break;
    }
    add({ kind: "load", tag: "from", template, names });
  }

  private context(): boolean {
    const found = this.words("with", "context") || this.words("without", "context");
    if (found) this.takeTwo();
    return found;
  }

  private words(first: string, second: string): boolean {
    const { stream } = this;
    return stream.word(first) && stream.ahead.type === "name" && stream.ahead.text === second;
  }

  private takeTwo(): void {
    this.stream.take();
    this.stream.take();
  }

  /**
   * A tag of an extension that is not known: whether it has a body is not known either, so its end is a tag like any
   * other. What can be read as expressions is kept.
   */
  private unknownTag(name: string, add: Adder): void {
    const { stream, expressions } = this;
    const closes = name.startsWith("end") && this.unknown.has(name.slice(3));
    if (!closes && isOfJinja(name)) stream.fail(`${name} where it does not belong`);
    this.unknown.add(name);
    const values: Expression[] = [];
    while (!stream.is("block-end")) {
      if (stream.is("end")) stream.fail("the end of a tag is missing");
      const value = stream.attempt(() => expressions.tuple());
      if (value !== undefined) values.push(value);
      else if (++this.skipped > MAX_SKIPPED)
        throw new TemplateProblem(
          "limit",
          "too much in tags of unknown extensions that is no expression",
          stream.current.at,
        );
      else stream.take();
    }
    if (!closes) add({ kind: "unknown-tag", name, values });
  }
}

type Adder = <B extends Bare>(bare: B) => B;

const INNER = ["else", "elif", "endraw"];
const BLOCKS = ["for", "if", "set", "with", "macro", "call", "filter", "block", "autoescape", "generation"];

/** Whether a tag that stands where it cannot is one of Jinja's own. */
function isOfJinja(name: string): boolean {
  return INNER.includes(name) || BLOCKS.some((each) => name === `end${each}`);
}
