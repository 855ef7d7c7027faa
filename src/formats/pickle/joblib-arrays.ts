import type { Machine } from "../../pickle/machine";
import { CallSym, ContainerSym, GlobalSym, type Sym } from "../../pickle/values";

/** Classes whose BUILD makes joblib read an array from the stream (joblib/numpy_pickle.py, `load_build`). */
const WRAPPERS = new Set([
  "joblib.numpy_pickle.NumpyArrayWrapper",
  "sklearn.externals.joblib.numpy_pickle.NumpyArrayWrapper",
]);

/** Callables whose arguments tell how long the array is. */
export const JOBLIB_KEEPS: ReadonlySet<string> = new Set(["numpy.dtype", "copyreg._reconstructor"]);

/** What follows the BUILD of an array wrapper. */
export type ArrayBytes =
  | { readonly kind: "raw"; readonly start: number; readonly resume: number }
  | { readonly kind: "objects"; readonly start: number };

/**
 * Follows joblib: behind the BUILD of a wrapper stand the array's bytes, after a padding whose length
 * is one byte, or, for arrays of objects, a pickle of their own.
 */
export class JoblibArrays {
  /** State that a dtype was given by BUILD; its flags tell whether it holds objects. */
  private readonly dtypeState = new WeakMap<CallSym, Sym>();

  /** `undefined` where nothing follows or it cannot be told: then the opcodes go on right here. */
  afterBuild(machine: Machine, target: Sym, state: Sym, offset: number): ArrayBytes | undefined {
    if (!(target instanceof CallSym)) return undefined;
    if (isCallTo(target, "numpy.dtype")) this.dtypeState.set(target, state);
    const made = classOf(target);
    if (made === undefined || !WRAPPERS.has(made)) return undefined;
    const dtype = machine.entry(state, "dtype");
    if (!(dtype instanceof CallSym) || !isCallTo(dtype, "numpy.dtype")) return undefined;
    const code = dtype.args instanceof ContainerSym ? machine.text(dtype.args.items[0] ?? -1, 64) : undefined;
    if (code === undefined) return undefined;
    if (this.hasObjects(machine, dtype, code)) return { kind: "objects", start: offset };
    const count = elements(machine, machine.entry(state, "shape"));
    const size = itemSize(code);
    if (count === undefined || size === undefined) return undefined;
    const padding = this.padding(machine, state, offset);
    const resume = offset + padding + count * size;
    return Number.isSafeInteger(resume) ? { kind: "raw", start: offset, resume } : undefined;
  }

  private padding(machine: Machine, state: Sym, offset: number): number {
    const alignment = machine.entry(state, "numpy_array_alignment_bytes");
    if (alignment === undefined || machine.integer(alignment) === undefined) return 0;
    return 1 + (machine.input.peek(offset, 1)[0] ?? 0);
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

function isCallTo(sym: CallSym, dotted: string): boolean {
  return sym.callee instanceof GlobalSym && `${sym.callee.module}.${sym.callee.name}` === dotted;
}

/** The class an instance was made of, by NEWOBJ or, below protocol 2, by `copyreg._reconstructor`. */
function classOf(sym: CallSym): string | undefined {
  const maker =
    isCallTo(sym, "copyreg._reconstructor") && sym.args instanceof ContainerSym ? sym.args.items[0] : sym.callee;
  return maker instanceof GlobalSym ? `${maker.module}.${maker.name}` : undefined;
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
