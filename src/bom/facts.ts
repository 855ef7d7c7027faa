import type { CardFact, Metric, Port, Source } from "../core/card-facts";
import { byCodePoint } from "../core/order";
import { oneLine } from "./clean";
import { publicPath } from "./public-path";

/** Kinds of facts that are a text and nothing else. */
type TextKind = Extract<CardFact, { readonly value: string }>["kind"];

/** Texts of one kind with their places, each once, in the order of the facts. */
export function textsOf(
  facts: readonly CardFact[],
  clean: (text: string) => string,
  ...kinds: readonly TextKind[]
): { readonly value: string; readonly at: Source }[] {
  const found = new Map<string, Source>();
  for (const fact of facts) {
    if (!kinds.includes(fact.kind as TextKind)) continue;
    const value = clean((fact as { readonly value: string }).value);
    if (value !== "" && !found.has(value)) found.set(value, fact.at);
  }
  return [...found].map(([value, at]) => ({ value, at }));
}

/** `README.md:12`. */
export function placeOf({ path, line }: Source): string {
  return `${oneLine(path)}${line === undefined ? "" : `:${line}`}`;
}

/** What a metric was measured on: `dataset=squad; split=validation`. */
export function sliceOf({ dataset, config, split }: Metric): string {
  const parts = [
    ["dataset", dataset?.name],
    ["revision", dataset?.revision],
    ["config", config],
    ["split", split],
  ] as const;
  return parts
    .filter(([, value]) => value !== undefined && value !== "")
    .map(([name, value]) => `${name}=${oneLine(value!)}`)
    .join("; ");
}

/** `pixel_values: float32 [batch, 3, 224, 224]`. */
export function portOf({ name, format }: Port): string {
  return oneLine(name === undefined || name === "" ? format : `${name}: ${format}`);
}

/** The places as `evidence` has them, each once, in the order of paths and lines. */
export function occurrencesOf(places: readonly Source[]): { readonly location: string; readonly line?: number }[] {
  const distinct = new Map(places.map((at) => [JSON.stringify([at.path, at.line]), at]));
  return [...distinct.values()]
    .sort((a, b) => byCodePoint(a.path, b.path) || (a.line ?? 0) - (b.line ?? 0))
    .map(({ path, line }) => ({ location: oneLine(publicPath(path)) || "?", ...(line === undefined ? {} : { line }) }));
}
