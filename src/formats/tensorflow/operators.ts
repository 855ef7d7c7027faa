import type { Budget } from "../../core/budget";
import type { ByteSource } from "../../core/bytes";
import type { ConstantSource, OperatorFact } from "../../core/graph-facts";
import { shorten } from "../../core/text";
import { Constants, type Source } from "./constants";
import { nodesOf, type GraphNode, type Scope } from "./nodes";

/** Characters of an operator's name in a fact, and of one constant. */
const MAX_TEXT = 256;
/** Constants of one fact. */
const MAX_CONSTANTS = 8;

/**
 * Every kind of operator of a graph and its functions, with how often it is used and where first. Operators that a
 * constant decides about are one fact for each constant. They are added to `found`, which several graphs may share.
 * `located`: whether offsets are those of the file.
 */
export function collectOperators(
  bytes: ByteSource,
  scopes: readonly Scope[],
  assets: ReadonlySet<string>,
  located: boolean,
  budget: Budget,
  found: Map<string, OperatorFact>,
): void {
  const functions = new Set(scopes.slice(1).map(({ name }) => name));
  const constants = new Constants(bytes, scopes, assets, budget);
  for (const scope of scopes)
    for (const node of nodesOf(bytes, scope, budget)) {
      if (functions.has(node.op)) continue; // a call, by the function's own name
      let sources: readonly Source[] | undefined;
      try {
        sources = constants.of(scope, node);
      } catch (error) {
        note(found, factOf(scope, node, undefined, located), budget); // the operator itself is seen
        throw error;
      }
      note(found, factOf(scope, node, sources, located), budget);
    }
}

function note(found: Map<string, OperatorFact>, fact: OperatorFact, budget: Budget): void {
  const key = [fact.name, fact.from ?? "", ...(fact.constants ?? [])].join("\0");
  const known = found.get(key);
  if (known === undefined) budget.spend("facts", 1);
  found.set(key, known === undefined ? fact : { ...known, count: known.count + 1 });
}

function factOf(
  scope: Scope,
  { name, op, at }: GraphNode,
  sources: readonly Source[] | undefined,
  located: boolean,
): OperatorFact {
  const texts = (sources ?? []).flatMap(({ text }) => (text === undefined || text === "" ? [] : [text]));
  const constants = [...new Set(texts)].slice(0, MAX_CONSTANTS).map((text) => shorten(text, MAX_TEXT));
  const from = worstOf(sources ?? []);
  return {
    name: shorten(op, MAX_TEXT),
    count: 1,
    where: scope.name === "" ? [] : [shorten(scope.name, MAX_TEXT)],
    node: shorten(name, MAX_TEXT),
    ...(located ? { offset: at } : {}),
    ...(constants.length === 0 ? {} : { constants }),
    ...(from === undefined ? {} : { from }),
  };
}

const ORDER: readonly ConstantSource[] = ["computed", "constant", "caller", "asset"];

function worstOf(sources: readonly Source[]): ConstantSource | undefined {
  return ORDER.find((from) => sources.some((each) => each.from === from));
}
