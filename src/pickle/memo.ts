import { LimitExceeded } from "../core/budget";
import { ContainerSym, type Sym } from "./values";

/** Entries of a memo. Every string, tuple and object of a large pickle has one; each costs 8 bytes. CWE-770. */
const MAX_ENTRIES = 24_000_000;
/** Containers that the memo keeps alive with their items; later ones are remembered without. CWE-770. */
const MAX_CONTAINERS = 150_000;
const CHUNK = 1 << 16;
/** Indexes below this stand in chunks; a pickler counts up, so more distant ones are rare. */
const MAX_DENSE = MAX_ENTRIES;

/**
 * The memo, exactly as CPython keeps it: PUT, BINPUT, LONG_BINPUT and MEMOIZE write into one table, and
 * MEMOIZE's index is the number of entries, so that mixed and out-of-order writes overwrite as they do there.
 */
export class Memo {
  private readonly chunks: (Sym[] | undefined)[] = [];
  private readonly distant = new Map<number | string, Sym>();
  private readonly opaques = new Map<ContainerSym["type"], ContainerSym>();
  /** Chunks that hold more than numbers. */
  private readonly withObjects = new Set<Sym[]>();
  private entries = 0;
  private containers = 0;

  get size(): number {
    return this.entries;
  }

  /** `index`: its digits where it is too large for a number. */
  put(index: number | string, value: Sym): void {
    const kept = value instanceof ContainerSym && ++this.containers > MAX_CONTAINERS ? this.opaque(value.type) : value;
    if (typeof index === "string" || index >= MAX_DENSE) {
      if (!this.distant.has(index)) this.grow();
      this.distant.set(index, kept);
      return;
    }
    const chunk = (this.chunks[index >>> 16] ??= []);
    const slot = index & (CHUNK - 1);
    if (typeof kept === "object") this.withObjects.add(chunk);
    if (slot === chunk.length) {
      chunk.push(kept);
      this.grow();
      return;
    }
    if (chunk[slot] === undefined) this.grow();
    chunk[slot] = kept;
  }

  get(index: number | string): Sym | undefined {
    if (typeof index === "string" || index >= MAX_DENSE) return this.distant.get(index);
    return this.chunks[index >>> 16]?.[index & (CHUNK - 1)];
  }

  /** Containers and call results, for the census: most entries are numbers, and need not be looked at. */
  objects(meet: (sym: Sym) => void): void {
    for (const chunk of this.withObjects) for (const sym of chunk) if (typeof sym === "object") meet(sym);
    for (const sym of this.distant.values()) if (typeof sym === "object") meet(sym);
  }

  /** What stands for a container that is no longer followed; nothing is put into it. */
  private opaque(type: ContainerSym["type"]): ContainerSym {
    let container = this.opaques.get(type);
    if (container === undefined) {
      container = new ContainerSym(type);
      container.more = Infinity;
      this.opaques.set(type, container);
    }
    return container;
  }

  private grow(): void {
    if (++this.entries > MAX_ENTRIES) throw new LimitExceeded("values", MAX_ENTRIES);
  }
}
