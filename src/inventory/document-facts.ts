import type { CardFact } from "../core/card-facts";
import type { CardReader } from "../core/card-reader";
import type { TreeFile } from "./input";
import { byCodePoint } from "../core/order";
import { withoutSecrets } from "../core/secrets";

/** Facts of one document. A card of the largest leaderboard has some thousand metrics. CWE-770. */
const MAX_FACTS = 10_000;
/** Facts of all documents of a tree: those of 3,000 models. CWE-770. */
const MAX_ALL_FACTS = 300_000;
/** Of these, names of datasets and bases, each of which becomes a component of some kB: those of 3,000 models. CWE-770. */
const MAX_ALL_NAMED = 30_000;

/** The property by which a reader says that a document, or the rest of it, could not be read, and why. */
export const UNREADABLE = "unreadable";

/** What was read of documents, and what could not be. */
export interface DocumentFacts {
  readonly facts: CardFact[];
  readonly gaps: string[];
}

/** Runs the readers over documents; a document is read once, whoever asks. */
export class Documents {
  private readonly known = new Map<string, DocumentFacts>();
  private readonly left = { facts: MAX_ALL_FACTS, named: MAX_ALL_NAMED };

  constructor(private readonly readers: readonly CardReader[]) {}

  claims(path: string): boolean {
    return this.readers.some((reader) => reader.claims(path));
  }

  /** The facts of a document's content and of a file's header, in the order in which they were read. */
  read(file: TreeFile): DocumentFacts {
    const known = this.known.get(file.path);
    if (known !== undefined) return known;
    const found: DocumentFacts = { facts: [], gaps: [] };
    this.known.set(file.path, found);
    for (const reader of this.readers) if (reader.claims(file.path)) readOne(reader, file, found, this.left);
    take(file.card ?? [], file.path, found, this.left);
    return found;
  }
}

/** What may still be kept of the tree. */
interface Left {
  facts: number;
  named: number;
}

function readOne(reader: CardReader, { path, text }: TreeFile, into: DocumentFacts, left: Left): void {
  if (text === undefined) return void into.gaps.push(`${path} was not read`);
  try {
    take(reader.read(text, path), path, into, left);
  } catch (error) {
    // Readers are total; where one is not, what it yielded counts, and the rest is a gap and no crash.
    into.gaps.push(`${path} was not read to its end: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function take(facts: Iterable<CardFact>, path: string, into: DocumentFacts, left: Left): void {
  for (const said of facts) {
    if (into.facts.length >= MAX_FACTS) {
      into.gaps.push(`${path} says more than ${MAX_FACTS.toLocaleString("en-US")} things; the rest was left out`);
      return;
    }
    const fact = said.kind === "parameters" ? said : clean(said);
    if (left.facts <= 0 || (left.named <= 0 && isNamed(fact))) {
      into.gaps.push(`the documents of this tree say too much; ${path} was not read to its end`);
      return;
    }
    left.facts--;
    if (isNamed(fact)) left.named--;
    into.facts.push(fact);
    if (fact.kind === "property" && fact.name === UNREADABLE)
      into.gaps.push(`${path} could not be read in full: ${fact.value}`);
  }
}

/** No document says what lets people in; a fact that has nothing of it stays the same object. */
function clean<T extends object>(fact: T): T {
  let found: T | undefined;
  for (const [key, value] of Object.entries(fact) as [keyof T, unknown][]) {
    if (key === "at") continue;
    const said = typeof value === "string" ? withoutSecrets(value) : isObject(value) ? clean(value) : value;
    if (said !== value) found = { ...(found ?? fact), [key]: said };
  }
  return found ?? fact;
}

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;
const isNamed = ({ kind }: CardFact): boolean => kind === "dataset" || kind === "base";

/** By path, line and kind, each once; what has the same place keeps its order. */
export function inOrder(facts: Iterable<CardFact>): CardFact[] {
  const once = new Map<string, CardFact>();
  for (const fact of facts) {
    const key = JSON.stringify(fact);
    if (!once.has(key)) once.set(key, fact);
  }
  return [...once.values()].sort(
    (a, b) => byCodePoint(a.at.path, b.at.path) || (a.at.line ?? 0) - (b.at.line ?? 0) || byCodePoint(a.kind, b.kind),
  );
}

/** The facts of these kinds, which share a type with others in `CardFact`. */
export type FactOf<K extends CardFact["kind"]> = Narrowed<CardFact, K>;
type Narrowed<F extends CardFact, K> = F extends CardFact
  ? [F["kind"] & K] extends [never]
    ? never
    : F & { readonly kind: K }
  : never;

/** The facts of some kinds, in their order. */
export function factsOf<K extends CardFact["kind"]>(facts: readonly CardFact[], ...kinds: readonly K[]): FactOf<K>[] {
  return facts.filter((fact): fact is FactOf<K> => (kinds as readonly string[]).includes(fact.kind));
}
