import { pickle, type PickleBuilder } from "../support/pickle-builder";
import { indexText, integerText, nameOf } from "./odd-text";
import type { Random } from "./random";
import { writeLiteral, writeText } from "./write-values";

/**
 * Random opcode streams that mostly keep the stack's rules, so that CPython gets far enough to import
 * something. The model knows only how high the stack is above each mark, and which memo entries exist.
 */
export class StreamGrammar {
  private readonly out: PickleBuilder = pickle(0);
  /** Values above each mark, the innermost last. */
  private readonly heights = [0];
  private readonly memo: number[] = [];
  private readonly codes: number[] = [];
  private frameEnd: number | undefined;

  constructor(private readonly random: Random) {}

  /** A whole stream of some `steps` steps. */
  stream(steps: number): Uint8Array {
    const { random, out } = this;
    if (random.chance(70)) out.proto(random.pick([0, 1, 2, 2, 3, 4, 4, 5, 5]));
    for (let i = 0; i < steps; i++) this.step();
    if (this.height === 0) out.none();
    const bytes = random.chance(90) ? out.stop() : random.chance(50) ? out.bytes() : this.lineAtTheEnd();
    if (this.frameEnd === undefined) return bytes;
    new DataView(bytes.buffer).setBigUint64(
      this.frameEnd,
      BigInt(this.frameLength(bytes.length - this.frameEnd - 8)),
      true,
    );
    return bytes;
  }

  private get height(): number {
    return this.heights[this.heights.length - 1]!;
  }

  private set height(value: number) {
    this.heights[this.heights.length - 1] = Math.max(0, value);
  }

  /** Now and then a step is done that the stack does not allow. */
  private has(count: number): boolean {
    return this.height >= count || this.random.chance(1);
  }

  private step(): void {
    this.random.pick(STEPS).call(this);
  }

  private pushed(): void {
    this.height++;
  }

  literal(): void {
    writeLiteral(this.random, this.out);
    this.pushed();
  }

  text(value: string = this.random.pick(nameOf(this.random))): void {
    writeText(this.random, this.out, value);
    this.pushed();
  }

  global(): void {
    const [module, name] = nameOf(this.random);
    this.out.globalOpcode(module, name);
    this.pushed();
  }

  /** STACK_GLOBAL of two texts, with detours between them that leave the stack as it was. */
  stackGlobal(): void {
    const [module, name] = nameOf(this.random);
    this.text(module);
    this.detour();
    this.text(name);
    this.detour();
    this.out.stackGlobal();
    this.height--;
  }

  /** Through the memo, DUP and POP, or a mark that is popped again. */
  detour(): void {
    const { random, out } = this;
    const way = random.int(8);
    if (way === 0) out.dup().pop();
    else if (way === 1) out.mark().none().popMark();
    else if (way === 2) out.mark().pop();
    else if (way === 3 || way === 4) this.throughMemo(way === 3);
    else if (way === 5) out.mark().none().mark().none().popMark().popMark();
  }

  /** Stores the top, perhaps over an older entry, drops it and fetches it again. */
  private throughMemo(overwrite: boolean): void {
    const before = this.memo.length;
    this.store();
    if (overwrite && this.memo.length > before) this.out.none().put(this.memo[before]!).pop().put(this.memo[before]!);
    this.out.pop();
    this.height--;
    this.fetch();
  }

  store(): void {
    const { random, out } = this;
    if (!this.has(1)) return;
    const index = random.pick([0, 1, 2, 255, 256, 65535, 65536, random.int(70000), this.memo.length]);
    const way = random.int(5);
    if (way === 0) out.binput(index & 255);
    else if (way === 1) out.longBinput(index);
    else if (way === 2) out.put(index);
    else if (way === 3) out.put(indexText(random, index));
    else out.memoize();
    this.memo.push(way === 0 ? index & 255 : index);
  }

  fetch(): void {
    const { random, out } = this;
    if (this.memo.length === 0 && !random.chance(2)) return this.literal();
    const index = random.chance(60) ? (this.memo[this.memo.length - 1] ?? 0) : random.pick([...this.memo, 0]);
    if (index < 256 && random.chance(50)) out.binget(index);
    else if (random.chance(40)) out.longBinget(index);
    else out.get(random.chance(70) ? index : indexText(random, index));
    this.pushed();
  }

  call(): void {
    const { random, out } = this;
    if (!this.has(1)) return;
    const way = random.int(6);
    if (way < 3) {
      this.args();
      if (way === 0) out.reduce();
      else if (way === 1) out.newobj();
      else out.emptyDict().newobjEx();
      this.height--;
    } else if (way === 3) {
      out
        .mark()
        .with(() => this.nested(() => this.global()))
        .obj();
      this.pushed();
    } else if (way === 4) {
      const [module, name] = nameOf(random);
      out.mark().none().inst(module, name);
      this.pushed();
    } else {
      out.emptyDict().build();
    }
  }

