import type { CardFact, Source } from "../../core/card-facts";
import { plainName, plainSentence, webAddress } from "../plain-text";

/** Pairs of one header that are told though nobody knows their key. CWE-770. */
const MAX_OTHERS = 64;
/** Characters of such a value; longer ones are lists and settings of a training. */
const MAX_VALUE = 256;
const KEY = /^[A-Za-z0-9][\w.:-]{0,79}$/;
/** What may be a credential does not go into a bill of materials; the rules look for those. */
const SECRET = /pass(?:w|phrase)|secret|credential|api[-_.]?key|(?:^|[-_.])(?:token|key|auth)$/i;

export type TextFact = Extract<CardFact, { readonly value: string }>["kind"];
type Plain = Exclude<TextFact, "emission" | "digest" | "property">;

/** Key-value pairs of a header, as facts of the file. */
export class HeaderPairs {
  private readonly used = new Set<string>();

  constructor(
    private readonly pairs: Readonly<Record<string, string>>,
    readonly at: Source,
  ) {}

  get keys(): readonly string[] {
    return Object.keys(this.pairs);
  }

  /** As written; the pair counts as told. */
  text(key: string): string | undefined {
    this.used.add(key);
    return Object.hasOwn(this.pairs, key) ? this.pairs[key] : undefined;
  }

  *fact(kind: Plain, key: string): Generator<CardFact> {
    const text = this.text(key);
    if (text === undefined) return;
    const value = kind === "description" ? plainSentence(text) : plainName(text);
    if (value !== undefined) yield { kind, at: this.at, value };
  }

  *address(kind: "homepage" | "paper" | "repository", key: string): Generator<CardFact> {
    const value = webAddress(this.text(key) ?? "");
    if (value !== undefined) yield { kind, at: this.at, value };
  }

  *property(name: string, key: string): Generator<CardFact> {
    const value = plainName(this.text(key) ?? "");
    if (value !== undefined) yield { kind: "property", at: this.at, name, value };
  }

  /** Pairs of authors that have no meaning for us: `metadata-<key>`, short and plain ones only. */
  *others(): Generator<CardFact> {
    let count = 0;
    for (const [key, text] of Object.entries(this.pairs)) {
      if (this.used.has(key) || !KEY.test(key) || SECRET.test(key) || text.length > MAX_VALUE) continue;
      const value = text.includes("://") ? webAddress(text) : plainName(text);
      if (value === undefined) continue;
      if (++count > MAX_OTHERS) return;
      yield { kind: "property", at: this.at, name: `metadata-${key}`, value };
    }
  }
}
