import type { GlobalName } from "../../../core/pickle-facts";
import type * as Table from "./table";

/** Loaded on first use, from a file of its own: it takes 3 ms, and most files have no pickle in them. */
// eslint-disable-next-line @typescript-eslint/no-require-imports
const table = (): typeof Table => require("./table") as typeof Table;

/**
 * How a known name may be used.
 * - `call`: with any arguments.
 * - `new`: a class; an empty instance may be made and given its state, its `__init__` is not vouched for.
 * - `ref`: may be referred to, and not called.
 * - `applies`: calls what stands at `positions` of its arguments, so these decide.
 * - `loads`: reads the argument at `position` as a pickle, so that must be bytes that were looked into.
 * - `guarded`: a class that acts on some keys of its state; may be made, and given a state that the guard lets through.
 */
export type SafeUse =
  | { readonly mode: "call" | "new" | "ref" }
  | { readonly mode: "applies"; readonly positions: readonly number[] }
  | { readonly mode: "loads"; readonly position: number }
  | { readonly mode: "guarded"; readonly guard: Guard };

/** What the state of a class must be: for each key a pattern of the whole text, or `null` where it must not be there. */
export interface Guard {
  readonly names: readonly string[];
  readonly state: Readonly<Record<string, string | null>>;
  readonly why: string;
}

interface Special {
  readonly libraries: Readonly<Record<string, string>>;
  readonly applies?: Readonly<Record<string, readonly number[]>>;
  readonly loads?: Readonly<Record<string, number>>;
  readonly resolves?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly guards?: readonly Guard[];
  readonly constructs?: Readonly<Record<string, readonly string[]>>;
}

/** Made by `tools/globals/` from real installed libraries and reviewed there; exact names only. */
const known = (): Special => table().SPECIAL;

const byModule = new Map<string, ReadonlyMap<string, SafeUse>>();
/** In the order of the table's lines, so that the strictest mode of a name comes last. */
const USES = { call: { mode: "call" }, new: { mode: "new" }, ref: { mode: "ref" } } as const;
let guards: ReadonlyMap<string, Guard> | undefined;

/** What is known of exactly this name, if anything. */
export function knownSafe(module: string, name: string): SafeUse | undefined {
  return special(module, name) ?? namesOf(module)?.get(name);
}

/**
 * Whether the class's constructor acts on what it is given: evaluates a text, opens a path, calls a value. Then an
 * empty instance of it is harmless, and the class itself must not get to where something may call it.
 */
export function actsWhenConstructed(module: string, name: string): boolean {
  const names = known().constructs;
  return names !== undefined && Object.hasOwn(names, module) && names[module]!.includes(name);
}

/** Every name of the table, for tests. */
export function* allKnownSafe(): Iterable<{ module: string; name: string; use: SafeUse }> {
  for (const [, module] of table().MODULES.matchAll(/^(\S+) /gm))
    for (const name of namesOf(module!)!.keys()) yield { module: module!, name, use: knownSafe(module!, name)! };
}

/** The name that a call with this text gives, where the table says that it only looks names up. */
export function resolvedBy(module: string, name: string, text: string): GlobalName | undefined {
  const names = known().resolves?.[`${module}.${name}`];
  if (names === undefined || !Object.hasOwn(names, text)) return undefined;
  const full = names[text]!;
  const dot = full.lastIndexOf(".");
  return { module: full.slice(0, dot), name: full.slice(dot + 1) };
}

/** The guards of the table, for tests. */
export function allGuards(): readonly Guard[] {
  return known().guards ?? [];
}

/** `applies`, `loads` and `guards` are keyed by the dotted name, which only stands for the module's own names. */
function special(module: string, name: string): SafeUse | undefined {
  if (name.includes(".")) return undefined;
  const dotted = `${module}.${name}`;
  const { loads, applies } = known();
  if (loads !== undefined && Object.hasOwn(loads, dotted)) return { mode: "loads", position: loads[dotted]! };
  if (applies !== undefined && Object.hasOwn(applies, dotted)) return { mode: "applies", positions: applies[dotted]! };
  const guard = guarded().get(dotted);
  return guard === undefined ? undefined : { mode: "guarded", guard };
}

function guarded(): ReadonlyMap<string, Guard> {
  guards ??= new Map(allGuards().flatMap((guard) => guard.names.map((name) => [name, guard] as const)));
  return guards;
}

/**
 * One module's names, made on first use: a run meets a few of thousands, and finding their lines in the text
 * takes less time than parsing all of it would. The strictest mode of a name counts.
 */
function namesOf(module: string): ReadonlyMap<string, SafeUse> | undefined {
  const made = byModule.get(module);
  if (made !== undefined) return made;
  const line = lineOf(module);
  if (line === undefined) return undefined;
  const names = new Map<string, SafeUse>();
  for (const part of line.split(" ")) {
    const [mode, list] = part.split("=") as [keyof typeof USES, string];
    for (const name of list.split(",")) names.set(name, USES[mode]);
  }
  byModule.set(module, names);
  return names;
}

/** What stands behind the module's name. A name with a blank or a line break in it is no module of the table. */
function lineOf(module: string): string | undefined {
  if (/\s/.test(module)) return undefined;
  const { MODULES: text } = table();
  const at = text.indexOf(`\n${module} `);
  return at < 0 ? undefined : text.slice(at + module.length + 2, text.indexOf("\n", at + 1));
}
