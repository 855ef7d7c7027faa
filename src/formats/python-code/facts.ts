import type { CallUse, CodeValue, SettingUse } from "../../core/code-facts";
import { shorten } from "../../core/text";
import type { Program } from "../../syntax/python/program";
import { nameOf } from "../../syntax/python/imports";
import { truthOf } from "../../syntax/python/evaluate";
import { NO_NODE, type Node } from "../../syntax/python/tree";
import { namesOf, type Argument, type Call, type Value } from "../../syntax/python/values";
import { isWrapper } from "./downloads";
import type { Origins } from "./origins";

/** Characters of source that a fact carries. */
const MAX_SOURCE = 120;
const MAX_TEXT = 500;
/** Entries of a dict or list, and levels of them, that a fact carries. */
const MAX_ENTRIES = 50;
const MAX_LEVELS = 3;

/** Calls that call what they are given. */
const HANDERS =
  /(^builtins|[.)])\.?(map|filter|imap\w*|starmap|submit|apply|apply_async|map_async|run_in_executor|to_thread)$/;

export interface Place {
  readonly node: Node;
}
export type PythonUse = Place & { readonly use: CallUse | SettingUse };

/** What a module does that may concern models: its calls in the order of the text, and what it sets. */
export class PythonFacts {
  constructor(
    private readonly program: Program,
    private readonly origins: Origins,
  ) {}

  /** The facts of a call, of `os.environ` among them. */
  *ofCall(call: Call): Generator<PythonUse> {
    const use = this.call(call);
    if (use === undefined) return;
    const { node } = call;
    yield { node, use };
    if (use.names.includes("functools.partial") || use.names.some((name) => HANDERS.test(name))) {
      // Some take something else first: `loop.run_in_executor(None, f)`.
      const at = call.positional.slice(0, 2).findIndex(({ value }) => namesOf(value).length > 0);
      const names = at < 0 ? [] : namesOf(call.positional[at]!.value);
      const rest = { names, positional: use.positional.slice(at + 1), open: true };
      if (names.length > 0) yield { node, use: { ...use, ...rest } };
    }
    if (
      use.names.some(
        (name) => name === "os.environ.setdefault" || name === "os.putenv" || name === "os.environ.__setitem__",
      )
    )
      yield* this.environment(node, use.positional[0]?.literal, use.positional[1]);
    if (use.names.includes("os.environ.update"))
      for (const [name, value] of [...(use.positional[0]?.entries ?? []), ...use.keywords])
        yield* this.environment(node, name, value);
  }

  /** `os.environ["X"] = value` and `module.attribute = value`. */
  *ofAssignment(node: Node): Generator<PythonUse> {
    const { tree } = this.program;
    const target = tree.first(node);
    const operator = tree.next(target);
    if (tree.type(target) !== "MemberExpression" || tree.type(operator) !== "AssignOp") return;
    const value = tree.next(operator);
    if (value === NO_NODE) return;
    const given = this.value({ node: value, value: this.program.valueOf(value) }, 0);
    const property = tree.childOf(target, "PropertyName");
    const bases = namesOf(this.program.valueOf(tree.first(target)));
    if (property === NO_NODE) {
      if (!bases.includes("os.environ")) return;
      const key = this.program.valueOf(tree.next(tree.next(tree.first(target))));
      if (key.kind === "constant") yield* this.environment(node, key.value, given);
    } else
      for (const base of bases.slice(0, 1))
        yield {
          node,
          use: {
            kind: "setting",
            of: "attribute",
            name: `${base}.${nameOf(tree, property)}`,
            value: given,
            source: this.source(node),
          },
        };
  }

  /** `os.environ |= {...}`. */
  *ofUpdate(node: Node): Generator<PythonUse> {
    const { tree } = this.program;
    const target = tree.first(node);
    if (!namesOf(this.program.valueOf(target)).includes("os.environ")) return;
    const value = tree.next(tree.next(target));
    const given = this.value({ node: value, value: this.program.valueOf(value) }, 0);
    for (const [name, each] of given.entries ?? []) yield* this.environment(node, name, each);
  }

  private *environment(node: Node, name: CodeValue["literal"], value: CodeValue | undefined): Generator<PythonUse> {
    if (typeof name === "string" && value !== undefined)
      yield { node, use: { kind: "setting", of: "environment", name, value, source: this.source(node) } };
  }

  private call(call: Call): CallUse | undefined {
    const known = namesOf(call.callee);
    const names = known.length > 0 ? known : this.unknownName(call);
    if (names.length === 0) return undefined;
    return {
      kind: "call",
      names,
      positional: call.positional.slice(0, MAX_ENTRIES).map((argument) => this.value(argument, 0)),
      keywords: this.entries(call.keywords, 0),
      open: call.open,
      source: this.source(call.node),
    };
  }

  /** A receiver that is not known: said where a method's or keyword's name may tell all the same. */
  private unknownName({ node, keywords, open }: Call): string[] {
    const { tree } = this.program;
    const callee = tree.first(node);
    const isMember = tree.type(callee) === "MemberExpression";
    const property = isMember ? tree.childOf(callee, "PropertyName") : callee;
    if (property === NO_NODE || (!isMember && tree.type(callee) !== "VariableName")) return [];
    const name = nameOf(tree, property);
    return keywords.size > 0 || open || /pretrained|load/.test(name) || HANDERS.test(`.${name}`) ? [`?.${name}`] : [];
  }

  private entries(from: ReadonlyMap<string, Argument>, level: number): Map<string, CodeValue> {
    return new Map([...from].slice(0, MAX_ENTRIES).map(([key, argument]) => [key, this.value(argument, level)]));
  }

  private value(argument: Argument, level: number): CodeValue {
    const { node, value } = argument;
    const origin = this.origins.of(node);
    const names = namesOf(value);
    return {
      source: this.source(node),
      ...truthsIn(value),
      ...this.known(value, level),
      ...(names.length > 0 && value.kind !== "call" ? { names } : {}),
      ...(origin === undefined ? {} : { origin }),
    };
  }

  private known(value: Value, level: number): Partial<CodeValue> {
    switch (value.kind) {
      case "constant":
        return { literal: typeof value.value === "string" ? shorten(value.value, MAX_TEXT) : value.value };
      case "text":
        return { template: shorten(value.parts.join("{}"), MAX_TEXT) };
      case "dict":
        return level < MAX_LEVELS ? { entries: this.entries(value.entries, level + 1) } : {};
      case "list":
        return level < MAX_LEVELS
          ? { items: value.items.slice(0, MAX_ENTRIES).map((item) => this.value(item, level + 1)) }
          : {};
      case "call": {
        const resultOf = namesOf(value.call.callee);
        const isPath = resultOf.some((name) => isWrapper(name));
        return { ...(resultOf.length > 0 ? { resultOf } : {}), ...(isPath ? { isPath } : {}) };
      }
      default:
        return {};
    }
  }

  private source(node: Node): string {
    return shorten(this.program.tree.source(node, MAX_SOURCE * 4).replace(/\s+/g, " "), MAX_SOURCE);
  }
}

/** What Python may take a value for; None often stands for a default, so it tells nothing. */
function truthsIn(value: Value): Partial<CodeValue> {
  const all = value.kind === "any" ? value.of : [value];
  const truths = all.filter((each) => each.kind !== "constant" || each.value !== null).map(truthOf);
  const known = truths.filter((each) => each !== undefined);
  return known.length === 0 ? {} : { truths: [...new Set(known)] };
}
