import type { Budget } from "../core/budget";
import type {
  CallFact,
  CallHow,
  ComputedImport,
  GlobalFact,
  GlobalName,
  ImportHow,
  MutationFact,
  MutationHow,
  ParserSplit,
} from "../core/pickle-facts";
import type { Input } from "./input";
import { literalText } from "./literals";
import { PYTHON2_MODULES, PYTHON2_NAMES } from "./python2-names";
import { keyOf } from "./keys";
import { argumentsOf, renderCall, renderMutation, Room, toValue, UNKNOWN_ARGUMENTS } from "./render";
import { readState, stateKey } from "./states";
import { MAX_TELLING, tellingOf } from "./telling";
import { CallSym, ContainerSym, GlobalSym, KEEP_ITEMS, type Sym } from "./values";

type Counted<T> = { -readonly [K in keyof T]: T[K] };

/** Parser splits kept of one stream: the first few tell all there is to know. */
const MAX_SPLITS = 20;
/** Items of a mutation that evidence shows: a key and its value, or two items. */
const SHOWN_ITEMS = 2;

/**
 * Collects the facts of one stream. What repeats is counted, not kept: a pickle of a million dates makes
 * one call fact. Calls that differ in more than constants are different facts, so no call hides behind another.
 */
export class Recorder {
  readonly globals: Counted<GlobalFact>[] = [];
  readonly computedImports: ComputedImport[] = [];
  readonly calls: Counted<CallFact>[] = [];
  readonly mutations: Counted<MutationFact>[] = [];
  readonly splits: ParserSplit[] = [];
  persistentIds = 0;

  private readonly globalSyms: GlobalSym[] = [];
  private readonly globalOf = new Map<string, GlobalSym>();
  private readonly callOf = new Map<string, { fact: Counted<CallFact>; result: CallSym }>();
  private readonly mutationOf = new Map<string, Counted<MutationFact>>();

  constructor(
    private readonly input: Input,
    private readonly budget: Budget,
  ) {}

  /** An import by name. `protocol` decides whether Python 2 names are mapped, as `find_class` does. */
  global(how: ImportHow, module: string, name: string, protocol: number, offset: number): GlobalSym {
    const key = `${how} ${protocol < 3 ? 2 : 3} ${module}\n${name}`;
    const known = this.globalOf.get(key);
    if (known !== undefined) {
      this.globals[known.index]!.count++;
      return known;
    }
    this.budget.spend("facts", 1);
    this.pay((module.length + name.length) >> 4);
    const mapped = protocol < 3 ? mapPython2({ module, name }) : { module, name };
    const changed = mapped.module !== module || mapped.name !== name;
    const telling = tellingOf(mapped.module, mapped.name);
    const sym = new GlobalSym(mapped.module, mapped.name, this.globals.length, telling);
    const fact = { module: mapped.module, name: mapped.name, how, offset, count: 1 };
    this.globals.push(changed ? { ...fact, written: { module, name } } : fact);
    this.globalSyms.push(sym);
    this.globalOf.set(key, sym);
    return sym;
  }

  /** To be asked at the end of the stream: which imports were handed on as values. */
  noteHandedOn(): void {
    for (const sym of this.globalSyms) if (sym.handedOn > 0) this.globals[sym.index]!.handedOn = true;
  }

  /** The same import once more. */
  again(global: GlobalSym): void {
    this.globals[global.index]!.count++;
  }

  computedImport(how: ImportHow, offset: number, detail: string): void {
    this.budget.spend("facts", 1);
    this.computedImports.push({ how, offset, detail });
  }

  /** A call, and the symbol of its result. `keepArguments`: a fresh symbol that remembers them. */
  call(how: CallHow, callee: Sym, args: Sym, kwargs: Sym | undefined, offset: number, keepArguments: boolean): CallSym {
    const named = kwargs === undefined ? "" : `;${keyOf(kwargs, 0)}`;
    const key = `${how} ${keyOf(callee, 0)}(${keyOf(args, 0)}${named})${this.tellingText(callee, args)}`;
    let known = this.callOf.get(key);
    if (known === undefined) {
      const told = callee instanceof GlobalSym && callee.telling?.result === true;
      const result = new CallSym(how, callee, told ? args : undefined);
      known = { fact: this.newCall(how, callee, args, kwargs, offset), result };
      if (told) result.fact = this.calls.length;
      this.callOf.set(key, known);
    } else known.fact.count++;
    if (!keepArguments) return known.result;
    const result = new CallSym(how, callee, args);
    result.fact = known.result.fact;
    return result;
  }

