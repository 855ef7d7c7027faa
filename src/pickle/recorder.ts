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
  Value,
} from "../core/pickle-facts";
import type { Input } from "./input";
import { literalText } from "./literals";
import { PYTHON2_MODULES, PYTHON2_NAMES } from "./python2-names";
import { argumentsOf, renderCall, renderMutation, toValue } from "./render";
import { CallSym, ContainerSym, GlobalSym, type Sym } from "./values";

type Counted<T> = { -readonly [K in keyof T]: T[K] };

/** Parser splits kept of one stream: the first few tell all there is to know. */
const MAX_SPLITS = 20;
/** Items of a mutation that evidence shows: a key and its value, or two items. */
const SHOWN_ITEMS = 2;
/** Arguments that tell calls apart. */
const MAX_KEY_ITEMS = 12;

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
    const mapped = protocol < 3 ? mapPython2({ module, name }) : { module, name };
    const changed = mapped.module !== module || mapped.name !== name;
    const sym = new GlobalSym(
      mapped.module,
      mapped.name,
      this.globals.length,
      TOLD_BY_TEXT.get(`${mapped.module}.${mapped.name}`),
    );
    const fact = { module: mapped.module, name: mapped.name, how, offset, count: 1 };
    this.globals.push(changed ? { ...fact, written: { module, name } } : fact);
    this.globalSyms.push(sym);
    this.globalOf.set(key, sym);
    return sym;
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
      known = { fact: this.newCall(how, callee, args, kwargs, offset), result: new CallSym(how, callee, undefined) };
      this.callOf.set(key, known);
    } else known.fact.count++;
    return keepArguments ? new CallSym(how, callee, args) : known.result;
  }

  /** `values`: the state, the item, or the first of them; a key and its value are two. */
  mutation(how: MutationHow, target: Sym, values: readonly Sym[], offset: number): void {
    if (target instanceof CallSym) {
      const bit = MUTATION_BITS[how];
      if ((target.mutated & bit) !== 0) return;
      target.mutated |= bit;
    }
    const key = `${how} ${keyOf(target, 0)}`;
    const known = this.mutationOf.get(key);
    if (known !== undefined) {
      known.count++;
      return;
    }
    this.budget.spend("facts", 1);
    const shown = toValue(target, this.input);
    const given = values.slice(0, SHOWN_ITEMS + 1).map((value) => toValue(value, this.input, 1));
    const evidence = renderMutation(how, shown, given.slice(0, SHOWN_ITEMS), given.length > SHOWN_ITEMS);
    const fact = { how, target: shown, offset, count: 1, evidence };
    this.mutations.push(fact);
    this.mutationOf.set(key, fact);
  }

  split(offset: number, detail: string): void {
    if (this.splits.length < MAX_SPLITS) this.splits.push({ offset, detail });
  }

  /** The text that decides what a call does, for the few callables where it is text that decides. */
  private tellingText(callee: Sym, args: Sym): string {
    if (!(callee instanceof GlobalSym) || callee.tellingArgument === undefined) return "";
    const arg = args instanceof ContainerSym ? args.items[callee.tellingArgument] : undefined;
    return typeof arg === "number" ? `"${literalText(this.input, arg, MAX_TELLING) ?? ""}"` : "";
  }

  private newCall(how: CallHow, callee: Sym, args: Sym, kwargs: Sym | undefined, offset: number): Counted<CallFact> {
    this.budget.spend("facts", 1);
    const shown = toValue(callee, this.input);
    const given = argumentsOf(args)?.map((arg) => toValue(arg, this.input, 1)) ?? [UNKNOWN_ARGUMENTS];
    const named = kwargs === undefined ? undefined : toValue(kwargs, this.input, 1);
    const evidence = renderCall(how, shown, given, named);
    const fact = { how, callee: shown, args: given, offset, count: 1, evidence };
    this.calls.push(named === undefined ? fact : { ...fact, kwargs: named });
    this.giveEvidence(callee, evidence);
    this.giveEvidenceInside(args, evidence, 0);
    return this.calls[this.calls.length - 1]!;
  }

  private giveEvidence(sym: Sym, evidence: string): void {
    if (sym instanceof GlobalSym) this.globals[sym.index]!.evidence ??= evidence;
  }

  private giveEvidenceInside(sym: Sym, evidence: string, depth: number): void {
    this.giveEvidence(sym, evidence);
    if (sym instanceof ContainerSym && depth < 3)
      for (const item of sym.items) this.giveEvidenceInside(item, evidence, depth + 1);
  }
}

/**
 * Where that text stands: an attribute's name, an encoding, a type's name. All other calls are alike
 * whatever their constants are.
 */
const TOLD_BY_TEXT: ReadonlyMap<string, number> = new Map([
  ["builtins.getattr", 1],
  ["_codecs.encode", 1],
  ["dill._dill._load_type", 0],
  ["dill.dill._load_type", 0],
]);
/** Bytes of it that are compared; no attribute has a longer name. */
const MAX_TELLING = 4096;

/** The tuple of arguments was itself computed, or is too long to keep. */
const UNKNOWN_ARGUMENTS: Value = { kind: "unknown", why: "computed arguments" };

const MUTATION_BITS: Record<MutationHow, number> = {
  BUILD: 1,
  SETITEM: 2,
  SETITEMS: 4,
  APPEND: 8,
  APPENDS: 16,
  ADDITEMS: 32,
};

/** What of a value tells calls apart: names and shapes, not constants. */
function keyOf(sym: Sym, depth: number): string {
  if (typeof sym === "number") return "l";
  switch (sym.kind) {
    case "global":
      return `g${sym.index}`;
    case "call":
      return sym.callee instanceof GlobalSym ? `c${sym.how}${sym.callee.index}` : "c?";
    case "container":
      return containerKey(sym, depth);
    default:
      return sym.kind === "persistent" ? "p" : "u";
  }
}

function containerKey(sym: ContainerSym, depth: number): string {
  const letter = sym.type[0]!;
  if (sym.type !== "tuple" && depth > 0)
    return sym.items.every((item) => typeof item === "number") ? letter : `${letter}+`;
  if (depth > 2) return `${letter}${sym.items.length}`;
  const items = sym.items.slice(0, MAX_KEY_ITEMS).map((item) => keyOf(item, depth + 1));
  return `${letter}${sym.items.length}[${items.join(",")}]`;
}

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
