import type { GlobalSym, Sym } from "./values";

/** Places of names that are remembered; beyond them names are read again each time. CWE-770. */
const MAX_PLACES = 1_000_000;

/**
 * What STACK_GLOBAL named before: two constants, by where they stand. Six bytes name a global again, and its names
 * may be thousands of letters long and far away, so they are read once (CWE-407).
 */
export class NameTable {
  /** Number of the text that stands at an offset. */
  private readonly byPlace = new Map<number, number>();
  private readonly byText = new Map<string, number>();
  private readonly pairs = new Map<number, GlobalSym>();

  find(module: Sym, name: Sym, python2: boolean): GlobalSym | undefined {
    if (typeof module !== "number" || typeof name !== "number") return undefined;
    const [first, second] = [this.byPlace.get(module), this.byPlace.get(name)];
    return first === undefined || second === undefined ? undefined : this.pairs.get(keyOf(first, second, python2));
  }

  /** Only of texts that made a global: what those may hold is bounded. */
  add(module: Sym, name: Sym, python2: boolean, texts: readonly [string, string], global: GlobalSym): void {
    if (typeof module !== "number" || typeof name !== "number" || this.byPlace.size >= MAX_PLACES) return;
    this.pairs.set(keyOf(this.note(module, texts[0]), this.note(name, texts[1]), python2), global);
  }

  private note(place: number, text: string): number {
    const number = this.byText.get(text) ?? this.byText.size;
    this.byText.set(text, number);
    this.byPlace.set(place, number);
    return number;
  }
}

function keyOf(module: number, name: number, python2: boolean): number {
  return (module * 2 * MAX_PLACES + name) * 2 + (python2 ? 1 : 0);
}
