import type { Machine } from "../../pickle/machine";
import { CallSym, ContainerSym, GlobalSym, type Sym } from "../../pickle/values";

/** Classes whose BUILD makes joblib read an array from the stream (joblib/numpy_pickle.py, `load_build`). */
const WRAPPERS = new Set([
  "joblib.numpy_pickle.NumpyArrayWrapper",
  "sklearn.externals.joblib.numpy_pickle.NumpyArrayWrapper",
]);

/**
 * Callables whose arguments tell how long the array is, and the wrappers themselves: whatever is called
 * with one (`copyreg.__newobj__`, Cython's `newObj`) may return an instance of it.
 */
export const JOBLIB_KEEPS: ReadonlySet<string> = new Set(["numpy.dtype", ...WRAPPERS]);

/** What follows the BUILD of an array wrapper. */
export type ArrayBytes =
  | { readonly kind: "raw"; readonly start: number; readonly resume: number }
  | { readonly kind: "objects"; readonly start: number }
  /** Bytes that joblib takes, nobody here knows how many: read as opcodes they could hide what runs. */
  | { readonly kind: "untold" };

const UNTOLD: ArrayBytes = { kind: "untold" };

/**
 * Follows joblib: behind the BUILD of a wrapper stand the array's bytes, after a padding whose length
 * is one byte, or, for arrays of objects, a pickle of their own.
 */
export class JoblibArrays {
  /** State that a dtype was given by BUILD: its size, and flags that tell whether it holds objects. */
  private readonly dtypeState = new WeakMap<CallSym, Sym>();

  /** Wrappers that were given their state. */
  private readonly built = new WeakSet<CallSym>();

  /** `undefined` where joblib takes nothing out of the stream: the opcodes go on right here. */
  afterBuild(machine: Machine, target: Sym, state: Sym, offset: number): ArrayBytes | undefined {
    if (!(target instanceof CallSym)) return undefined;
    if (isCallTo(target, "numpy.dtype")) this.dtypeState.set(target, state);
    if (!isWrapper(target)) return undefined;
    // A constructor, or an earlier state, leaves attributes that this state does not show.
    if (!isPlainlyMade(target) || this.built.has(target)) return UNTOLD;
    this.built.add(target);
    const dtype = machine.entry(state, "dtype");
    if (!(dtype instanceof CallSym) || !isCallTo(dtype, "numpy.dtype")) return UNTOLD;
    const spelled = dtype.args instanceof ContainerSym ? dtype.args.items[0] : undefined;
    const code = spelled === undefined ? undefined : machine.text(spelled, 64);
    if (code === undefined) return UNTOLD;
    if (this.hasObjects(machine, dtype, code)) return { kind: "objects", start: offset };
    const count = elements(machine, machine.entry(state, "shape"));
    const size = this.sizeOf(machine, dtype, code);
    const padding = paddingOf(machine, machine.entry(state, "numpy_array_alignment_bytes"), offset);
    if (count === undefined || size === undefined || padding === undefined) return UNTOLD;
    const resume = offset + padding + count * size;
    return Number.isSafeInteger(resume) ? { kind: "raw", start: offset, resume } : UNTOLD;
  }

  /** numpy lets the state of a flexible type replace its size (`arraydescr_setstate`): both must agree. */
  private sizeOf(machine: Machine, dtype: CallSym, code: string): number | undefined {
    const size = itemSize(code);
    const state = this.dtypeState.get(dtype);
    if (state === undefined || !/[SUV]/.test(code)) return size;
    const given =
      state instanceof ContainerSym && state.items[5] !== undefined ? machine.integer(state.items[5]) : undefined;
    return given !== undefined && Number(given) === size ? size : undefined;
  }

  private hasObjects(machine: Machine, dtype: CallSym, code: string): boolean {
    if (/^[<>|=]?O/.test(code)) return true;
    const state = this.dtypeState.get(dtype);
    if (!(state instanceof ContainerSym) || state.items.length < 8) return false;
    const flags = machine.integer(state.items[7]!);
    return flags !== undefined && (flags & ITEM_HASOBJECT) !== 0n;
  }
}

/** NPY_ITEM_HASOBJECT of numpy's ndarraytypes.h: elements are references, so the data is a pickle. */
const ITEM_HASOBJECT = 1n;

/** joblib pads where the entry is there and anything but `None`; `undefined` where that is not known. */
function paddingOf(machine: Machine, alignment: Sym | undefined, offset: number): number | undefined {
  if (alignment === undefined) return 0;
  if (typeof alignment !== "number") return undefined;
  return machine.isNone(alignment) ? 0 : 1 + (machine.input.peek(offset, 1)[0] ?? 0);
}

function isCallTo(sym: CallSym, dotted: string): boolean {
  return sym.callee instanceof GlobalSym && `${sym.callee.module}.${sym.callee.name}` === dotted;
}

/** An instance of a wrapper: by NEWOBJ, by a constructor, or by a function that was given the class. */
function isWrapper(sym: CallSym): boolean {
  const given = sym.args instanceof ContainerSym ? sym.args.items : [];
  return [sym.callee, ...given].some(
    (each) => each instanceof GlobalSym && WRAPPERS.has(`${each.module}.${each.name}`),
  );
}

/** Made without its constructor, as pickle makes objects: by NEWOBJ, or below protocol 2 by `copyreg`. */
function isPlainlyMade(sym: CallSym): boolean {
  if (sym.how === "NEWOBJ") return true;
  return ["copyreg._reconstructor", "copyreg.__newobj__"].some((maker) => isCallTo(sym, maker));
}

function elements(machine: Machine, shape: Sym | undefined): number | undefined {
  if (!(shape instanceof ContainerSym) || shape.more > 0) return undefined;
  let count = 1;
  for (const dimension of shape.items) {
    const length = machine.integer(dimension);
    if (length === undefined || length < 0n) return undefined;
    count *= Number(length);
  }
  return count;
}

/** Bytes of one element from numpy's type code as pickles have it: `f8`, `i4`, `b1`, `V64`, `S10`, `U5`, `M8`. */
function itemSize(code: string): number | undefined {
  const match = /^[<>|=]?([a-zA-Z])([0-9]{1,10})$/.exec(code);
  if (match === null) return undefined;
  const size = Number(match[2]);
  return match[1] === "U" ? size * 4 : size;
}