  /** `values`: the state, the item, or the first of them; a key and its value are two. */
  mutation(how: MutationHow, target: Sym, values: readonly Sym[], offset: number): void {
    const state = how === "BUILD" ? stateKey(target, values[0]!, this.input) : "";
    if (target instanceof CallSym && state.length <= 1) {
      const bit = MUTATION_BITS[`${how}${state}`]!;
      if ((target.mutated & bit) !== 0) return;
      target.mutated |= bit;
    }
    const key = `${how}${state} ${keyOf(target, 0)}`;
    const known = this.mutationOf.get(key);
    if (known !== undefined) {
      known.count++;
      return;
    }
    this.budget.spend("facts", 1);
    const shown = toValue(target, this.input);
    const room = new Room();
    const given = values.slice(0, SHOWN_ITEMS + 1).map((value) => toValue(value, this.input, 1, room));
    this.pay(room.used);
    const evidence = renderMutation(how, shown, given.slice(0, SHOWN_ITEMS), given.length > SHOWN_ITEMS);
    const fact = { how, target: shown, offset, count: 1, evidence };
    const whole = how === "BUILD" ? { ...fact, state: readState(target, values[0]!, this.input) } : fact;
    this.mutations.push(whole);
    this.mutationOf.set(key, whole);
  }

  split(offset: number, detail: string): void {
    if (this.splits.length < MAX_SPLITS) this.splits.push({ offset, detail });
  }

  /** The text that decides what a call does, for the few callables where it is text that decides. */
  private tellingText(callee: Sym, args: Sym): string {
    if (!(callee instanceof GlobalSym) || callee.telling?.text === undefined) return "";
    const arg = args instanceof ContainerSym ? args.items[callee.telling.text] : undefined;
    return typeof arg === "number" ? `"${literalText(this.input, arg, MAX_TELLING) ?? ""}"` : "";
  }

  private newCall(how: CallHow, callee: Sym, args: Sym, kwargs: Sym | undefined, offset: number): Counted<CallFact> {
    this.budget.spend("facts", 1);
    const shown = toValue(callee, this.input);
    const room = new Room();
    const given = argumentsOf(args)?.map((arg) => toValue(arg, this.input, 1, room)) ?? [UNKNOWN_ARGUMENTS];
    const named = kwargs === undefined ? undefined : toValue(kwargs, this.input, 1, room);
    this.pay(room.used);
    const evidence = renderCall(how, shown, given, named);
    const fact = { how, callee: shown, args: given, offset, count: 1, evidence };
    this.calls.push(named === undefined ? fact : { ...fact, kwargs: named });
    this.giveEvidence(callee, evidence);
    this.giveEvidenceInside(args, evidence, 0, new Room());
    return this.calls[this.calls.length - 1]!;
  }

  private giveEvidence(sym: Sym, evidence: string): void {
    if (sym instanceof GlobalSym) this.globals[sym.index]!.evidence ??= evidence;
  }

  private giveEvidenceInside(sym: Sym, evidence: string, depth: number, room: Room): void {
    this.giveEvidence(sym, evidence);
    if (sym instanceof ContainerSym && depth < 3)
      for (const item of sym.items.slice(0, KEEP_ITEMS))
        if (room.take()) this.giveEvidenceInside(item, evidence, depth + 1, room);
  }

  /** What a fact holds beyond its first few values, and long names, count as facts of their own. */
  private pay(values: number): void {
    this.budget.spend("facts", values >> 3);
  }
}

/** BUILD is told apart by the shape of its state. */
const MUTATION_BITS: Readonly<Record<string, number>> = {
  BUILDd: 1,
  BUILDp: 2,
  BUILDc: 4,
  BUILDo: 8,
  SETITEM: 16,
  SETITEMS: 32,
  APPEND: 64,
  APPENDS: 128,
  ADDITEMS: 256,
};

/** `fix_imports`: names of Python 2 as both of CPython's unpicklers map them below protocol 3. */
function mapPython2(written: GlobalName): GlobalName {
  const key = `${written.module}\n${written.name}`;
  if (Object.hasOwn(PYTHON2_NAMES, key)) {
    const [module, name] = PYTHON2_NAMES[key]!;
    return { module, name };
  }
  if (Object.hasOwn(PYTHON2_MODULES, written.module))
    return { module: PYTHON2_MODULES[written.module]!, name: written.name };
  return written;
}
