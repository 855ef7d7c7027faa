import type { CardFact, Metric, Reference } from "../../core/card-facts";
import { itemsOf, member, membersOf, stringOf, type JsonNode } from "../../syntax/json";
import type { CardDocument } from "../document";
import { plainName, webAddress } from "../plain-text";

/** Metrics of one card. Embedding models on a leaderboard of many languages have 10,000. CWE-770. */
const MAX_METRICS = 20_000;
/** Members of arguments that are kept. CWE-770. */
const MAX_ARGUMENTS = 20;

/**
 * Results as the Hub reads them (`model-index` of `modelcard.md` in hub-docs). One result may stand where a list is meant,
 * as in old cards. A metric needs a type and a value that is a number, a word or a truth value.
 */
export function* modelIndex(document: CardDocument): Generator<CardFact> {
  let count = 0;
  for (const model of listed(document.get("model-index")))
    for (const result of listed(member(model, "results")))
      for (const node of listed(member(result, "metrics"))) {
        const metric = metricOf(document, result, node);
        if (metric === undefined) continue;
        if (++count > MAX_METRICS) {
          const value = `it has more than ${MAX_METRICS.toLocaleString("en-US")} metrics`;
          yield document.say("unreadable", value, node);
          return;
        }
        yield { kind: "metric", at: document.at(node), metric };
      }
}

function listed(node: JsonNode | undefined): readonly JsonNode[] {
  return node?.kind === "object" ? [node] : itemsOf(node);
}

function metricOf(document: CardDocument, result: JsonNode, node: JsonNode): Metric | undefined {
  const of = (from: JsonNode, ...path: string[]) => document.shown(member(from, ...path));
  const [type, value] = [of(node, "type") ?? of(node, "name"), of(node, "value")];
  if (type === undefined || value === undefined) return undefined;
  const optional = {
    name: of(node, "name"),
    task: of(result, "task", "type") ?? of(result, "task", "name"),
    dataset: datasetOf(document, member(result, "dataset")),
    split: of(result, "dataset", "split"),
    // Before `config` was there, its name stood in `args`.
    config: of(result, "dataset", "config") ?? of(result, "dataset", "args"),
    datasetArgs: argumentsOf(document, member(result, "dataset", "args")),
    args: argumentsOf(document, member(node, "args")),
    source: webAddress(of(result, "source", "url") ?? "") ?? of(result, "source", "name"),
    // Anyone can write `true`; the Hub shows it where its evaluator's token stands beside it.
    verified: isVerified(node) ? true : undefined,
  };
  return { type, value, ...present(optional) };
}

function present<T extends object>(parts: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined)) as never;
}

/** The hub's id, else the name for people. */
function datasetOf(document: CardDocument, node: JsonNode | undefined): Reference | undefined {
  const name = document.shown(member(node, "type")) ?? document.shown(member(node, "name"));
  if (name === undefined) return undefined;
  const revision = document.shown(member(node, "revision"));
  return { name, ...(revision === undefined ? {} : { revision }) };
}

/** `language=en, date=20220301`; parts that are no plain values are left out. */
function argumentsOf(document: CardDocument, node: JsonNode | undefined): string | undefined {
  const parts = membersOf(node)
    .slice(0, MAX_ARGUMENTS)
    .map(({ key, value }) => [plainName(key), document.shown(value)] as const);
  return plainName(parts.flatMap(([key, value]) => (key && value !== undefined ? [`${key}=${value}`] : [])).join(", "));
}

function isVerified(node: JsonNode): boolean {
  const verified = member(node, "verified");
  return verified?.kind === "scalar" && verified.value === true && stringOf(member(node, "verifyToken")) !== undefined;
}
