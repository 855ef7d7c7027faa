import type { Location } from "../core/location";
import type { Subject } from "../core/subject";
import type {
  AccessFact,
  TemplateCallFact,
  TemplateFacts,
  TemplateLoadFact,
  TemplatePlace,
} from "../core/template-facts";
import {
  TemplateProblem,
  expressionsBelow,
  expressionsIn,
  parseTemplate,
  statementsOf,
  type Expression,
  type Statement,
  type Template,
} from "../syntax/jinja";
import { Lines } from "../syntax/lines";
import { accessesIn, textsIn, type Access } from "./template/accesses";
import { Sight } from "./template/sight";
import { loopWork, workIn } from "./template/work";

/** Facts of one kind about one template. Real ones have at most some 200; the rest is said. CWE-770. */
const MAX_FACTS = 20_000;

/**
 * What a chat template does, parsed and never rendered: one `template` fact, and an `unreadable` one where it
 * cannot be parsed to its end. `place` says in words where the text stands in its file. `firstLine` is the file's
 * line that the text begins in, where the file has the text as it is; without it `at` stays as it is.
 */
export function* chatTemplate(text: string, at: Location, place?: string, firstLine?: number): Generator<Subject> {
  const template = parseTemplate(text);
  try {
    const facts = new Facts(template, firstLine).all();
    yield { kind: "template", at, template: place === undefined ? facts : { place, ...facts } };
  } catch (error) {
    if (!(error instanceof TemplateProblem)) throw error;
    yield unreadable(error, template, at, place, firstLine);
  }
  if (template.problem !== undefined) yield unreadable(template.problem, template, at, place, firstLine);
}

function unreadable(
  { reason, message, at: place }: TemplateProblem,
  { source }: Template,
  at: Location,
  where: string | undefined,
  firstLine: number | undefined,
): Subject {
  const line = new Lines(source).lineOf(place);
  const what = `the chat template${where === undefined ? "" : ` in ${where}`}`;
  const words = reason === "limit" ? `${what} has ${message}` : `${what} is not one that Jinja reads: ${message}`;
  const located = firstLine === undefined ? at : { ...at, line: firstLine + line - 1 };
  return { kind: "unreadable", at: located, reason, detail: `${words} (line ${line} of the template)` };
}

/** Gathers what stands in one template, each thing once. */
class Facts {
  private readonly sight: Sight;
  private readonly accesses = new Map<string, AccessFact>();
  private readonly calls = new Map<string, TemplateCallFact>();
  private readonly work = new Map<string, TemplateFacts["work"][number]>();
  private readonly loads: TemplateLoadFact[] = [];
  private readonly tags = new Map<string, TemplateFacts["tags"][number]>();

  constructor(
    private readonly template: Template,
    firstLine: number | undefined,
  ) {
    this.sight = new Sight(template, firstLine);
  }

  all(): Omit<TemplateFacts, "place"> {
    const seen = new Set<Expression>();
    const roots: Expression[] = [];
    for (const statement of statementsOf(this.template.body)) {
      this.statement(statement);
      for (const root of expressionsIn(statement)) {
        roots.push(root);
        this.expression(root, seen);
      }
    }
    const named = new Set([...this.accesses.values()].map(({ name }) => name));
    for (const root of roots)
      for (const fact of textsIn(root, this.sight, seen))
        if (!named.has(fact.name)) this.access(`text ${fact.name}`, fact);
    for (const fact of loopWork(this.template.body, this.sight)) this.add(this.work, `loops ${fact.amount}`, fact);
    return {
      accesses: [...this.accesses.values()],
      calls: [...this.calls.values()],
      loads: this.loads,
      work: [...this.work.values()],
      tags: [...this.tags.values()],
    };
  }

  private statement(statement: Statement): void {
    if (statement.kind === "unknown-tag")
      this.add(this.tags, statement.name, { ...this.sight.placeOf(statement), name: statement.name });
    if (statement.kind !== "load") return;
    const { tag, template } = statement;
    if (this.loads.length >= MAX_FACTS) throw tooMany(statement.at);
    const names = this.sight.folder.textsOf(template);
    const place = this.sight.placeOf(statement);
    for (const name of names) this.loads.push({ ...place, tag, template: name });
    if (names.length === 0) this.loads.push({ ...place, tag });
  }

  private expression(root: Expression, seen: Set<Expression>): void {
    for (const [node, parent] of expressionsBelow(root)) {
      for (const fact of accessesIn(node, parent, this.sight, seen)) {
        const { way, name = "", called, built, on } = fact;
        const object = on.kind === "global" ? on.name : on.kind;
        this.access(JSON.stringify([way, name, called, built, object]), fact);
      }
      for (const fact of workIn(node, this.sight)) this.add(this.work, `${fact.what} ${fact.amount}`, fact);
      if (node.kind === "call") this.call(node.callee, node);
    }
  }

  private access(key: string, { node, ...fact }: Access): void {
    if (!this.accesses.has(key)) this.add(this.accesses, key, { ...this.sight.placeOf(node), ...fact });
  }

  private call(callee: Expression, node: Expression): void {
    if (callee.kind !== "name") {
      const isAccess = callee.kind === "attribute" || callee.kind === "subscript";
      const isAttr = callee.kind === "filter" && callee.name === "attr";
      if (isAccess || isAttr) return;
      const place = this.sight.placeOf(node);
      this.add(this.calls, `computed ${place.text}`, { ...place, bound: "computed" });
      return;
    }
    const { name } = callee;
    const { macros, imported, variables } = this.sight.bindings;
    if (macros.has(name) || imported.has(name) || this.calls.has(name)) return;
    const bound = variables.has(name) ? "variable" : "global";
    this.add(this.calls, name, { ...this.sight.placeOf(node), name, bound });
  }

  private add<T extends TemplatePlace>(to: Map<string, T>, key: string, fact: T): void {
    if (to.has(key)) return;
    if (to.size >= MAX_FACTS) throw tooMany(0);
    to.set(key, fact);
  }
}

function tooMany(at: number): TemplateProblem {
  return new TemplateProblem("limit", `more than ${MAX_FACTS.toLocaleString("en-US")} different accesses or calls`, at);
}
