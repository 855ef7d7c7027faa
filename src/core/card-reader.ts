import type { CardFact } from "./card-facts";

/**
 * Reads one kind of document that describes a model: a card, a configuration. It sees and does not judge: no guess, no
 * network, nothing that the document does not say. Total for any text: a field of the wrong type is left out.
 */
export interface CardReader {
  /** Kebab-case; `docs/cards/<id>.md` explains it. */
  readonly id: string;
  readonly title: string;
  /** Whether a file of this path is one; looks at the path only. */
  claims(path: string): boolean;
  /** `text`: UTF-8, at most `MAX_CARD_BYTES`. Never throws for bad input. */
  read(text: string, path: string): Iterable<CardFact>;
}

/** Bytes of one document. The longest real cards have some 200 kB; tokenizer configurations with templates 2 MB. CWE-770. */
export const MAX_CARD_BYTES = 8 * 1024 ** 2;
