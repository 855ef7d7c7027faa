import { LimitExceeded, type Budget } from "../core/budget";
import type { ByteSource } from "../core/bytes";
import type { GlobalName } from "../core/pickle-facts";
import { BrokenStream, Input } from "./input";
import { literalBoolean, literalInteger, literalSpan, literalText } from "./literals";
import { Memo } from "./memo";
import { NameTable } from "./name-table";
import { Recorder } from "./recorder";
import { isTold, MAX_TELLING, MAX_TOLD, MAX_TOLD_PLACES } from "./telling";
import { ContainerSym, KEEP_ITEMS, PersistentSym, UnknownSym, type Sym } from "./values";

/** Values on the stack at once, and marks. A tuple of a million items puts all of them there; CWE-770. */
export const MAX_STACK = 8_000_000;
/** Bytes of a dict's key that are read: a key may be spelled in escapes of ten bytes a letter. */
const MAX_KEY = 1024;
/** Items of a dict in which an entry is looked for; the dicts that readers look into have a dozen. CWE-407. */
const MAX_ENTRIES = 256;
/** Opcodes before what is kept is counted for the first time: fewer cannot keep much. */
const FIRST_CENSUS = 1 << 19;

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
  /** A 1 for each first two bytes that `onLiteral` wants to see; asking here keeps millions of strings cheap. */
  readonly interestingStart?: Uint8Array;
  /** Dotted names: results of calls to them, and of calls that are given one of them, must remember their arguments. */
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
  readonly names = new NameTable();
  readonly input: Input;
  readonly recorder: Recorder;
  readonly hooks: StreamHooks;
  /** Globals that `copyreg.add_extension` of this very stream registered. */
  readonly extensions = new Map<number, GlobalName>();
  readonly keep: number;
  readonly persistent = new PersistentSym();
  /** Where the stream writes a key that loading or a class acts on. */
  private readonly toldAt = new Map<number, string>();
  protocol = 0;
  highestProtocol = 0;
  /** Where the current frame ends, `Infinity` outside of one. */
  frameEnd = Infinity;
  /** Why readers go on at different places from here on, where they do. */
  straddled: string | undefined;
  stopped: Sym | undefined;
  /** Times that living values were counted. */
  censuses = 0;
  /** Opcodes after which what is kept is counted again. */
  nextCensus = FIRST_CENSUS;
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
    if (this.stack.length >= MAX_STACK) throw new LimitExceeded("values", MAX_STACK);
    this.stack.push(value);
  }

  mark(): void {
    if (this.marks.length >= MAX_STACK) throw new LimitExceeded("values", MAX_STACK);
    this.marks.push(this.stack.length);
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

  /**
   * The frame ends, here or (for `detail`) before. CPython's C unpickler, where its file has no `peek`,
   * forgets what is left of a frame that ends inside a value; others read on or fail. No pickler writes that.
   */
  leaveFrame(detail: string): void {
    if (this.frameEnd !== Infinity && this.frameEnd !== this.input.offset) this.straddled ??= detail;
    this.frameEnd = Infinity;
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

  isNone(sym: Sym): boolean {
    return typeof sym === "number" && literalSpan(this.input, sym)?.kind === "none";
  }

  /** The value under a text key of a dict that the stream spells out whole; the last one, as in Python. */
  entry(dict: Sym, key: string): Sym | undefined {
    if (!(dict instanceof ContainerSym) || dict.type !== "dict" || dict.more > 0) return undefined;
    if (dict.items.length > MAX_ENTRIES) return undefined;
    for (let i = dict.items.length - 2; i >= 0; i -= 2)
      if (this.text(dict.items[i]!, MAX_KEY) === key) return dict.items[i + 1];
    return undefined;
  }

  /** Whether the call's result must remember what it was made of: the callee or an argument is asked for. */
  keepsArguments(callee: Sym, args: Sym): boolean {
    if (this.hooks.keepArguments === undefined) return false;
    if (this.isKept(callee)) return true;
    if (!(args instanceof ContainerSym)) return false;
    for (const item of args.items.slice(0, KEEP_ITEMS)) if (typeof item !== "number" && this.isKept(item)) return true;
    return false;
  }

  private isKept(sym: Sym): boolean {
    return (
      typeof sym !== "number" && sym.kind === "global" && this.hooks.keepArguments!.has(`${sym.module}.${sym.name}`)
    );
  }

  /** Remembers the text constant of this opcode if it is a key that something acts on. */
  noteKey(): void {
    const text = literalText(this.input, this.offset, MAX_TELLING);
    if (!isTold(text)) return;
    this.toldAt.set(this.offset, text);
    if (this.toldAt.size > MAX_TOLD_PLACES) throw new LimitExceeded("facts", MAX_TOLD_PLACES);
  }

  /** A key that goes into a dict, with its value: told keys are kept, and computed ones noted. */
  noteEntry(dict: ContainerSym, key: Sym, value: Sym): void {
    if (typeof key !== "number") dict.computedKeys = true;
    const text = typeof key === "number" && this.toldAt.size > 0 ? this.toldAt.get(key) : undefined;
    if (text === undefined) return;
    // A dict that the memo gave up on is the same object as one that is still followed elsewhere.
    if (dict.more === Infinity) throw new LimitExceeded("facts", MAX_TOLD);
    dict.told ??= [];
    if (dict.told.length < MAX_TOLD) dict.told.push({ key: text, value });
    else dict.computedKeys = true;
  }

  /** True where an instance or imported object, not a plain container, is changed. */
  isForeign(target: Sym): target is Exclude<Sym, number | ContainerSym> {
    return typeof target !== "number" && target.kind !== "container";
  }
}

const BEFORE = new UnknownSym("value from before");
