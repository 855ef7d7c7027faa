import { Malformed, Unsupported } from "../../core/bytes";
import type { CardFact } from "../../core/card-facts";
import type { CardReader } from "../../core/card-reader";
import { Lines } from "../../syntax/lines";
import { baseNameOf, CardDocument } from "../document";
import { plainSentence } from "../plain-text";
import { findFrontMatter, parseFrontMatter, type FrontMatter } from "./front-matter";
import { sectionsOf } from "./markdown";
import { withoutUsers } from "./markdown-text";
import { metadataFacts, nameOf } from "./metadata";
import { sectionFacts } from "./sections";

const NAMES: ReadonlySet<string> = new Set(["readme.md", "model_card.md"]);

/**
 * A model's card: Markdown with YAML in front, as the Hugging Face Hub reads it. The front matter is for machines and counts
 * first; what the text says of name, language and licence is given only where the front matter does not.
 */
export const readme: CardReader = {
  id: "readme",
  title: "Model cards (README.md)",
  claims: (path) => NAMES.has(baseNameOf(path).toLowerCase()),
  *read(text, path) {
    const matter = findFrontMatter(text);
    const said = matter === undefined ? [] : [...frontFacts(text, path, matter)];
    const line = matter === undefined ? 1 : new Lines(text).lineOf(matter.body);
    yield* merged(said, sectionFacts(sectionsOf(text, matter?.body ?? 0, line), path));
  },
};

/** Of what a document has one, or has in words what the front matter has in codes. */
const ONCE: ReadonlySet<CardFact["kind"]> = new Set<CardFact["kind"]>(["name", "language", "license"]);

/** Both, without what is said twice. A base whose relation only the text has is taken from the text. */
function* merged(front: readonly CardFact[], text: readonly CardFact[]): Generator<CardFact> {
  const kinds = new Set(front.map(({ kind }) => kind));
  const related = new Set(front.filter(isRelated).map(keyOf));
  const inText = new Set(text.filter(isRelated).map(keyOf));
  const papers = new Set(front.filter(({ kind }) => kind === "paper").map(keyOf));
  for (const fact of front) if (fact.kind !== "base" || isRelated(fact) || !inText.has(keyOf(fact))) yield fact;
  for (const fact of text)
    if (!(ONCE.has(fact.kind) && kinds.has(fact.kind)) && !related.has(keyOf(fact)) && !papers.has(keyOf(fact)))
      yield fact;
}

function withoutCredentials(fact: CardFact): CardFact {
  if (fact.kind === "dataset")
    return { ...fact, reference: { ...fact.reference, name: withoutUsers(fact.reference.name) } };
  return "value" in fact && fact.kind !== "parameters" ? { ...fact, value: withoutUsers(fact.value) } : fact;
}

function isRelated(fact: CardFact): boolean {
  return fact.kind === "base" && fact.relation !== "unknown";
}

function keyOf(fact: CardFact): string {
  if (fact.kind === "base") return `base ${fact.reference.name.toLowerCase()}`;
  return fact.kind === "paper" ? `paper ${fact.value}` : "";
}

function* frontFacts(text: string, path: string, matter: FrontMatter): Generator<CardFact> {
  const at = { path, line: new Lines(text).lineOf(matter.start) };
  const unreadable = (why: string): CardFact => ({
    kind: "property",
    at,
    name: "unreadable",
    value: plainSentence(`front matter: ${why}`)!,
  });
  try {
    const { root, problem } = parseFrontMatter(text, matter);
    if (problem !== undefined) yield unreadable(problem);
    if (root?.kind !== "object") {
      if (problem === undefined && text.slice(matter.start, matter.end).trim() !== "")
        yield unreadable("it is no mapping");
      return;
    }
    const document = new CardDocument(text, path, root);
    const name = nameOf(document);
    if (name !== undefined) yield withoutCredentials(name);
    for (const fact of metadataFacts(document, text)) yield withoutCredentials(fact);
  } catch (error) {
    if (!(error instanceof Malformed || error instanceof Unsupported)) throw error;
    yield unreadable(error.message);
  }
}