  private args(): void {
    const { random, out } = this;
    if (random.chance(50)) out.emptyTuple();
    else if (random.chance(50)) out.binint1(1).tuple1();
    else out.mark().none().none().tuple();
    this.pushed();
  }

  private nested(write: () => void): void {
    const before = this.height;
    write();
    this.height = before;
  }

  /** `copyreg.add_extension`, so that EXT codes name something; used at once or later, in another protocol. */
  extension(): void {
    const { random, out } = this;
    const code = 1 + random.int(3);
    const [module, name] = nameOf(random);
    out.globalOpcode(random.pick(["copy_reg", "copyreg"]), "add_extension").mark();
    this.nested(() => (this.text(module), this.text(name)));
    out.with(() =>
      random.chance(70)
        ? out.binint1(code)
        : out.intText(random.pick([`${code}`, `0x${code}`, `+${code}`, "01", integerText(random)])),
    );
    (random.chance(80) ? out.tuple() : out.list()).reduce().pop();
    if (random.chance(30)) out.proto(random.int(6));
    this.codes.push(code);
    this.useExtension();
  }

  useExtension(): void {
    const { random, out } = this;
    const code = random.pick([...this.codes, 1]);
    if (this.codes.length === 0 && !random.chance(2)) return;
    random.pick([() => out.ext1(code), () => out.ext2(code), () => out.ext4(code)])();
    this.pushed();
  }

  change(): void {
    const { random, out } = this;
    const way = random.int(8);
    const target = random.pick([() => out.emptyList(), () => out.emptyDict(), () => this.nested(() => this.global())]);
    target();
    if (way === 0) out.none().append();
    else if (way === 1) out.none().none().setitem();
    else if (way === 2) out.mark().none().none().setitems();
    else if (way === 3) out.mark().none().appends();
    else if (way === 4) out.mark().appends();
    else if (way === 5) out.mark().none().additems();
    else if (way === 6) out.emptyDict().build();
    else out.dup().append();
    this.pushed();
  }

  stack(): void {
    const { random, out } = this;
    const way = random.int(7);
    if (way === 0 && this.has(1)) {
      out.dup();
      this.pushed();
    } else if (way === 1 && (this.has(1) || this.heights.length > 1)) this.pop();
    else if (way === 2) {
      out.mark();
      this.heights.push(0);
    } else if (way < 6 && this.heights.length > 1) this.closeMark();
    else if (way === 6 && this.has(2)) {
      out.tuple2();
      this.height--;
    }
  }

  private pop(): void {
    this.out.pop();
    if (this.height > 0) this.height--;
    else if (this.heights.length > 1) this.heights.pop();
  }

  private closeMark(): void {
    const { random, out } = this;
    this.heights.pop();
    if (random.chance(30)) return void out.popMark();
    random.pick([() => out.tuple(), () => out.list(), () => out.frozenset(), () => out.tuple()])();
    this.pushed();
  }

  persistent(): void {
    const { random, out } = this;
    if (random.chance(50) && this.has(1)) return void out.binpersid();
    out.persid(random.pick(["1", "a b", "", "\u00e4"]));
    this.pushed();
  }

  protocol(): void {
    this.out.proto(this.random.pick([0, 1, 2, 3, 4, 5, 5, 2, 6, 255]));
  }

  frame(): void {
    const { random, out } = this;
    if (random.chance(60)) return;
    if (this.frameEnd === undefined && random.chance(50)) {
      out.frame(0);
      this.frameEnd = out.length - 8;
    } else out.frame(random.pick([0, 1, 5, 40, 2 ** 31, 10 ** 15]));
  }

  private frameLength(honest: number): number {
    return this.random.pick([honest, honest, honest, honest + 1, honest + 1000, Math.max(0, honest - 3), honest >> 1]);
  }

  /** No newline behind the last line: CPython cuts the last byte off all the same. */
  private lineAtTheEnd(): Uint8Array {
    const [module, name] = nameOf(this.random);
    return this.out.raw(`c${module}\n${name}`).bytes();
  }
}

const P = StreamGrammar.prototype;
const STEPS: readonly (() => void)[] = [
  P.literal, P.literal, P.text, P.text, P.global, P.global, P.stackGlobal, P.stackGlobal, P.stackGlobal, P.stackGlobal,
  P.detour, P.store, P.store, P.fetch, P.fetch, P.call, P.call, P.call, P.extension, P.useExtension, P.change, P.stack,
  P.stack, P.stack, P.persistent, P.protocol, P.frame,
]; // prettier-ignore
