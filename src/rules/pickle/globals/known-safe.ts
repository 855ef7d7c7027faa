import table from "./known-safe.json";

/**
 * How a known name may be used.
 * - `call`: with any arguments.
 * - `new`: a class; an empty instance may be made and given its state, its `__init__` is not vouched for.
 * - `ref`: may be referred to, and not called.
 * - `applies`: calls what stands at `positions` of its arguments, so these decide.
 * - `loads`: reads the argument at `position` as a pickle, so that must be bytes that were looked into.
 */
export type SafeUse =
  | { readonly mode: "call" | "new" | "ref" }
  | { readonly mode: "applies"; readonly positions: readonly number[] }
  | { readonly mode: "loads"; readonly position: number };

interface KnownSafeTable {
  readonly libraries: Readonly<Record<string, string>>;
  readonly modules: Readonly<Record<string, Partial<Record<"call" | "new" | "ref", readonly string[]>>>>;
  readonly applies?: Readonly<Record<string, readonly number[]>>;
  readonly loads?: Readonly<Record<string, number>>;
}

/** Written by `tools/globals/` from real installed libraries and reviewed there; exact names only. */
const KNOWN = table as KnownSafeTable;

const byModule = new Map<string, ReadonlyMap<string, SafeUse>>();
const CALL: SafeUse = { mode: "call" };
const NEW: SafeUse = { mode: "new" };
const REF: SafeUse = { mode: "ref" };

/** What is known of exactly this name, if anything. */
export function knownSafe(module: string, name: string): SafeUse | undefined {
  return special(module, name) ?? namesOf(module)?.get(name);
}

/** The libraries and versions that the table was taken from. */
export function knownLibraries(): Readonly<Record<string, string>> {
  return KNOWN.libraries;
}

/** Every name of the table, for tests. */
export function* allKnownSafe(): Iterable<{ module: string; name: string; use: SafeUse }> {
  for (const module of Object.keys(KNOWN.modules))
    for (const name of namesOf(module)!.keys()) yield { module, name, use: knownSafe(module, name)! };
}

/** `applies` and `loads` are keyed by the dotted name, which only stands for the module's own names. */
function special(module: string, name: string): SafeUse | undefined {
  if (name.includes(".")) return undefined;
  const dotted = `${module}.${name}`;
  if (KNOWN.loads !== undefined && Object.hasOwn(KNOWN.loads, dotted))
    return { mode: "loads", position: KNOWN.loads[dotted]! };
  if (KNOWN.applies !== undefined && Object.hasOwn(KNOWN.applies, dotted))
    return { mode: "applies", positions: KNOWN.applies[dotted]! };
  return undefined;
}

/** One module's names, made on first use: a run meets a few of thousands. The strictest mode of a name counts. */
function namesOf(module: string): ReadonlyMap<string, SafeUse> | undefined {
  const made = byModule.get(module);
  if (made !== undefined) return made;
  if (!Object.hasOwn(KNOWN.modules, module)) return undefined;
  const { call = [], new: classes = [], ref = [] } = KNOWN.modules[module]!;
  const names = new Map<string, SafeUse>();
  for (const name of call) names.set(name, CALL);
  for (const name of classes) names.set(name, NEW);
  for (const name of ref) names.set(name, REF);
  byModule.set(module, names);
  return names;
}
