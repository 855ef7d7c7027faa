import type { CardFact, Metric, Port, Source } from "../core/card-facts";
import { oneLine } from "./clean";

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
