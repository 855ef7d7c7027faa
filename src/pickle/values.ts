import type { CallHow, GlobalName } from "../core/pickle-facts";
import type { Telling } from "./telling";

/**
 * What stands on the machine's stack. A constant is the offset of the opcode that pushed it, a plain
 * number: millions of them cost nothing, and the few that matter are read again from the stream.
 */
export type Sym = number | GlobalSym | CallSym | ContainerSym | PersistentSym | UnknownSym;

/** An imported name. One object for each distinct name. */
export class GlobalSym implements GlobalName {
  readonly kind = "global";
  /** How often it was put into a container, a state or arguments: where something else may call it. */
  handedOn = 0;
  constructor(
    readonly module: string,
    readonly name: string,
    /** Position in the list of distinct globals: stands for it in the keys of calls. */
    readonly index: number,
    /** What tells calls of it, or their results, apart beside names and shapes. */
    readonly telling: Telling | undefined,
  ) {}
}

/** What a call returned. Shared by all calls that are one fact, unless the arguments were asked for. */
export class CallSym {
  readonly kind = "call";
  /** Kinds of mutation that were recorded of this very symbol already. */
  mutated = 0;
  /** Number of the call's fact, where results of the same callable are told apart. */
  fact: number | undefined;
  /** The last census that counted it. */
  census = 0;
  constructor(
    readonly how: CallHow,
    readonly callee: Sym,
    readonly args: Sym | undefined,
  ) {}
}

/** A key that is told, and its value. */
export interface ToldEntry {
  readonly key: string;
  readonly value: Sym;
}

/** Items of a container that are kept and looked at; the readers of some streams ask for more of them to be kept. */
export const KEEP_ITEMS = 32;

export class ContainerSym {
  readonly kind = "container";
  /** The first items only; a dict's keys and values take turns. */
  items: Sym[] = [];
  /** Items that are not kept; infinite where the container is no longer followed. */
  more = 0;
  /** Keys of a dict that loading or a class acts on, with their values: kept whatever else is not. */
  told: ToldEntry[] | undefined = undefined;
  /** A dict has a key that is no constant, or too many that are told. */
  computedKeys = false;
  /** It was the arguments of a call: what it holds counts anew where it is given once more. */
  given = false;
  /** The last census that counted it. */
  census = 0;
  constructor(readonly type: "tuple" | "list" | "dict" | "set" | "frozenset") {}

  add(item: Sym, keep: number): void {
    if (this.items.length < keep && this.more !== Infinity) this.items.push(item);
    else this.more++;
  }
}

/** Counts an imported name that is put where something else may call it. */
export function handOn(value: Sym): void {
  if (value instanceof GlobalSym) value.handedOn++;
}

/** Something the reader fetches by a persistent id, such as a torch storage. */
export class PersistentSym {
  readonly kind = "persistent";
}

export class UnknownSym {
  readonly kind = "unknown";
  constructor(readonly why: string) {}
}
