import { LimitExceeded, type Budget } from "../core/budget";
import type { ByteSource } from "../core/bytes";
import { BrokenStream, Input } from "./input";
import { literalBoolean, literalInteger, literalText } from "./literals";
import { Memo } from "./memo";
import { Recorder } from "./recorder";
import { ContainerSym, PersistentSym, UnknownSym, type GlobalSym, type Sym } from "./values";

/** Values on the stack at once. A tuple of a million items puts all of them there; CWE-770. */
export const MAX_STACK = 8_000_000;
/** Items of a container that are kept for evidence and for the readers of joblib and torch streams. */
const KEEP_ITEMS = 32;
/** What one opcode does; the machine has read its byte, the argument is still ahead. */
export type Handler = (machine: Machine) => void;

/** What a reader of pickles does beside the pickle's own opcodes; formats know, the machine does not. */
export interface StreamHooks {
  /** After BUILD: a reader such as joblib's takes raw bytes out of the stream here. Returns where the opcodes go on. */
  afterBuild?(machine: Machine, target: Sym, state: Sym, offset: number): number | undefined;
  /** A persistent id was read. */
  onPersistentId?(machine: Machine, id: Sym): void;
  /** A string or bytes constant whose first bytes could start a model format of its own. */
  onLiteral?(machine: Machine, offset: number, start: number, length: number): void;
  /** A 1 for each first byte that `onLiteral` wants to see; asking here keeps millions of strings cheap. */
  readonly interestingFirst?: Uint8Array;
  /** Dotted names of callables whose results must remember their arguments. */
  readonly keepArguments?: ReadonlySet<string>;
  /** Items of containers to keep, where more than a few matter. */
  readonly keepItems?: number;
}

/**
 * The pickle machine: every opcode, no Python. It keeps stack, marks and memo as CPython's unpicklers
 * do and records what they would import, call and change (CPython Lib/pickle.py, Modules/_pickle.c).
 * Where they disagree, the most permissive reading is followed.
 */
export class Machine {
  readonly stack: Sym[] = [];
  readonly marks: number[] = [];
  readonly memo = new Memo();
  readonly input: Input;
  readonly recorder: Recorder;
  readonly hooks: StreamHooks;
  /** Globals that `copyreg.add_extension` of this very stream registered. */
  readonly extensions = new Map<number, GlobalSym>();
  readonly keep: number;
  readonly persistent = new PersistentSym();
  protocol = 0;
  highestProtocol = 0;
  /** Where the current frame ends. Readers disagree about frames, so they only count as a sign. */
  frameEnd = 0;
  stopped: Sym | undefined;
  opcodes = 0;
  /** Offset of the opcode that runs. */
  offset = 0;

  constructor(
    source: ByteSource,
    budget: Budget,
    start: number,
    hooks: StreamHooks,
    /** Starts in the middle of a stream: what earlier opcodes left on the stack and in the memo is unknown, not missing. */
    readonly midway = false,
  ) {
    this.input = new Input(source, start);
    this.recorder = new Recorder(this.input, budget);
    this.hooks = hooks;
    this.keep = this.hooks.keepItems ?? KEEP_ITEMS;
  }

  push(value: Sym): void {
    if (this.stack.length >= MAX_STACK) throw new LimitExceeded("opcodes", MAX_STACK);
    this.stack.push(value);
  }

  pop(): Sym {
    if (this.stack.length <= this.floor()) return this.fromBefore("takes from an empty stack");
    return this.stack.pop()!;
  }

  top(): Sym {
    if (this.stack.length <= this.floor()) return this.fromBefore("looks at an empty stack");
    return this.stack[this.stack.length - 1]!;
  }

  /** A value that opcodes before the start would have left; nothing otherwise. */
  fromBefore(problem: string): Sym {
    if (this.midway && this.marks.length === 0) return BEFORE;
    throw this.broken(problem);
  }

  /** Everything above the last mark, which goes too. */
  popMark(): Sym[] {
    const mark = this.marks.pop();
    if (mark === undefined) throw this.broken("needs a mark, but none was set");
    return this.stack.splice(mark);
  }

  /** A mark is a fence: nothing below it can be popped while it stands. */
  floor(): number {
    return this.marks.length === 0 ? 0 : this.marks[this.marks.length - 1]!;
  }

  broken(detail: string): BrokenStream {
    return new BrokenStream(`the opcode at 0x${this.offset.toString(16)} ${detail}`, this.offset);
  }

  /** The text of a constant, cut at `atMost` bytes, or `undefined` where the value is no text constant. */
  text(sym: Sym, atMost = 64 * 1024): string | undefined {
    return typeof sym === "number" ? literalText(this.input, sym, atMost) : undefined;
  }

  integer(sym: Sym): bigint | undefined {
    return typeof sym === "number" ? literalInteger(this.input, sym) : undefined;
  }

  boolean(sym: Sym): boolean | undefined {
    return typeof sym === "number" ? literalBoolean(this.input, sym) : undefined;
  }

  /** The value under a text key of a dict that the stream spells out. */
  entry(dict: Sym, key: string): Sym | undefined {
    if (!(dict instanceof ContainerSym) || dict.type !== "dict") return undefined;
    for (let i = 0; i + 1 < dict.items.length; i += 2)
      if (this.text(dict.items[i]!, 256) === key) return dict.items[i + 1];
    return undefined;
  }

  keepsArguments(callee: Sym): boolean {
    if (typeof callee === "number" || callee.kind !== "global" || this.hooks.keepArguments === undefined) return false;
    return this.hooks.keepArguments.has(`${callee.module}.${callee.name}`);
  }

  /** True where an instance or imported object, not a plain container, is changed. */
  isForeign(target: Sym): target is Exclude<Sym, number | ContainerSym> {
    return typeof target !== "number" && target.kind !== "container";
  }
}

const BEFORE = new UnknownSym("value from before");
