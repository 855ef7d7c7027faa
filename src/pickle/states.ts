import type { StateFact, ToldKey } from "../core/pickle-facts";
import type { Input } from "./input";
import { keyOf } from "./keys";
import { literalSpan, literalText } from "./literals";
import { toValue } from "./render";
import { MAX_TELLING } from "./telling";
import { CallSym, ContainerSym, GlobalSym, type Sym } from "./values";

/**
 * What tells one BUILD of a target from another: a letter for the shape of the state, and what it holds that
 * is acted on. One letter is the normal case, and all that is worked out for it.
 */
export function stateKey(target: Sym, state: Sym, input: Input): string {
  const shape = shapeOf(state);
  const given = isTold(target, shape) ? `${shape[0]}=${keyOf(state, 0)}` : shape[0]!;
  const dicts = dictsOf(state);
  if (!dicts.some((dict) => dict !== undefined && (dict.told !== undefined || dict.computedKeys))) return given;
  const told = dicts.map((dict) =>
    dict?.told?.map(({ key, value }) => [key, textOf(value, input) ?? `\n${keyOf(value, 1)}`]),
  );
  return `${given}${JSON.stringify(told)}${hasComputedKeys(dicts) ? "?" : ""}`;
}

/** The state as a fact. */
export function readState(target: Sym, state: Sym, input: Input): StateFact {
  const dicts = dictsOf(state);
  const told = dicts.flatMap((dict, index) =>
    (dict?.told ?? []).map(({ key, value }): ToldKey => {
      const text = textOf(value, input);
      const entry = { key, value: toValue(value, input, 2), slot: index === 1 };
      return text === undefined ? entry : { ...entry, text };
    }),
  );
  const shape = shapeOf(state);
  const fact = { shape, told, computedKeys: hasComputedKeys(dicts) };
  return isTold(target, shape) ? { ...fact, value: toValue(state, input) } : fact;
}

/** Whether all of the state is told: what it is made by, or what a class like `partial` takes from it. */
function isTold(target: Sym, shape: StateFact["shape"]): boolean {
  if (shape === "computed") return true;
  return target instanceof CallSym && target.callee instanceof GlobalSym && target.callee.telling?.state === true;
}

/** As opcodes read it where the class has no `__setstate__` of its own. */
function shapeOf(state: Sym): StateFact["shape"] {
  if (typeof state === "number") return "other";
  if (!(state instanceof ContainerSym) || isComputed(state)) return "computed";
  if (state.type === "dict") return "dict";
  if (state.type !== "tuple" || state.items.length !== 2 || state.more > 0) return "other";
  if (state.items.some(isComputed)) return "computed";
  return state.items.every((item) => typeof item === "number" || isDict(item)) ? "pair" : "other";
}

/** The dicts that go into an instance: its own, and that of its slots. */
function dictsOf(state: Sym): readonly (ContainerSym | undefined)[] {
  if (!(state instanceof ContainerSym)) return [];
  if (state.type === "dict") return [state];
  if (state.type !== "tuple" || state.items.length !== 2) return [];
  return state.items.map((item) => (isDict(item) ? item : undefined));
}

function isDict(sym: Sym): sym is ContainerSym {
  return sym instanceof ContainerSym && sym.type === "dict";
}

/** Nobody can tell what is in it: made by a call, or given up on by the memo. */
function isComputed(sym: Sym): boolean {
  return typeof sym !== "number" && (!(sym instanceof ContainerSym) || sym.more === Infinity);
}

function hasComputedKeys(dicts: readonly (ContainerSym | undefined)[]): boolean {
  return dicts.some((dict) => dict?.computedKeys === true);
}

/** The whole text of a constant that is not too long. */
function textOf(value: Sym, input: Input): string | undefined {
  if (typeof value !== "number") return undefined;
  const span = literalSpan(input, value);
  return span === undefined || span.length > MAX_TELLING ? undefined : literalText(input, value, MAX_TELLING);
}
