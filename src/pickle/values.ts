import type { CallHow, GlobalName } from "../core/pickle-facts";

/**
 * What stands on the machine's stack. A constant is the offset of the opcode that pushed it, a plain
 * number: millions of them cost nothing, and the few that matter are read again from the stream.
 */
export type Sym = number | GlobalSym | CallSym | ContainerSym | PersistentSym | UnknownSym;

/** An imported name. One object for each distinct name. */
export class GlobalSym implements GlobalName {
  readonly kind = "global";
  constructor(
    readonly module: string,
    readonly name: string,
    /** Position in the list of distinct globals: stands for it in the keys of calls. */
    readonly index: number,
    /** The argument whose text decides what a call does, where there is one. */
    readonly tellingArgument: number | undefined,
  ) {}
}

/** What a call returned. Shared by all calls that are one fact, unless the arguments were asked for. */
export class CallSym {
  readonly kind = "call";
  /** Kinds of mutation that were recorded of this very symbol already. */
  mutated = 0;
  constructor(
    readonly how: CallHow,
    readonly callee: Sym,
    readonly args: Sym | undefined,
  ) {}
}

export class ContainerSym {
  readonly kind = "container";
  /** The first items only; a dict's keys and values take turns. */
  readonly items: Sym[] = [];
  /** Items that are not kept. */
  more = 0;
  constructor(readonly type: "tuple" | "list" | "dict" | "set" | "frozenset") {}

  add(item: Sym, keep: number): void {
    if (this.items.length < keep) this.items.push(item);
    else this.more++;
  }
}

/** Something the reader fetches by a persistent id, such as a torch storage. */
export class PersistentSym {
  readonly kind = "persistent";
}

export class UnknownSym {
  readonly kind = "unknown";
  constructor(readonly why: string) {}
}
