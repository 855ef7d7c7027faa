import type { Saying } from "./source-words";

/** How often a text that fills a place may be made of other texts. */
const MAX_DEPTH = 3;
/** The part of the plain words' letters that a text of anywhere has to have fixed: less of it can be found in any sentence. */
const FIXED_SHARE = 0.15;

interface Candidate {
  readonly parts: Saying;
  readonly letters: number;
  /** The longest fixed part: most candidates are passed over by it. */
  readonly longest: string;
}

/**
 * Answers whether a text can be one of `own`, where what fills their places is a value (a name, a number, something quoted) or in turn a
 * text of `own` or `world`. A sentence that no source file can say is none, nor is one in which a word differs.
 */
export function sayer(world: readonly Saying[]): (text: string, own: readonly Saying[]) => boolean {
  const everywhere = candidates(world).filter(({ letters: fixed }) => fixed >= 2);
  return (text, own) => {
    const mine = candidates(own).filter(({ parts }) => /\S/.test(parts.join("")));
    const speaker = new Speaker([...mine, ...everywhere]);
    return mine.some((each) => text.includes(each.longest) && speaker.matches(text, each.parts, 0));
  };
}

class Speaker {
  private readonly answers = new Map<string, boolean>();

  constructor(private readonly all: readonly Candidate[]) {}

  matches(text: string, [head = "", ...tail]: Saying, depth: number): boolean {
    if (!text.startsWith(head)) return false;
    return tail.length === 0 ? text.length === head.length : this.places(text.slice(head.length), tail, depth);
  }

  /** `text` begins with what fills a place, behind which `next` stands. */
  private places(text: string, [next = "", ...rest]: Saying, depth: number): boolean {
    if (rest.length === 0)
      return text.endsWith(next) && this.fills(text.slice(0, text.length - next.length), depth + 1);
    for (let at = text.indexOf(next); at >= 0; at = at < text.length ? text.indexOf(next, at + 1) : -1)
      if (this.fills(text.slice(0, at), depth + 1) && this.places(text.slice(at + next.length), rest, depth))
        return true;
    return false;
  }

  private fills(span: string, depth: number): boolean {
    if (isValue(span)) return true;
    if (depth > MAX_DEPTH) return false;
    const key = `${depth} ${span}`;
    const known = this.answers.get(key);
    if (known !== undefined) return known;
    const enough = letters(plainWords(span).join("")) * FIXED_SHARE;
    const said =
      this.all.some(
        ({ letters: fixed, longest, parts }) =>
          (fixed === 0 || fixed >= enough) && span.includes(longest) && this.matches(span, parts, depth),
      ) || isListOf(span, (each) => this.fills(each, depth + 1));
    this.answers.set(key, said);
    return said;
  }
}

/** Whether a text is nothing that is said: it has at most one plain word, or is quoted or bracketed as a whole. */
function isValue(text: string): boolean {
  if (/^(?:"[^"]*"|'[^']*'|`[^`]*`|\[[^\]]*\]|\{[^}]*\})$/.test(text)) return true;
  return plainWords(text).length <= 1;
}

function plainWords(text: string): string[] {
  return text.split(" ").filter((word) => /^\(?[a-z]+(?:'s)?[.,:;]?\)?$/.test(word));
}

function isListOf(text: string, isItem: (item: string) => boolean): boolean {
  const items = text.split(/, | and | or /);
  return items.length > 1 && items.every(isItem);
}

function letters(text: string): number {
  return text.replace(/[^a-z]/gi, "").length;
}

function candidates(sayings: readonly Saying[]): Candidate[] {
  const unique = new Map(sayings.map((parts) => [JSON.stringify(parts), parts]));
  return [...unique.values()].map((parts) => ({
    parts,
    letters: letters(parts.join("")),
    longest: parts.reduce((a, b) => (b.length > a.length ? b : a)),
  }));
}
