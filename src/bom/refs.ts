import { createHash } from "node:crypto";
import { oneLine } from "./clean";

/** Characters of a reference; longer ones end in a digest of the whole. CWE-770. */
const MAX_REF_LENGTH = 400;

/** A readable reference, the same for the same text: `model:models/bert`. */
export function refOf(prefix: string, text: string): string {
  const clean = oneLine(text, MAX_REF_LENGTH * 2);
  if (clean === text && text.length <= MAX_REF_LENGTH && text !== "") return `${prefix}:${text}`;
  const digest = createHash("sha256")
    .update(text.replace(/\p{Surrogate}/gu, "\ufffd"))
    .digest("hex")
    .slice(0, 16);
  return `${prefix}:${oneLine(text, MAX_REF_LENGTH)}~${digest}`;
}

/** Gives every thing a reference of its own: what is taken gets a number. */
export class References {
  readonly #taken = new Set<string>();
  readonly #last = new Map<string, number>();

  claim(wanted: string): string {
    let name = wanted;
    let count = this.#last.get(wanted) ?? 1;
    while (this.#taken.has(name)) name = `${wanted}#${++count}`;
    this.#last.set(wanted, count);
    this.#taken.add(name);
    return name;
  }
}
