import type { CardFact } from "../../core/card-facts";
import { plainName, plainSentence } from "../plain-text";
import { citedPapers } from "./citation";
import { meaningsOf, type Meaning } from "./headings";
import { labelFacts } from "./labels";
import { isPlaceholder, markdownText } from "./markdown-text";
import type { Line, Section } from "./markdown";

/** Characters of one section's text, and of the description. More is read in the card. CWE-770. */
const MAX_TEXT = 2000;
const MAX_DESCRIPTION = 1000;
/** Facts of one card's text. Real ones have below 60. CWE-770. */
const MAX_FACTS = 500;

const SENTENCES: ReadonlySet<Meaning | undefined> = new Set<Meaning>([
  "use",
  "out-of-scope",
  "user",
  "limitation",
  "tradeoff",
  "bias",
  "training",
]);
const LABELLED: ReadonlySet<Meaning | undefined> = new Set<Meaning | undefined>([
  undefined,
  "description",
  "details",
  "sources",
  "environment",
]);

/** What the sections say. `path`: of the card. Ends where a copy of another model's card begins. */
export function sectionFacts(all: readonly Section[], path: string): CardFact[] {
  const meanings = meaningsOf(all);
  const end = meanings.indexOf("other-card");
  const sections = (end < 0 ? all : all.slice(0, end)).map((section, i) => ({ section, meaning: meanings[i] }));
  const facts: CardFact[] = [];
  for (const { section, meaning } of sections) {
    if (facts.length > MAX_FACTS) break;
    if (LABELLED.has(meaning)) facts.push(...labelFacts(section, path, meaning === "environment"));
    if (meaning === "citation") facts.push(...citedPapers(section, path));
    else facts.push(...sentences(section, meaning, path));
  }
  return [...titleFact(sections, path), ...description(sections, path), ...facts.slice(0, MAX_FACTS)];
}

interface Meant {
  readonly section: Section;
  readonly meaning: Meaning | undefined;
}

function sentences(section: Section, meaning: Meaning | undefined, path: string): CardFact[] {
  const isKind = SENTENCES.has(meaning);
  if (!isKind && meaning !== "recommendations" && meaning !== "evaluation") return [];
  const lines = section.lines.filter(({ code }) => !code);
  const value = plainSentence(markdownText(lines.map(({ text }) => text).join("\n"), MAX_TEXT));
  if (value === undefined) return [];
  const at = { path, line: firstSaid(lines) ?? section.line };
  return isKind ? [{ kind: meaning as "use", at, value }] : [{ kind: "property", at, name: meaning as string, value }];
}

/** The line where something begins to be said. */
function firstSaid(lines: readonly Line[]): number | undefined {
  return lines.find(({ text }) => !isPlaceholder(markdownText(text, MAX_TEXT)))?.line;
}

/** The first heading of the highest level, without the template's words around it. */
function titleFact(sections: readonly Meant[], path: string): CardFact[] {
  const title = sections.find(({ section }) => section.level === 1)?.section;
  const name = plainName(title?.title.replace(/^model card(?:\s+(?:for|of)\b|\s*[:–-])?\s*/i, "") ?? "");
  if (name === undefined || /^(?:model id|readme|table of contents|title)$/i.test(name)) return [];
  return [{ kind: "name", at: { path, line: title!.line }, value: name }];
}

/** The first paragraph of the model's description, else of what follows the title, else of what stands before all headings. */
function description(sections: readonly Meant[], path: string): CardFact[] {
  const places = [
    ...sections.filter(({ meaning }) => meaning === "description"),
    ...sections.filter(({ section }) => section.level === 1).slice(0, 1),
    ...sections.slice(0, 1),
    ...sections.filter(({ meaning }) => meaning === "details"),
  ];
  // Sections of the same meaning without end would be looked at for nothing.
  for (const { section } of places.slice(0, 20)) {
    const found = firstParagraph(section.lines);
    if (found !== undefined) return [{ kind: "description", at: { path, line: found.line }, value: found.value }];
  }
  return [];
}

/** Prose: no list, no code, more than an address. */
function firstParagraph(lines: readonly Line[]): { value: string; line: number } | undefined {
  let from = 0;
  for (let i = 0; i <= lines.length; i++) {
    if (i < lines.length && lines[i]!.text !== "" && !lines[i]!.code) continue;
    const paragraph = lines.slice(from, i);
    from = i + 1;
    if (paragraph.length === 0 || /^\s*(?:[-*+•]|\d+[.)])\s/.test(paragraph[0]!.text)) continue;
    const value = plainSentence(markdownText(paragraph.map(({ text }) => text).join("\n"), MAX_DESCRIPTION));
    if (value !== undefined && !/^\S*$/.test(value) && /\p{L}/u.test(value))
      return { value, line: firstSaid(paragraph) ?? paragraph[0]!.line };
  }
  return undefined;
}
