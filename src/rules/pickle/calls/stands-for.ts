import type { CallText, GlobalName, Value } from "../../../core/pickle-facts";
import { resolvedBy } from "../globals/known-safe";

export function isGetattr({ module, name }: GlobalName): boolean {
  return module === "builtins" && name === "getattr";
}

export function isTypeLookup({ module, name }: GlobalName): boolean {
  return name === "_load_type" && (module === "dill._dill" || module === "dill.dill");
}

/** The name that a value is: itself, or what a call that only looks names up gives. */
export function named(value: Value | undefined): GlobalName | undefined {
  if (value?.kind === "global") return value.global;
  return value?.kind === "call" ? standsFor(value.call) : undefined;
}

/** `getattr(Outer, 'Inner')` is `Outer.Inner`, `_load_type('list')` is `list`; other results are no names. */
export function standsFor({ callee, args }: CallText): GlobalName | undefined {
  if (callee === undefined || args === undefined) return undefined;
  if (isTypeLookup(callee)) return args.length === 1 ? typeNamed(args[0]) : undefined;
  if (!isGetattr(callee) || args.length !== 2) return undefined;
  const [owner, attribute] = [named(args[0]), identifier(args[1])];
  if (owner === undefined || attribute === undefined) return undefined;
  return { module: owner.module, name: `${owner.name}.${attribute}` };
}

/** The type that dill finds under a constant name; dill's older module finds the same. */
export function typeNamed(value: Value | undefined): GlobalName | undefined {
  const text = identifier(value);
  return text === undefined ? undefined : resolvedBy("dill._dill", "_load_type", text);
}

/** The class of an instance, where the pickle shows what made it. */
export function classOf(value: Value | undefined): GlobalName | undefined {
  if (value?.kind !== "call") return undefined;
  const { callee, args } = value.call;
  if (callee === undefined || !MAKERS.has(`${callee.module}.${callee.name}`)) return callee;
  return named(args?.[0]);
}

/** Python's own helpers that make an instance of their first argument. */
export const MAKERS: ReadonlySet<string> = new Set([
  "copyreg._reconstructor",
  "copyreg.__newobj__",
  "copyreg.__newobj_ex__",
]);

/** A constant text that is a plain identifier. */
export function identifier(value: Value | undefined): string | undefined {
  if (value?.kind !== "literal" || value.type !== "str") return undefined;
  return /^['"]([A-Za-z_]\w*)['"]$/.exec(value.text)?.[1];
}
