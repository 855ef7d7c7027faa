import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { CardFact } from "../../src/core/card-facts";
import type { CardReader } from "../../src/core/card-reader";

/** Real model cards and configurations, which are no part of the project. */
const DATA = "/work/shared/data/cards";

/** Facts of a document: text, or a value that stands there as JSON of one line. */
export function readConfig(reader: CardReader, content: unknown, path = "m/x.json"): CardFact[] {
  return [...reader.read(typeof content === "string" ? content : JSON.stringify(content), path)];
}

/** One line a fact, without its place: `base unknown {"name":"org/m"}`, `property vocab-size 32000`. */
export function factLines(facts: readonly CardFact[]): string[] {
  return facts.map((fact) =>
    Object.entries(fact)
      .filter(([key]) => key !== "at")
      .map(([, value]) => (typeof value === "object" ? JSON.stringify(value) : String(value)))
      .join(" "),
  );
}

/** The value of a property, all of them where it stands there more than once. */
export function propertyOf(facts: readonly CardFact[], name: string): string[] {
  return facts.flatMap((fact) => (fact.kind === "property" && fact.name === name ? [fact.value] : []));
}

/** For real documents: skipped, with a word, where they are not there. */
export const describeCards: (name: string, body: () => void) => void = existsSync(DATA)
  ? describe
  : (name, body) => describe.skip(`${name} (no ${DATA})`, body);

export function readReal(reader: CardReader, path: string): CardFact[] {
  return [...reader.read(readFileSync(join(DATA, path), "utf8"), path)];
}
